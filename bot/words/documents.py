"""Share codes and document numbers, found only so that they can be dropped. Their text is never a value."""

from __future__ import annotations

import re

from words import lexicon
from words.contact import parse_contact
from words.found import Found
from words.home import parse_postcodes
from words.phrases import PhraseTable
from words.tables import per_language
from words.text import tokens

REDACTED = "redacted"

# GOV.UK "Prove your right to work": nine letters and digits, the first W for work
_SHARE_CODE = re.compile(r"(?<![A-Z0-9])W[A-Z0-9]{2}[ -]?[A-Z0-9]{3}[ -]?[A-Z0-9]{3}(?![A-Z0-9])")
# passports and identity cards (up to three letters, six to nine digits), National Insurance numbers
# (two letters, six digits, a letter), Portuguese citizen cards (eight digits, one, two letters, one)
_LETTERED = re.compile(
    r"(?<![A-Z0-9])(?:[A-Z]{1,3}[ ]?[0-9]{6,9}[A-Z]?"
    r"|[A-Z]{2}(?:[ -]?[0-9]{2}){3}[ -]?[A-D]"
    r"|[0-9]{8}[ -]?[0-9][ -]?[A-Z]{2}[0-9])(?![A-Z0-9])"
)
# NHS numbers, tax numbers, bank cards: eight or more digits in a row, at most single spaces between
_DIGITS = re.compile(r"(?<![0-9A-Z+])[0-9](?:[ -]?[0-9]){7,24}(?![0-9A-Z])")


@per_language
def _names(language: str) -> PhraseTable[str]:
    return PhraseTable([(phrase, "share_code") for phrase in lexicon.phrases(language, "share_code")])


def parse_documents(text: str) -> list[Found]:
    """Entities ``share_code`` and ``document_number``, always with the value "redacted".

    Telephone numbers (also those with a digit too few or too many) and postcodes are neither.
    """
    raised = "".join(char.upper() if char.isascii() else char for char in text)
    taken = bytearray(len(text))
    for one in parse_contact(text) + parse_postcodes(text):
        taken[one.start : one.end] = b"x" * (one.end - one.start)
    named = bool(_names().hits(tokens(text)))
    found: list[Found] = []
    for match in _SHARE_CODE.finditer(raised):
        start, end = match.span()
        if _is_share_code(text[start:end], named):
            found.append(Found("share_code", REDACTED, start, end))
            taken[start:end] = b"x" * (end - start)
    for pattern in (_LETTERED, _DIGITS):
        for match in pattern.finditer(raised):
            start, end = match.span()
            digits = "".join(char for char in match.group() if char.isdigit())
            mistyped_phone = pattern is _DIGITS and digits.startswith(("07", "00", "447"))
            if not mistyped_phone and not any(taken[start:end]):
                found.append(Found("document_number", REDACTED, start, end))
                taken[start:end] = b"x" * (end - start)
    return sorted(found, key=lambda one: one.start)


def _is_share_code(written: str, named: bool) -> bool:
    """Tell "W7H DKT 8Z4" from words of nine letters ("wednesday") and from a London postcode and a word."""
    if named:
        return True
    if re.fullmatch(r"(?i:W[0-9]{1,2} [0-9][A-Z]{2}) [a-z]{3}", written):
        return False
    return any(char.isdigit() for char in written) or (written.isupper() and not written.isalpha())
