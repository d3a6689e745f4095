"""The employer someone was let go by, found in their own words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from api.programmes import repository
from api.programmes.mentions import mentioned
from tests.factories.opportunities import TODAY, an_event

OSCAR = "oscar-mayer"
CENTRE = "debenhams-support-centre"
STORE = "debenhams-taunton"

NAMES = {
    OSCAR: ("Oscar Mayer", "Oscar Mayer Chard", "oscar mayers", "the ready meal factory"),
    CENTRE: (
        "Debenhams support centre",
        "Debenhams support centre Taunton",
        "debenhams call centre",
        "debenhams office",
    ),
    STORE: ("Debenhams", "Debenhams Taunton store", "debenhams shop", "debenhams taunton"),
}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("fui despedida da oscar meyer", [OSCAR]),
        ("Trabalhava na ÓSCAR MAIER em Chard", [OSCAR]),
        ("oscarmayer", [OSCAR]),
        ("z Oscara Mayera", [OSCAR]),
        ("oskar mayr, linha de embalagem", [OSCAR]),
        ("Oscar Mayer's factory", [OSCAR]),
        ("debenhams suport center", [CENTRE]),
        ("I answered phones at the Debenhams call centre in Taunton", [CENTRE]),
        ("na loja Debenhams shop", [STORE]),
        ("I was at Oscar Mayer, my wife at the Debenhams shop", [STORE, OSCAR]),
    ],
)
def test_a_name_is_found_in_a_sentence_of_any_language_and_spelling(said: str, expected: list[str]) -> None:
    assert mentioned(said, NAMES) == expected


@pytest.mark.parametrize(
    "said", ["Debenhams", "fui despedida da debenhans", "w Debenhamsie", "debenhams taunton"]
)
def test_a_company_of_two_sites_brings_both(said: str) -> None:
    assert mentioned(said, NAMES) == [STORE, CENTRE]


@pytest.mark.parametrize(
    "said",
    [
        "",
        "🙂",
        "no",
        "não, ninguém me despediu",
        "o meu amigo Oscar Marques",
        "I live in Taunton",
        "moro em Chard",
        "I worked in an office in a support centre",
        "I was in a shop in Taunton and in the store room",
        "depois de 20 anos na fábrica",
        "Tesco",
        "my mother's name is Mayer",
        "trabalhei num call centre e numa loja",
        "<script>alert(1)</script>'; DROP TABLE candidates; --",
        "debit office, dependemos de ti, beans and ham",
    ],
)
def test_ordinary_words_name_nobody(said: str) -> None:
    assert mentioned(said, NAMES) == []


def test_a_very_long_message_is_looked_at_from_its_beginning() -> None:
    assert mentioned("oscar mayer " + "palavra " * 20_000, NAMES) == [OSCAR]


def test_names_are_read_from_the_events_of_the_region(session: Session) -> None:
    an_event(session)
    an_event(session, STORE, employer_name="Debenhams", site="Taunton store", aliases=["debenhams shop"])
    assert [event.id for event in repository.find_event(session, "a oscar maier fechou")] == [OSCAR]
    assert [event.id for event in repository.find_event(session, "Debenhams")] == [STORE]


def test_current_events_are_those_announced_and_not_a_year_past(session: Session) -> None:
    an_event(session)
    an_event(session, "long-ago", last_on=TODAY - timedelta(days=366))
    an_event(session, "far-ahead", first_on=TODAY + timedelta(days=200), last_on=TODAY + timedelta(days=300))
    an_event(session, "next-month", first_on=TODAY + timedelta(days=30), last_on=TODAY + timedelta(days=90))
    assert [event.id for event in repository.events(session, TODAY)] == ["next-month", OSCAR]
    assert repository.find_event(session, "Oscar Mayer", TODAY - timedelta(days=800)) == []
