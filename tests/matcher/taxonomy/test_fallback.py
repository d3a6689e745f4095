"""Titles that only the imported classification knows become skills of the lexicon."""

from __future__ import annotations

import pytest

from matcher import Lexicon, SkillLinker
from matcher.taxonomy import Concept, Taxonomy, TaxonomyTitles

LEXICON = Lexicon.shipped()


def _esco(skill_id: str) -> str:
    address = LEXICON.skills[skill_id].esco
    assert address is not None
    return address


PACKER = next(one for one in LEXICON.occupations.values() if one.id == "hand_packer")
TAXONOMY = Taxonomy(
    "tiny",
    {
        one.uri: one
        for one in (
            Concept("o:quux", "occupation", {"en": ("quuxwright",), "pt": ("quuxeiro de barra",)}),
            Concept("o:none", "occupation", {"en": ("grobnar",)}),
            Concept(str(PACKER.esco), "occupation", {"en": ("vlimpster",)}),
            Concept(_esco("first_aid"), "skill", {"en": ("zorbing rescue",)}),
            Concept("g:1", "group", {"en": ("Glabrous trades",)}),
        )
    },
    essential={"o:quux": frozenset({_esco("sewing"), "s:unknown"})},
    optional={"o:quux": frozenset({_esco("first_aid")}), "o:none": frozenset({_esco("first_aid")})},
)
LINKER = SkillLinker(fallbacks=[TaxonomyTitles(TAXONOMY)]).fit(LEXICON)


def _found(text: str, language: str | None = None) -> dict[str, float]:
    return {one.skill_id: one.confidence for one in LINKER.link(text, language)}


def test_an_occupation_brings_the_skills_it_essentially_asks_for() -> None:
    assert _found("I was a quuxwright") == {"sewing": pytest.approx(0.8, abs=0.01)}


def test_in_another_language_and_misspelt() -> None:
    assert "sewing" in _found("trabalhei como quuxeiro de bara", "pt")


def test_the_lexicons_own_word_on_an_occupation_goes_before_the_classifications() -> None:
    assert set(_found("vlimpster")) <= set(PACKER.brings)
    assert "packing" in _found("vlimpster")


def test_a_skill_is_found_by_its_other_labels() -> None:
    assert _found("zorbing rescue") == {"first_aid": pytest.approx(1.0, abs=0.01)}


@pytest.mark.parametrize("text", ["grobnar", "Glabrous trades", "I was never a quuxwright", "ζζζ", ""])
def test_what_stands_for_no_skill_or_is_denied_names_none(text: str) -> None:
    assert _found(text) == {}


def test_what_the_lexicon_explains_is_left_as_it_is() -> None:
    plain = SkillLinker().fit(LEXICON)
    for text in ("packing", "sewing and first aid", "limpeza"):
        assert LINKER.link(text) == plain.link(text)


def test_a_classification_without_any_known_skill_reads_nothing() -> None:
    empty = TaxonomyTitles(Taxonomy("x", {"o": Concept("o", "occupation", {"en": ("grobnar",)})}))
    assert empty.fit(LEXICON).find(["grobnar", ""]) == [(), ()]


@pytest.mark.parametrize("threshold", [0.0, 1.1, float("nan")])
def test_a_threshold_out_of_range_is_refused(threshold: float) -> None:
    with pytest.raises(ValueError, match="not above 0 and up to 1"):
        TaxonomyTitles(TAXONOMY, threshold).fit(LEXICON)
