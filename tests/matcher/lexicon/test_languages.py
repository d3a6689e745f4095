"""Everyday messages in each further language, languages mixed in one message, and words that clash."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from matcher import Lexicon, SkillLinker
from matcher.lexicon.text import plain, words

SENTENCES = Path(__file__).parents[2] / "data" / "sentences"
LINKER = SkillLinker().fit(Lexicon.shipped())
LANGUAGES = sorted(file.stem for file in SENTENCES.glob("*.toml"))


def _named(text: str, language: str | None = None) -> set[str]:
    return {skill.skill_id for skill in LINKER.lexicon_.with_broader(LINKER.link(text, language))}


def _sentences(language: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((SENTENCES / f"{language}.toml").read_text("utf-8"))[
        "sentence"
    ]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("hint", ["own", None], ids=["told the language", "told nothing"])
def test_nearly_everything_that_is_named_is_found(language: str, hint: str | None) -> None:
    wanted = found = 0
    for sentence in _sentences(language):
        named = _named(sentence["text"], language if hint else None)
        wanted += len(sentence["named"])
        found += len(named & set(sentence["named"]))
    assert found / wanted >= 0.95


@pytest.mark.parametrize("language", LANGUAGES)
def test_hardly_anything_is_found_that_was_denied_or_not_said(language: str) -> None:
    false = 0
    for sentence in _sentences(language):
        named = _named(sentence["text"], language)
        false += len(named & set(sentence.get("other", []))) + (len(named) if not sentence["named"] else 0)
    assert false <= 2


def test_the_lexicon_and_the_sentences_are_in_the_eight_languages() -> None:
    assert set(LINKER.lexicon_.languages) == {"ar", "bg", "en", "lt", "pl", "pt", "ro", "uk"}
    assert {*LANGUAGES, "en", "pt"} == set(LINKER.lexicon_.languages)


@pytest.mark.parametrize("language", LINKER.lexicon_.languages)
def test_every_label_is_understood_as_what_it_names(language: str) -> None:
    labels = {one.id: one.words[language].label for one in LINKER.lexicon_.skills.values()}
    missed = [
        f"{skill_id}: {label}"
        for skill_id, label in labels.items()
        if skill_id not in {link.skill_id for link in LINKER.link(label, language)}
    ]
    assert missed == []


@pytest.mark.parametrize(
    ("text", "named", "other"),
    [
        ("persoane care nu mai pot merge", "", "family_care personal_care"),
        ("I worked in care, kitchen and cleaning", "kitchen_work cleaning", ""),
        ("am lucrat la warehouse, picking si packing", "warehouse order_picking packing", ""),
        ("trabalhei no warehouse, order picking", "warehouse order_picking", ""),
        ("dirbau warehouse, forklift", "warehouse forklift", ""),
        ("hi, i did curatenie and gatit", "cleaning cooking", ""),
        ("fiz limpezas na fabrica but never driving", "cleaning", "driving"),
        ("worked on the door, not door to door", "", "door_sales"),
        ("اشتغلت packing و forklift في المستودع", "packing forklift warehouse", ""),
        ("my husband drove lorries", "", "lorry_driving driving"),
        ("mano vyras vairuotojas", "", "driving passenger_driving"),
        ("мій чоловік водій", "", "driving"),
        ("زوجي سائق شاحنة وانا خياطة", "sewing", "lorry_driving driving"),
    ],
)
def test_languages_are_mixed_and_words_clash(text: str, named: str, other: str) -> None:
    found = _named(text)
    assert found >= set(named.split())
    assert not found & set(other.split())


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("pracowałam", "pracowalam"),
        ("м’ясо", "мясо"),
        ("ґанок", "ганок"),
        ("مُمرّضة", "ممرضه"),
        ("أعمال", "اعمال"),
        ("مستشفى", "مستشفي"),
        ("cafe\u0301", "cafe"),
    ],
)
def test_letters_that_are_typed_for_each_other_are_the_same(written: str, meant: str) -> None:
    assert plain(written) == meant
    assert [word.plain for word in words(written)] == [meant]


def test_arabic_marks_end_clauses_and_sentences() -> None:
    found = words("تنظيف، طبخ؟ قيادة")
    assert [word.clause for word in found] == [0, 1, 2]
    assert [word.sentence for word in found] == [0, 0, 1]
