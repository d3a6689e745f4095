"""A candidate says where they live, and the town is understood."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher import Geography
from matcher.records import Place
from tests.support.effort import calls

GEOGRAPHY = Geography.shipped()
TAUNTON = GEOGRAPHY.outward("TA1")


def _towns(text: str, near: Place | None = TAUNTON) -> list[tuple[str, str]]:
    return [(place.name, place.outward_code) for place in GEOGRAPHY.resolve(text, near=near)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("TA1 2PX", "TA1"),
        ("ta1 2px", "TA1"),
        ("TA12PX", "TA1"),
        ("ta6", "TA6"),
        ("my postcode is ta6 3rf, thanks", "TA6"),
        ("o meu código postal é TA20 1AB", "TA20"),
        ("Somerset, BA20", "BA20"),
        ("eh1 1yz", "EH1"),
        ("LL57 2AA", "LL57"),
    ],
)
def test_a_postcode_is_found_anywhere_in_a_message(text: str, code: str) -> None:
    assert _towns(text)[0][1] == code


@pytest.mark.parametrize(
    "text", ["ZZ9 9ZZ", "QQ1", "a1", "TA99 1AA", "5 horas", "20 hours", "BT1 1AA is not on this map"]
)
def test_what_only_looks_like_a_postcode_is_not_taken_for_one(text: str) -> None:
    assert _towns(text) == []


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("moro em Bridgewater", ("Bridgwater", "TA6")),
        ("vivo em Tauton", ("Taunton", "TA1")),
        ("eu moro no Yeovill", ("Yeovil", "BA20")),
        ("shepton malet", ("Shepton Mallet", "BA4")),
        ("moro em burnham on sea", ("Burnham-on-Sea", "TA8")),
        ("Minehed", ("Minehead", "TA24")),
        ("perto de chard", ("Chard", "TA20")),
        ("na verdade moro em Bridgwater", ("Bridgwater", "TA6")),
        ("moro em casa da minha irmã em Chard", ("Chard", "TA20")),
        ("glastonbury pls", ("Glastonbury", "BA6")),
        ("i live near frome", ("Frome", "BA11")),
        ("Creukerne", ("Crewkerne", "TA18")),
        ("south pethrton", ("South Petherton", "TA13")),
        ("Castle cary", ("Castle Cary", "BA7")),
        ("wiveliscome", ("Wiveliscombe", "TA4")),
        ("I live in Street", ("Street", "BA16")),
        ("moro em Street", ("Street", "BA16")),
        ("wells", ("Wells", "BA5")),
        ("I live in Bath", ("Bath", "BA1")),
        ("Aberdeen", ("Aberdeen", "AB11")),
    ],
)
def test_a_town_is_found_in_english_and_portuguese_sentences_however_it_is_spelt(
    text: str, town: tuple[str, str]
) -> None:
    assert _towns(text)[0] == town


@pytest.mark.parametrize(
    "text",
    [
        "I live on the high street",
        "moro na rua da casa",
        "I need a bath",
        "I like reading",
        "all well",
        "over the hill",
        "não sei",
        "em casa",
        "sim",
        "bom dia",
        "moro em Portugal",
        "moro em Lisboa",
        "prefer not to say",
        "prefiro não dizer",
        "I have a car",
        "",
        "🙂",
        "<script>alert(1)</script>",
        "'; DROP TABLE candidates; --",
    ],
)
def test_ordinary_words_name_no_town(text: str) -> None:
    assert _towns(text) == []


def test_wellington_is_the_one_in_somerset_for_someone_in_somerset() -> None:
    assert _towns("moro em Wellington")[0] == ("Wellington", "TA21")


def test_namesakes_elsewhere_are_offered_too() -> None:
    assert {code for _, code in _towns("Wellington")} >= {"TA21", "TF1", "HR4"}


def test_without_a_region_the_larger_namesake_comes_first() -> None:
    assert _towns("Newport", near=None)[0] == ("Newport", "NP20")


def test_of_two_towns_in_one_sentence_the_first_named_comes_first() -> None:
    assert [name for name, _ in _towns("I'm from bridgwater but work in Taunton")] == [
        "Bridgwater",
        "Taunton",
    ]


def test_a_postcode_counts_before_a_name() -> None:
    assert _towns("Taunton, well TA6 3RF really")[0][1] == "TA6"


@given(st.text(max_size=300))
@settings(deadline=None)
def test_no_message_makes_it_fail(text: str) -> None:
    assert all(place.outward_code for place in GEOGRAPHY.resolve(text))


@pytest.mark.parametrize("text", ["a" * 10_000, "moro em " * 1_250, "em Tauntn " * 1_000, "TA1 " * 2_500])
def test_twice_the_text_is_no_more_than_twice_the_work(text: str) -> None:
    GEOGRAPHY.resolve(text)  # what is remembered from before must not count
    half = calls(lambda: GEOGRAPHY.resolve(text[: len(text) // 2]))
    assert calls(lambda: GEOGRAPHY.resolve(text)) < 2.5 * half + 1_000


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("mieszkam w Tauntonie", "TA1"),
        ("mieszkam w Chardzie", "TA20"),
        ("koło Yeovil", "BA20"),
        ("locuiesc în Bridgwater", "TA6"),
        ("stau lângă Minehead", "TA24"),
        ("gyvenu Bridgwateryje", "TA6"),
        ("gyvenu Tauntone", "TA1"),
        ("živу в Чарді", "TA20"),
        ("живу в Таунтоні", "TA1"),
        ("мешкаю біля Йовіла", "BA20"),
        ("я из Бриджуотера", "TA6"),
        ("живея в Таунтон", "TA1"),
        ("близо до Гластънбъри", "BA6"),
        ("zhiveya v Yeovil", "BA20"),
        ("ساكن في تونتون", "TA1"),
        ("أسكن بتشارد", "TA20"),
        ("بريدجووتر", "TA6"),
        ("ana sakin fi Taunton", "TA1"),
        ("Burnham", "TA8"),
    ],
)
def test_a_town_is_found_in_the_cases_and_alphabets_of_every_language(text: str, code: str) -> None:
    assert _towns(text)[0][1] == code
