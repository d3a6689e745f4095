"""Which language a message is in, and when the conversation goes along."""

from typing import Any

import pytest
from components.typed_language import follow, typed_language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Trabalhei dez anos numa fábrica de comida", "pt"),
        ("trabalhei dez anos numa fabrica de comida", "pt"),
        ("não conduzo mas tenho passe de autocarro", "pt"),
        ("I have worked in a warehouse for six years", "en"),
        ("i dont know what you mean by that", "en"),
        ("pracowałam dziesięć lat w fabryce jedzenia", "pl"),
        ("nie mam prawa jazdy ale mam rower", "pl"),
        ("am lucrat zece ani într-o fabrică de mâncare", "ro"),
        ("работих десет години във фабрика за храни", "bg"),
        ("dirbau dešimt metų maisto fabrike", "lt"),
        ("я працювала десять років на харчовій фабриці", "uk"),
        ("اشتغلت عشر سنين بمصنع أكل", "ar"),
    ],
)
def test_a_sentence_tells_its_language(text: str, code: str) -> None:
    told = typed_language(text)
    assert told is not None
    assert told[0] == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "…",
        "ok",
        "yes please",
        "full time",
        "Taunton",
        "Burnham on Sea Somerset",
        "Musgrove Park Hospital Taunton",
        "healthcare assistant care worker",
        "Tesco warehouse operative full time",
        "Shepton Mallet BA4 5AB",
        "07700 900123",
        "ana.maria@example.com",
        "🙂🙂🙂 👍",
        "Ana Maria",
    ],
)
def test_names_jobs_numbers_and_single_words_tell_nothing(text: str) -> None:
    assert typed_language(text) is None


def state(requested: str = "hours", **slots: Any) -> dict[str, Any]:
    return {"slots": {"consent": "yes", **slots}, "form": "profile_form", "requested": requested}


PORTUGUESE = "queria trabalhar de manhã se for possível"


def test_the_browsers_language_is_left_at_the_first_sentence_in_another() -> None:
    followed = follow(PORTUGUESE, state(language="en", home="Taunton"))
    assert followed.state == state(language="pt", home="Taunton")
    assert followed.read_in == ["pt", "en"]
    assert followed.notice == ("utter_language_followed", "pt", "English")


def test_a_chosen_language_stays_and_the_other_is_offered_once() -> None:
    first = follow(PORTUGUESE, state(language="en", language_chosen=True))
    assert first.state is not None
    assert first.state["slots"]["language"] == "en"
    assert first.read_in == ["pt", "en"]
    assert first.notice == ("utter_language_offered", "pt", "Português")
    again = follow(PORTUGUESE, first.state)
    assert again.notice is None
    assert again.read_in == ["pt", "en"]


@pytest.mark.parametrize("requested", ["first_name", "contact", "home", "redundancy_event"])
def test_the_answer_to_a_question_for_a_name_changes_nothing(requested: str) -> None:
    asked = state(requested, language="en")
    assert follow("Rua da Boa Vista em Lisboa", asked).state == asked


def test_the_language_spoken_changes_nothing() -> None:
    spoken = state(language="pt")
    assert follow(PORTUGUESE, spoken).state == spoken
    assert follow(PORTUGUESE, spoken).notice is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("eh fiyi eshteghel hon, part time, bil leil la2, masa w weekend", "ar"),
        ("zatvoriha fabrikata i ostanah bez rabota", "bg"),
        ("chistq mashini noshtem i malko na opakovane", "bg"),
        ("am pre-settled, part time, seara si in weekend", "ro"),
        ("хозяйка выгоняет нас", "uk"),
    ],
)
def test_the_languages_own_way_of_typing_is_not_another_language(text: str, language: str) -> None:
    spoken = state(language=language)
    assert follow(text, spoken).state == spoken
    assert follow(text, spoken).notice is None


def test_a_sentence_answers_which_language() -> None:
    followed = follow(PORTUGUESE, state("language"))
    assert followed.state is not None
    assert followed.state["slots"]["language"] == "pt"
    assert followed.notice is None


def test_before_the_first_turn_nothing_is_followed() -> None:
    assert follow(PORTUGUESE, None).state is None
