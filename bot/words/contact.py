"""Telephone numbers and e-mail addresses, also as people type them on a telephone."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from functools import lru_cache

from words import lexicon
from words.found import Found
from words.negation import is_negated, spans
from words.phrases import Hit, PhraseTable
from words.tables import per_language
from words.text import Token, tokens

_GAP = r"[ .\-()/\u00a0\u2011\u2013]{0,3}"
# UK numbers (Ofcom National Telephone Numbering Plan): mobiles 07 + 9 digits, geographic and 03 numbers
# 10 or 11 digits; +351: Portugal's nine digits; any other number must be written with its country code
_PHONE = re.compile(
    r"(?<![0-9A-Za-z])(?:"
    rf"(?P<uk>(?:\+{_GAP}44|0{_GAP}0{_GAP}44|44){_GAP}(?:\(?0\)?)?{_GAP}(?:[1-37](?:{_GAP}[0-9]){{9}}))"
    rf"|(?P<local>0{_GAP}[1-37](?:{_GAP}[0-9]){{9}})"
    rf"|(?P<no_zero>7[1-57-9](?:{_GAP}[0-9]){{8}})"
    rf"|(?P<abroad>(?:\+|0{_GAP}0{_GAP})[1-9](?:{_GAP}[0-9]){{7,14}})"
    rf"|(?P<portugal>9[1236](?:{_GAP}[0-9]){{7}})"
    r")(?![0-9])"
)
_EMAIL = re.compile(
    r"(?<![\w.+-])([a-z0-9_+-]{1,64}(?:\.[a-z0-9_+-]{1,64}){0,5})\s?@\s?"
    # a comma typed for a dot stands close; one with a space behind it ends the address
    r"([a-z0-9-]{1,63}(?:(?:\s?\.\s?|,)[a-z0-9-]{1,63}){0,3}(?:\.\s?|,)[a-z]{2,12})(?![\w@])"
)
PROVIDERS = frozenset(
    [
        "gmail",
        "googlemail",
        "hotmail",
        "outlook",
        "yahoo",
        "ymail",
        "icloud",
        "live",
        "msn",
        "aol",
        "btinternet",
        "sky",
        "sapo",
        "mail",
        "proton",
        "protonmail",
        "wp",
        "onet",
        "abv",
        "interia",
    ]
)
_JOINS = frozenset("._-+")
_SPELLED_JOINS = {"dot": ".", "underscore": "_", "dash": "-"}


def parse_contact(text: str) -> list[Found]:
    """Entities ``phone`` (E.164, "+447…") and ``email`` (lower case), in the order written."""
    return sorted(_phones(text) + (_emails(text) or _spelled_emails(text)), key=lambda one: one.start)


def _phones(text: str) -> list[Found]:
    found = []
    plain = "".join(str(int(char)) if char.isdecimal() else char for char in text)
    for match in _PHONE.finditer(plain):
        digits = "".join(char for char in match.group() if char.isdecimal())
        kind = match.lastgroup
        if kind == "uk":
            digits = "44" + digits.removeprefix("00").removeprefix("44").lstrip("0")
        elif kind == "local":
            digits = "44" + digits[1:]
        elif kind == "no_zero":
            digits = "44" + digits
        elif kind == "portugal":
            digits = "351" + digits
        else:
            digits = digits.removeprefix("00")
            if digits.startswith("44"):
                continue  # a UK number with too few or too many digits: better asked again than kept wrong
        start, end = match.span()
        found.append(Found("phone", f"+{digits}", start, end, _ruled_out(text, start, end)))
    return found


def _emails(text: str) -> list[Found]:
    lowered = "".join(char.lower() if char.isascii() else char for char in text)
    found = []
    for match in _EMAIL.finditer(lowered):
        domain = re.sub(r"\s", "", match[2]).replace(",", ".")
        start, end = match.span()
        found.append(Found("email", f"{match[1]}@{domain}", start, end, _ruled_out(text, start, end)))
    return found


def _ruled_out(text: str, start: int, end: int) -> bool:
    first = bisect_left(_token_starts(text), start)
    return (
        first < len(tokens(text)) and tokens(text)[first].start < end and is_negated(text, first, first + 1)
    )


@lru_cache(maxsize=8)
def _token_starts(text: str) -> list[int]:
    return [token.start for token in tokens(text)]


@per_language
def _spelling(language: str) -> PhraseTable[str]:
    return PhraseTable(lexicon.coded(language, "email_spelled"))


def _spelled_emails(text: str) -> list[Found]:
    """Addresses with "arroba", "at", "ponto" or "dot" in words.

    "at" is an ordinary word, so what follows must be a mail provider or have its dot spelled out.
    """
    cut = tokens(text)
    signs = {hit.first: hit for hit in _spelling().hits(cut)}
    found = []
    for hit in signs.values():
        if hit.value not in ("at", "at_sure") or hit.first == 0:
            continue
        domain, stop, dotted_in_words = _domain(cut, signs, hit.stop)
        sure = hit.value == "at_sure" or dotted_in_words or domain.split(".")[0] in PROVIDERS
        local, first = _local(cut, signs, hit.first)
        if sure and local and "." in domain:
            found.append(Found("email", f"{local}@{domain}", *spans(cut, first, stop)))
    return found


def _sign(signs: Mapping[int, Hit[str]], cut: tuple[Token, ...], at: int) -> str:
    """The joining sign at a token (".", "_", "-", "+"), written or in words; empty when there is none."""
    if at in signs and signs[at].value in _SPELLED_JOINS:
        return _SPELLED_JOINS[signs[at].value]
    return cut[at].text if cut[at].text in _JOINS else ""


def _is_part(token: Token) -> bool:
    return (token.is_word or token.is_number) and token.text.isascii()


def _domain(cut: tuple[Token, ...], signs: Mapping[int, Hit[str]], at: int) -> tuple[str, int, bool]:
    while at < len(cut) and cut[at].text in "()[]":
        at += 1
    parts, stop, in_words = "", at, False
    expecting_name = True
    while at < len(cut) and at - stop < 2 and len(parts) < 100:
        joint = _sign(signs, cut, at)
        if expecting_name and _is_part(cut[at]) and not joint:
            parts += cut[at].text
            stop, expecting_name = at + 1, False
        elif not expecting_name and joint == ".":
            in_words = in_words or cut[at].text != "."
            parts += joint
            expecting_name = True
        else:
            break
        at += 1
    return parts.rstrip("."), stop, in_words


def _local(cut: tuple[Token, ...], signs: Mapping[int, Hit[str]], before: int) -> tuple[str, int]:
    at = before - 1
    while at >= 0 and cut[at].text in "()[]":
        at -= 1
    parts, first, expecting_name = "", before, True
    while at >= 0 and len(parts) < 64:
        joint = _sign(signs, cut, at)
        touching = at + 1 < len(cut) and cut[at].end == cut[at + 1].start
        if joint and not expecting_name:
            parts = joint + parts
            expecting_name = True
        elif _is_part(cut[at]) and not joint and (expecting_name or touching):
            # letters and digits written together ("ana82") are one name
            parts = cut[at].text + parts
            first, expecting_name = at, False
        else:
            break
        at -= 1
    return parts.lstrip("._-+"), first
