"""A mistake in a data file is told in one sentence that names the file, the entry and the mistake."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from api.cli.demo.checks import check_region, locate, pay_floor
from api.cli.demo.reading import REGIONS, SeedError, read_region
from matcher import Geography, Lexicon

Edit = Callable[[str, str, str], None]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(REGIONS / "somerset", tmp_path / "somerset")
    return tmp_path


@pytest.fixture
def edit(root: Path) -> Edit:
    """Change the first occurrence of a text in one file of the region."""

    def change(file: str, old: str, new: str) -> None:
        path = root / "somerset" / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def _read_and_check(root: Path) -> None:
    region = read_region("somerset", root)
    check_region(region, date(2026, 6, 3), Lexicon.shipped())
    locate(region, Geography.shipped())


def _sentence(root: Path) -> str:
    with pytest.raises(SeedError) as caught:
        _read_and_check(root)
    sentence = str(caught.value)
    assert "\n" not in sentence
    return sentence


BANK = "opportunities/bank.toml"
PORTER = "opportunities/bank.toml, opportunity “bank-porter-taunton”"


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        (BANK, 'title = "Porter', 'titel = "Porter', f"{PORTER}: title is missing."),
        (BANK, 'title = "Porter', 'colour = "red"\ntitle = "Porter', f"{PORTER}: unknown key “colour”."),
        (
            BANK,
            'dbs = "enhanced_barred"',
            'dbs = "super"',
            f"{PORTER}: dbs = 'super': input should be "
            "'none', 'basic', 'standard', 'enhanced' or 'enhanced_barred'.",
        ),
        (BANK, "places_taken = 4", "places_taken = 11", f"{PORTER}: places_taken is more than places."),
        (
            BANK,
            'skills_wanted = ["manual_handling"',
            'skills_wanted = ["juggling"',
            f"{PORTER}: skills_wanted names “juggling”, which is unknown.",
        ),
        (
            BANK,
            'title = "Porter',
            'employer = "nobody"\ntitle = "Porter',
            f"{PORTER}: employer names “nobody”, which is unknown.",
        ),
        (
            BANK,
            'title = "Porter',
            'pay_hourly_min = 9.50\ntitle = "Porter',
            f"{PORTER}: pay_hourly_min = 9.50 is below 12.92, the least allowed.",
        ),
        (
            "opportunities/community_hospitals.toml",
            'outward_code = "TA21"',
            'outward_code = "BA11"',
            "opportunities/community_hospitals.toml, opportunity “domestic-wellington”: "
            "there is no place “Wellington” near BA11.",
        ),
        (
            "opportunities/community_hospitals.toml",
            'outward_code = "TA21"',
            'outward_code = "ZZ99"',
            "opportunities/community_hospitals.toml, opportunity “domestic-wellington”: "
            "outward_code = “ZZ99” is unknown.",
        ),
        (
            "opportunities/academies.toml",
            "taken = [14, 14,",
            "taken = [14,",
            "opportunities/academies.toml, opportunity “swap-bridgwater”: "
            "intakes: taken has 7 figures for 8 intakes.",
        ),
        (
            "events.toml",
            "affected = 780",
            "affected = 900",
            "events.toml, event “oscar-mayer”: affected is more than headcount.",
        ),
        (
            "signups.toml",
            '"debenhams-taunton"]',
            '"woolworths"]',
            "signups.toml, signup “somerset-nhs-trust”: events names “woolworths”, which is unknown.",
        ),
        (
            "employers.toml",
            'id = "levels-house"',
            'id = "somerset-care"',
            "employers.toml: employer “somerset-care” is there twice.",
        ),
        (
            "programmes.toml",
            "[[programme]]",
            "[[program]]",
            "programmes.toml: unknown table “program”; it holds “programme” and “defaults”.",
        ),
    ],
)
def test_a_mistake_is_told_in_one_clear_sentence(
    root: Path, edit: Edit, file: str, old: str, new: str, sentence: str
) -> None:
    edit(file, old, new)

    assert _sentence(root) == sentence


def test_a_file_that_is_not_toml_is_named(root: Path) -> None:
    (root / "somerset" / "events.toml").write_text("[[event]\n", encoding="utf-8")

    assert _sentence(root).startswith("events.toml is not TOML: ")


def test_a_missing_file_is_named(root: Path) -> None:
    (root / "somerset" / "signups.toml").unlink()

    assert _sentence(root) == "signups.toml is missing."


def test_an_unknown_region_names_those_there_are() -> None:
    with pytest.raises(SeedError) as caught:
        read_region("atlantis")

    assert str(caught.value) == "There is no demo region “atlantis”; there is: somerset."


def test_a_pay_floor_counts_from_the_day_it_came_into_force() -> None:
    region = read_region("somerset")

    assert pay_floor(region, "2", date(2026, 3, 31)) == 0
    assert str(pay_floor(region, "2", date(2026, 4, 1))) == "12.92"
    assert str(pay_floor(region, None, date(2026, 4, 1))) == "12.71"
