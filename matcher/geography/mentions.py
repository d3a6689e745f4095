"""Finding place names and postcodes in a sentence.

Many British towns are named like ordinary words (Street, Bath, Reading, Wells). A name therefore
counts only where a place can stand: as the whole message, or after a word such as "in" or "em",
or written with a capital letter and not an ordinary word.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterable
from functools import lru_cache
from importlib import resources

from rapidfuzz import process
from rapidfuzz.distance import OSA

# Longer messages are read up to here: nobody names their town after two thousand letters.
MAX_CHARACTERS = 2_000
LONGEST_NAME_WORDS = 5

_ARABIC_PREFIXES = frozenset("بول")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")

# A full or half postcode (Royal Mail PAF guide: A9, A9A, A99, AA9, AA9A, AA99 before the space).
_POSTCODE = re.compile(r"(?<![A-Z0-9])([A-Z]{1,2}[0-9][0-9A-Z]?)(?: ?[0-9][ABD-HJLNP-UW-Z]{2})?(?![A-Z0-9])")


def _around(key: str) -> frozenset[str]:
    """Words of one kind from ``data/around.toml``, of all languages: people mix them in one message."""
    text = (resources.files("matcher.geography") / "data" / "around.toml").read_text("utf-8")
    return frozenset(word for words in tomllib.loads(text).values() for word in words.get(key, "").split())


_BEFORE = _around("before")
_FILLERS = _around("fillers")
_NEVER_BEFORE = _around("never_before")
_ENDINGS = _around("endings")
SHORTEST_STEM = 4
# Town names that are ordinary words of English or Portuguese.
_ORDINARY = frozenset(
    """street bath reading wells battle deal diss settle march over hope ash beer ware rugby sale ham
    hook cork wick bow bury nelson lancing barking dorking epping looe mere oxford bude amble wing seal
    hale leek pitsea sandwich stone goole poole ripe wool crook bonny holt hove yate banks barry burry
    cam chard rye eye eton ford hull lee leigh loose lynn man mold neath newport ore pill rhyl ryde
    hora horas shore shop sole speke staines stroud thame tring usk wigan worth yarm bar mar sé lar vila casa rua
    nova maia praia church town bridge hill green park field mill moor wood heath broad well read""".split()
)


def plain(text: str) -> str:
    """Lower case without accents, hyphens as spaces."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("-", " "))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def find_outward_codes(text: str, known: Collection[str]) -> list[str]:
    """Known outward codes in a sentence, whole postcodes first, each once."""
    upper = text[:MAX_CHARACTERS].upper()
    whole: list[str] = []
    halves: list[str] = []
    for match in _POSTCODE.finditer(upper):
        code = match[1]
        is_whole = len(match[0]) > len(code)
        # "TA12PX" reads as TA12 or as TA1 2PX: the whole postcode wins where there is one.
        if code in known:
            (whole if is_whole else halves).append(code)
    return list(dict.fromkeys(whole + halves))


def find_names(text: str, names: Iterable[str]) -> list[str]:
    """Plain names of places a sentence names: exact ones first, then the likeliest misspelt one."""
    known = names if isinstance(names, Collection) else list(names)
    tokens = [(match[0], plain(match[0]).replace("’", "'")) for match in _WORD.finditer(_spaced(text))]
    tokens = [(raw, _without_prefix(word, known)) for raw, word in tokens]
    exact = list(dict.fromkeys(_exact(tokens, known)))
    return exact or _misspelt(tokens, known)


def _without_prefix(word: str, known: Collection[str]) -> str:
    """An Arabic name without the "in", "and" or "to" that is written together with it."""
    return word[1:] if word[:1] in _ARABIC_PREFIXES and word[1:] in known else word


def _in_another_case(word: str, known: Collection[str]) -> str | None:
    """The known name whose ending tells where: "Chardzie", "Tauntone"."""
    stems = (word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending))
    return next((stem for stem in stems if len(stem) >= SHORTEST_STEM and stem in known), None)


def _spaced(text: str) -> str:
    return text[:MAX_CHARACTERS].replace("-", " ")


def _exact(tokens: list[tuple[str, str]], known: Collection[str]) -> Iterable[str]:
    at = 0
    while at < len(tokens):
        for size in range(min(LONGEST_NAME_WORDS, len(tokens) - at), 0, -1):
            name = " ".join(word for _, word in tokens[at : at + size])
            if name in known and _can_be_place(tokens, at, size, name):
                yield name
                at += size - 1
                break
        at += 1


def _can_be_place(tokens: list[tuple[str, str]], at: int, size: int, name: str) -> bool:
    if " " in name and name not in _ORDINARY:
        return True
    others = {word for _, word in tokens[:at] + tokens[at + size :]}
    if others <= _FILLERS:
        return not (at and tokens[at - 1][1] in _NEVER_BEFORE and name in _ORDINARY)
    before = tokens[at - 1][1] if at else ""
    if before in _BEFORE:
        return True
    shouting = all(raw.isupper() for raw, _ in tokens)
    capital = tokens[at][0][:1].isupper() and at > 0 and not shouting
    return name not in _ORDINARY and (capital or len(name) >= 6)


def _misspelt(tokens: list[tuple[str, str]], names: Collection[str]) -> list[str]:
    found: list[tuple[int, str]] = []
    known = tuple(names)
    alone = [index for index, (_, word) in enumerate(tokens) if word not in _FILLERS | _BEFORE]
    for at, (_, word) in enumerate(tokens):
        before = tokens[at - 1][1] if at else ""
        placed = before in _BEFORE
        if before in _NEVER_BEFORE or not (placed or (len(alone) <= 2 and at in alone)):
            continue
        stem = _in_another_case(word, names) if word not in _ORDINARY else None
        if stem is not None:
            found.append((0, stem))
            continue
        for size in (3, 2, 1):
            name = " ".join(word for _, word in tokens[at : at + size])
            hit = _nearest(name, known) if at + size <= len(tokens) else None
            if hit is not None:
                found.append(hit)
                break
    return [name for _, name in sorted(found)[:1]]


@lru_cache(maxsize=2048)
def _nearest(name: str, known: tuple[str, ...]) -> tuple[int, str] | None:
    """The known name within one typing slip (two in a long name), unless it is an ordinary word."""
    if len(name) < 5 or name in _ORDINARY:
        return None
    slips = 1 if len(name) <= 6 else 2
    hit = process.extractOne(name, known, scorer=OSA.distance, score_cutoff=slips)
    if hit is None or hit[0] in _ORDINARY - {"chard"} or hit[0][0] != name[0]:
        return None
    return int(hit[1]), hit[0]
