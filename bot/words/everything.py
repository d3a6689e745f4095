"""All parsers at once. A new kind of entity is one module and one line here."""

from __future__ import annotations

from collections.abc import Callable

from words.contact import parse_contact
from words.documents import parse_documents
from words.driving import parse_driving
from words.english import parse_english
from words.found import Found
from words.home import parse_postcodes
from words.hours import parse_hours
from words.languages import parse_language_names
from words.name import parse_first_name
from words.number_alone import parse_number_alone
from words.ordinals import parse_ordinals
from words.polarity import parse_polarity
from words.right_to_work import parse_right_to_work
from words.shifts import parse_shifts
from words.situation import parse_situation
from words.travel import parse_minutes, parse_travel_modes

LONGEST_READ = 10_000
"""Characters read of one message; what comes after is no answer to a question."""

PARSERS: tuple[Callable[[str], list[Found]], ...] = (
    parse_contact,
    parse_documents,
    parse_postcodes,
    parse_first_name,
    parse_situation,
    parse_right_to_work,
    parse_english,
    parse_hours,
    parse_shifts,
    parse_driving,
    parse_travel_modes,
    parse_minutes,
    parse_number_alone,
    parse_ordinals,
    parse_language_names,
    parse_polarity,
)


def parse_all(text: str) -> list[Found]:
    """Everything every parser finds in the first 10,000 characters of ``text``, by position."""
    read = text[:LONGEST_READ]
    return sorted((one for parse in PARSERS for one in parse(read)), key=lambda one: (one.start, one.entity))
