"""UK postcodes, whole or their first half. Town names are left to the geography service."""

from __future__ import annotations

import re

from words.found import Found
from words.negation import is_a_not

_AREAS = (
    "AB|AL|B|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|E|EC|EH|EN|EX|"
    "FK|FY|G|GL|GU|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|GY|KA|KT|KW|KY|L|LA|LD|LE|LL|LN|LS|LU|M|ME|MK|ML|N|NE|NG|"
    "NN|NP|NR|NW|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|S|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|"
    "UB|W|WA|WC|WD|WF|WN|WR|WS|WV|YO|ZE"
)
# the second half never has C, I, K, M, O or V; "2nd" and "3rd" are ordinals
_WHOLE = re.compile(
    rf"(?<![A-Z0-9])({_AREAS})[ ]?([0-9][A-Z0-9]?)[ ]{{0,2}}"
    r"([0-9](?!ND|RD|TH|ST)[ABD-HJLNP-UW-Z]{2})(?![A-Z0-9])"
)
# one-letter areas are left out of bare first halves: "B1" and "E3" are levels of English here; a letter at the
# end is London's alone, and "sa3a" is an Arabic word
_FIRST_HALF = re.compile(
    rf"(?<![A-Z0-9])((?:{_AREAS})(?<=[A-Z][A-Z]))([0-9][0-9]?|(?<=EC|NW|SE|SW|WC)[0-9][A-Z])(?![A-Z0-9])"
)


def _upper(text: str) -> str:
    """ASCII letters in capitals and everything else as it is, so that offsets stay right."""
    return "".join(char.upper() if char.isascii() else char for char in text)


def parse_postcodes(text: str) -> list[Found]:
    """Entities ``postcode``: "TA1 2PX", or the first half alone, "TA1"."""
    raised = _upper(text)
    found = [
        Found("postcode", f"{match[1]}{match[2]} {match[3]}", match.start(), match.end())
        for match in _WHOLE.finditer(raised)
    ]
    covered = bytearray(len(text))
    for one in found:
        covered[one.start : one.end] = b"x" * (one.end - one.start)
    for match in _FIRST_HALF.finditer(raised):
        # "la2" is an Arabic "no" before it is Lancaster
        if not any(covered[match.start() : match.end()]) and not is_a_not(text[match.start() : match.end()]):
            found.append(Found("postcode", match[1] + match[2], match.start(), match.end()))
    return sorted(found, key=lambda one: one.start)
