"""Typing what is written on a button presses it."""

from __future__ import annotations

import pytest

from api.chat.pressed import as_payload

YES, NO = {"title": "Yes, send it", "payload": "/yes"}, {"title": "Não, obrigado.", "payload": "/no"}


@pytest.mark.parametrize("text", ["Yes, send it", "yes send it", " YES,  SEND IT! "])
def test_case_and_signs_make_no_difference(text: str) -> None:
    assert as_payload(text, [YES, NO]) == "/yes"


def test_accents_make_no_difference() -> None:
    assert as_payload("nao obrigado", [YES, NO]) == "/no"


@pytest.mark.parametrize("text", ["yes", "send it please", "", "…", "1"])
def test_other_words_stay_words(text: str) -> None:
    assert as_payload(text, [YES, NO]) is None


def test_a_number_presses_only_where_buttons_are_numbered() -> None:
    assert as_payload("2", [YES, NO], numbered=True) == "/no"
    assert as_payload("2.", [YES, NO], numbered=True) == "/no"
    assert as_payload("3", [YES, NO], numbered=True) is None
    assert as_payload("0", [YES, NO], numbered=True) is None
    assert as_payload("20", [YES, NO], numbered=True) is None


def test_a_title_that_stands_on_two_buttons_presses_neither() -> None:
    twice = [{"title": "Porter", "payload": "/a"}, {"title": "porter", "payload": "/b"}]
    assert as_payload("porter", twice) is None


SHIFTS = [
    {"title": title, "payload": '/answer{"slot":"shifts","value":"%s"}' % title.lower()}
    for title in ("Early", "Day", "Late")
]
SKIP = {"title": "Prefer not to say", "payload": "/skip"}


@pytest.mark.parametrize("text", ["1 3", "1,3", " 1, 3. ", "1 & 3", "1+3+1"])
def test_several_numbers_press_several_buttons_of_a_question_that_takes_them(text: str) -> None:
    pressed = as_payload(text, [*SHIFTS, SKIP], numbered=True, several_of="shifts")
    assert pressed == '/answer{"slot":"shifts","value":["early","late"]}'


@pytest.mark.parametrize("text", ["1 4", "1 9", "0 1", "1 and 3", "1 3 nights", "07700 900123"])
def test_numbers_that_are_not_all_answers_stay_words(text: str) -> None:
    assert as_payload(text, [*SHIFTS, SKIP], numbered=True, several_of="shifts") is None


def test_several_numbers_press_nothing_where_one_answer_is_asked_for_or_none_are_numbered() -> None:
    assert as_payload("1 3", SHIFTS, numbered=True) is None
    assert as_payload("1 3", SHIFTS, several_of="shifts") is None


def test_one_number_of_a_question_that_takes_several_presses_its_button() -> None:
    assert as_payload("4", [*SHIFTS, SKIP], numbered=True, several_of="shifts") == "/skip"
