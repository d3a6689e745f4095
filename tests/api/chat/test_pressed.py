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
