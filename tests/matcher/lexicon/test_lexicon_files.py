"""The lexicon's files: complete, of one mind with the demo data, and refused with a clear word when wrong."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest

from matcher import Lexicon, SkillLinker
from matcher.lexicon import LexiconError
from matcher.lexicon.reading import read_lexicon

LEXICON = Lexicon.shipped()
ROOT = Path(__file__).parents[3]


def test_every_language_that_ships_is_in_the_lexicon() -> None:
    table = tomllib.loads((ROOT / "locales" / "languages.toml").read_text("utf-8"))
    shipped = {language["code"] for language in table["language"] if language["shipped"]}
    assert shipped <= set(LEXICON.languages)


@pytest.mark.parametrize("language", LEXICON.languages)
def test_every_skill_has_at_least_three_different_phrases_in_every_language(language: str) -> None:
    few = [
        skill.id
        for skill in LEXICON.skills.values()
        if len({phrase.casefold() for phrase in skill.words[language].phrases}) < 3
    ]
    assert few == []


def test_it_is_as_large_as_people_s_lives_are_various() -> None:
    assert len(LEXICON.skills) >= 250
    assert len(LEXICON.occupations) >= 60


def test_every_skill_the_demo_asks_for_is_in_the_lexicon() -> None:
    wanted = set()
    for file in (ROOT / "api" / "cli" / "demo" / "somerset" / "opportunities").glob("*.toml"):
        for entry in tomllib.loads(file.read_text("utf-8"))["opportunity"]:
            wanted.update(entry["skills_wanted"])
    assert wanted
    assert wanted - set(LEXICON.skills) == set()


def test_every_label_of_a_skill_is_understood_as_that_skill() -> None:
    linker = SkillLinker().fit()
    lost = [
        (skill.id, wording.label)
        for skill in LEXICON.skills.values()
        for language, wording in skill.words.items()
        if skill.id not in {link.skill_id for link in linker.link(wording.label, language)}
    ]
    assert lost == []


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A lexicon of one skill and one occupation in English, as files."""
    (tmp_path / "skills").mkdir()
    (tmp_path / "skills" / "work.toml").write_text(
        '[packing]\n[packing.serves]\nstores_assistant = { weight = 0.5, why = "same_task" }\n', "utf-8"
    )
    (tmp_path / "occupations.toml").write_text("[packer]\nskills = { packing = 0.9 }\n", "utf-8")
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "work.toml").write_text(
        '[packing]\nlabel = "packing"\nphrases = ["packing"]\n\n[packer]\nlabel = "packer"\nphrases = ["packer"]\n',
        "utf-8",
    )
    shipped = resources.files("matcher.lexicon") / "data" / "en" / "grammar.toml"
    (tmp_path / "en" / "grammar.toml").write_text(shipped.read_text("utf-8"), "utf-8")
    return tmp_path


def test_a_small_lexicon_is_read_from_its_files(small: Path) -> None:
    lexicon = read_lexicon(small)
    assert lexicon.languages == ("en",)
    assert dict(lexicon.roles_served("packing")) == {"stores_assistant": 0.5}
    assert dict(lexicon.occupations["packer"].brings) == {"packing": 0.9}


def _replace(file: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        text = (folder / file).read_text("utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new), "utf-8")

    return change


@pytest.mark.parametrize(
    ("mistake", "message"),
    [
        (_replace("skills/work.toml", "stores_assistant", "astronaut"), "unknown role astronaut"),
        (_replace("skills/work.toml", "same_task", "because"), "unknown why because"),
        (_replace("skills/work.toml", "0.5", "1.5"), "1.5 is not above 0"),
        (_replace("skills/work.toml", "[packing]\n", "[packing\n"), "work.toml"),
        (_replace("occupations.toml", "packing", "juggling"), "unknown skill juggling"),
        (_replace("occupations.toml", "0.9", "0.0"), "0.0 is not above 0"),
        (_replace("en/work.toml", "[packer]", "[pakcer]"), "pakcer"),
        (_replace("en/work.toml", 'label = "packing"\n', ""), "'label' is missing"),
        (_replace("en/work.toml", '["packer"]', "[]"), "packer: label or phrases empty in en"),
    ],
)
def test_a_mistake_in_the_files_is_refused_by_name(
    small: Path, mistake: Callable[[Path], None], message: str
) -> None:
    mistake(small)
    with pytest.raises(LexiconError, match=message):
        read_lexicon(small)


def test_a_phrase_too_general_to_name_a_skill_is_refused(small: Path) -> None:
    _replace("en/work.toml", '["packing"]', '["work"]')(small)
    with pytest.raises(LexiconError, match="packing: “work” is too general"):
        SkillLinker().fit(read_lexicon(small))
