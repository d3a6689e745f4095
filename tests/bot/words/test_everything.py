"""Promises every parser keeps, whatever is typed."""

import random
import time
from collections.abc import Callable

import pytest
from words import lexicon
from words.everything import LONGEST_READ, PARSERS, parse_all
from words.negation import strip_negated

NASTY = [
    "",
    " ",
    "\x00",
    "\n\n",
    "🤷‍♀️" * 50,
    "\u202eolleh",
    "مرحبا كيف حالك",
    "﷽",
    "ﬁnal ﬂat",
    "Ａｂｃ１２",
    "½ ⅓ ²",
    "e\u0301" * 200,
    "\u0301\u0301",
    "<script>alert(1)</script>",
    "'; DROP TABLE candidates; --",
    "[x](y) {a} %s {0}",
    "()()(((",
    "@@@@",
    "a@" * 500,
    "\ud800",
    "\U0010ffff",
    "İıŞß" * 40,
    "0" * 300,
    "9 " * 500,
    "१२३ घंटे",
    "-" * 300,
    "''''''",
    "+",
    "W" * 9,
    "٣٠ ساعة",
    "1h" * 50,
    "not " * 200,
    "não " * 200,
]
PIECES = [
    "not",
    "não",
    "no",
    "20",
    "h",
    "e",
    "a",
    "horas",
    "-",
    ",",
    "noite",
    "@",
    ".",
    "arroba",
    "I",
    "speak",
    "well",
    "W1",
    "TA1",
    "2PX",
    "👍",
    "'",
    "de",
    "\n",
    "07700",
    "900123",
    "é",
    "english",
    "ø",
    "ش",
    "(",
    "up to",
    "entre",
    "my name is",
    "sou",
]


def _check(text: str) -> None:
    for found in parse_all(text):
        assert 0 <= found.start < found.end <= len(text)
    assert parse_all(text) == parse_all(text)
    assert isinstance(strip_negated(text), str)


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_no_text_makes_a_parser_fail(text: str) -> None:
    _check(text)


def test_no_mixture_of_words_and_signs_makes_a_parser_fail() -> None:
    source = random.Random(20210714)
    for _ in range(400):
        _check(source.choice(["", " "]).join(source.choices(PIECES, k=source.randint(1, 25))))
        _check(
            "".join(
                chr(source.choice((source.randrange(0x250), source.randrange(0x11000)))) for _ in range(30)
            )
        )


@pytest.mark.parametrize("parse", PARSERS, ids=lambda parse: parse.__name__)
def test_the_time_taken_grows_with_the_length_of_the_message_and_no_faster(parse) -> None:  # type: ignore[no-untyped-def]
    for piece in [
        "not ",
        "20 horas ",
        "a@b.",
        "I read good, ",
        "no nights, ",
        "07700 900123 ",
        "W7HDKT8Z4 ",
        "aaaaaaaaaa",
        "1h30 e ",
        "(",
        "sou a ",
    ]:
        longest = (piece * 10_000)[:LONGEST_READ]
        quarter = _cpu_seconds(parse, longest[: LONGEST_READ // 4])
        # four times the text takes four times the time; sixteen would be quadratic
        assert _cpu_seconds(parse, longest) < 10 * quarter + 0.02, piece


def _cpu_seconds(parse: Callable[[str], object], text: str) -> float:
    """The least processor time of three readings: others may be using the machine."""
    taken = []
    for attempt in range(3):
        fresh = text[:-1] + str(attempt)  # not the message that is still remembered
        started = time.process_time()
        parse(fresh)
        taken.append(time.process_time() - started)
    return min(taken)


def test_only_the_first_ten_thousand_characters_are_read() -> None:
    assert parse_all("x " * 5_000 + "I have settled status") == []


def test_several_answers_in_one_message_are_all_found() -> None:
    found = {
        (one.entity, str(one.value))
        for one in parse_all("Moro em TA6, posso trabalhar de noite, 20 horas por semana e conduzo")
    }
    assert {
        ("postcode", "TA6"),
        ("shift", "night"),
        ("hours", "{'min': 20.0, 'max': 20.0}"),
        ("driving", "True"),
    } <= found


def test_every_language_has_the_same_sections() -> None:
    shapes = {
        code: {name: set(part) if isinstance(part, dict) else None for name, part in content.items()}
        for code, content in lexicon.languages().items()
    }
    assert {"en", "pt"} <= set(shapes)
    for code, shape in shapes.items():
        assert set(shape) == set(shapes["en"]), code
        for section in (
            "shifts",
            "travel_modes",
            "driving",
            "polarity",
            "right_to_work",
            "situation",
            "ordinals",
            "language_names",
        ):
            assert shape[section] == shapes["en"][section], (code, section)
