"""The lexicon that ships: complete in each language, and of use to every role."""

from __future__ import annotations

import re
from collections import Counter
from importlib import resources

import pytest

from matcher import Lexicon

LEXICON = Lexicon.shipped()
ROLES = """healthcare_assistant care_worker home_care_worker porter domestic catering_assistant ward_clerk
receptionist administrator pharmacy_assistant laundry_assistant driver estates_assistant vaccinator therapy_support
maternity_support activities_coordinator call_handler stores_assistant""".split()


def _skill_ids() -> list[str]:
    return sorted(LEXICON.skills)


def test_it_holds_at_least_130_skills_and_40_past_occupations() -> None:
    assert len(LEXICON.skills) >= 130
    assert len(LEXICON.occupations) >= 40


@pytest.mark.parametrize("language", ["en", "pt"])
def test_every_skill_has_a_short_label_in_every_language(language: str) -> None:
    for skill_id in _skill_ids():
        assert 0 < len(LEXICON.label(skill_id, language)) <= 60


def test_no_two_skills_are_called_the_same() -> None:
    for language in ("en", "pt"):
        labels = Counter(LEXICON.label(skill_id, language) for skill_id in _skill_ids())
        assert [label for label, times in labels.items() if times > 1] == []


def test_portuguese_labels_are_portuguese() -> None:
    same = [skill for skill in _skill_ids() if LEXICON.label(skill, "pt") == LEXICON.label(skill, "en")]
    assert same == []


def test_a_language_without_the_label_falls_back_to_english() -> None:
    assert LEXICON.label("cleaning", "xx") == LEXICON.label("cleaning", "en")


def test_an_unknown_skill_is_called_by_its_id_and_serves_nobody() -> None:
    assert LEXICON.label("tightrope_walking", "pt") == "tightrope walking"
    assert dict(LEXICON.roles_served("tightrope_walking")) == {}


@pytest.mark.parametrize("role", ROLES)
def test_every_entry_role_is_served_by_several_skills_some_of_them_strongly(role: str) -> None:
    weights = [weight for skill in _skill_ids() if (weight := LEXICON.roles_served(skill).get(role, 0.0))]
    assert len(weights) >= 8
    assert max(weights) >= 0.7


def test_every_skill_serves_some_role_and_no_weight_is_outside_its_range() -> None:
    for skill_id in _skill_ids():
        served = LEXICON.roles_served(skill_id)
        assert served
        assert set(served) <= set(ROLES)
        assert all(0.0 < weight <= 1.0 for weight in served.values())


def test_addresses_of_european_skills_are_well_formed_and_credited() -> None:
    folder = resources.files("matcher.lexicon") / "data"
    files = [*(folder / "skills").iterdir(), folder / "occupations.toml"]
    found = [
        line for file in files for line in file.read_text("utf-8").splitlines() if line.startswith("esco")
    ]
    shape = re.compile(r'esco = "http://data\.europa\.eu/esco/(skill|occupation)/[0-9a-f-]{36}"( +# .+)?')
    assert len(found) >= 100
    assert [line for line in found if not shape.fullmatch(line)] == []
    assert all("European Union" in file.read_text("utf-8").split("\n\n")[0] for file in files)
