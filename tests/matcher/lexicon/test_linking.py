"""People say what they have done in their own words, and their skills are understood."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from matcher import Lexicon, SkillLinker
from tests.matcher.lexicon.sentences import ENGLISH, NOTHING, PORTUGUESE, Sentence
from tests.support.effort import calls

LINKER = SkillLinker().fit(Lexicon.shipped())


def _named(text: str, language: str | None = None) -> set[str]:
    return {skill.skill_id for skill in LINKER.lexicon_.with_broader(LINKER.link(text, language))}


@pytest.mark.parametrize("sentence", PORTUGUESE, ids=lambda one: one.text)
def test_everyday_portuguese_is_understood(sentence: Sentence) -> None:
    found = _named(sentence.text, "pt")
    assert found >= sentence.named
    assert not found & sentence.other


@pytest.mark.parametrize("sentence", ENGLISH, ids=lambda one: one.text)
def test_everyday_english_is_understood(sentence: Sentence) -> None:
    found = _named(sentence.text, "en")
    assert found >= sentence.named
    assert not found & sentence.other


@pytest.mark.parametrize("text", NOTHING)
def test_words_that_name_no_work_give_no_skill(text: str) -> None:
    assert LINKER.link(text) == []


@pytest.mark.parametrize("sentence", [*PORTUGUESE, *ENGLISH], ids=lambda one: one.text)
def test_every_skill_comes_with_the_candidates_own_words(sentence: Sentence) -> None:
    for skill in LINKER.link(sentence.text):
        assert skill.source_text
        assert skill.source_text in sentence.text
        assert LINKER.threshold <= skill.confidence <= 1.0


@pytest.mark.parametrize("sentence", [*PORTUGUESE, *ENGLISH], ids=lambda one: one.text)
def test_the_language_of_the_chat_need_not_be_the_language_of_the_message(sentence: Sentence) -> None:
    for language in (None, "en", "pt"):
        assert _named(sentence.text, language) >= sentence.named


def test_the_words_behind_each_skill_are_the_right_ones() -> None:
    found = {
        skill.skill_id: skill.source_text
        for skill in LINKER.link("trabalhava na linha de enbalagem e tb limpeza", "pt")
    }
    assert "enbalagem" in found["packing"]
    assert found["cleaning"] == "limpeza"


@pytest.mark.parametrize("sentence", [*PORTUGUESE, *ENGLISH], ids=lambda one: one.text)
def test_capitals_and_missing_accents_change_nothing(sentence: Sentence) -> None:
    assert _named(sentence.text.upper()) == _named(sentence.text)


@pytest.mark.parametrize(
    ("portuguese", "english"),
    [
        ("limpeza e cozinha", "cleaning and kitchen work"),
        ("conduzir empilhador", "driving a forklift"),
        ("cuidei da minha mãe", "cared for my mother"),
        ("primeiros socorros", "first aid"),
        ("caixa de supermercado", "supermarket cashier"),
        ("tomar conta de crianças", "looking after children"),
    ],
)
def test_the_same_facts_in_either_language_give_the_same_skills(portuguese: str, english: str) -> None:
    assert _named(portuguese, "pt") & _named(english, "en")


@pytest.mark.parametrize("sentence", [*PORTUGUESE, *ENGLISH], ids=lambda one: one.text)
def test_each_skill_is_named_once(sentence: Sentence) -> None:
    ids = [skill.skill_id for skill in LINKER.link(f"{sentence.text}. {sentence.text}")]
    assert len(set(ids)) == len(ids)


@given(st.text(max_size=400))
@settings(deadline=None, max_examples=60)
def test_no_message_makes_it_fail(text: str) -> None:
    assert all(0.0 < skill.confidence <= 1.0 for skill in LINKER.link(text))


@pytest.mark.parametrize(
    "text",
    [
        "trabalhava na linha de enbalagem e tb limpeza, " * 210,
        "packing " * 1_250,
        "asdf qwer zxcv " * 700,
        "x" * 10_000,
        " ".join(f"palavra{number}a" for number in range(900)),
        "<b>" * 3_400,
        "não " * 2_500,
    ],
    ids=["repeated", "one word", "nonsense", "no spaces", "all different", "tags", "negations"],
)
def test_twice_the_text_is_no_more_than_twice_the_work(text: str) -> None:
    LINKER.link(text)  # what is remembered from before must not count
    half = calls(lambda: LINKER.link(text[: len(text) // 2]))
    assert calls(lambda: LINKER.link(text)) < 2.5 * half + 1_000


def test_it_is_an_estimator_like_any_other() -> None:
    strict = clone(SkillLinker(threshold=0.95))
    assert strict.get_params()["threshold"] == 0.95
    with pytest.raises(NotFittedError):
        strict.link("limpeza")
    assert strict.fit() is strict
    assert {skill.skill_id for skill in strict.link("limpeza")} == {"cleaning"}


def test_a_higher_threshold_never_finds_more() -> None:
    strict = SkillLinker(threshold=0.9).fit()
    for sentence in PORTUGUESE:
        assert {skill.skill_id for skill in strict.link(sentence.text)} <= _named(sentence.text)


@pytest.mark.parametrize("threshold", [-0.1, 1.1])
def test_a_threshold_outside_its_range_is_refused(threshold: float) -> None:
    with pytest.raises(ValueError, match="threshold"):
        SkillLinker(threshold=threshold).fit()


def test_fitting_twice_gives_the_same_links() -> None:
    again = SkillLinker().fit(Lexicon.shipped())
    for sentence in ENGLISH[:10]:
        assert again.link(sentence.text) == LINKER.link(sentence.text)
