"""``ponte taxonomy``: from the download's folder to what the chat understands, and away again."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.main import app
from api.core.settings import Settings
from api.matches import knowledge
from api.matches.esco_files import TaxonomyFileError
from api.matches.taxonomy_store import load, path_of, taxonomy_in_use
from matcher import Lexicon

BASE = "http://data.europa.eu/esco"
SEWING = Lexicon.shipped().skills["sewing"].esco


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("PONTE_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("PONTE_DEMO", "1")
    return Settings()


@pytest.fixture
def download(tmp_path: Path) -> Path:
    folder = tmp_path / "ESCO dataset"
    folder.mkdir()
    (folder / "occupations_pt.csv").write_text(
        "conceptUri,iscoGroup,preferredLabel,altLabels,status\n"
        f'{BASE}/occupation/1,7533,quuxeiro,"quuxeira\nquuxeiro de barra",released\n',
        encoding="utf-8",
    )
    (folder / "occupationSkillRelations.csv").write_text(
        f"occupationUri,relationType,skillType,skillUri\n{BASE}/occupation/1,essential,skill,{SEWING}\n"
    )
    (folder / "skills_en.csv").write_text(
        f"conceptUri,preferredLabel,altLabels,status\n{SEWING},sew things,,released\n"
    )
    return folder


def test_imported_shown_used_and_removed(settings: Settings, download: Path) -> None:
    run = CliRunner()
    done = run.invoke(app, ["taxonomy", "import", str(download)])
    assert done.exit_code == 0, done.output
    assert "1 occupations, 1 skills, 0 groups; languages: en, pt" in done.stdout
    assert "1 occupations lead to skills" in done.stdout
    assert "ESCO classification of the European Commission" in done.stdout
    assert "languages: en, pt" in run.invoke(app, ["taxonomy", "show"]).stdout

    linker = knowledge.load(settings).linker
    assert [one.skill_id for one in linker.link("fui quuxeira de barra", "pt")] == ["sewing"]

    assert run.invoke(app, ["taxonomy", "remove"]).stdout.startswith("Removed.")
    assert knowledge.load(settings).linker.link("fui quuxeira de barra", "pt") == []
    assert "Nothing is imported" in run.invoke(app, ["taxonomy", "show"]).stdout
    assert "Nothing is imported" in run.invoke(app, ["taxonomy", "remove"]).stdout


def test_what_is_stored_is_what_was_read(settings: Settings, download: Path) -> None:
    CliRunner().invoke(app, ["taxonomy", "import", str(download)])
    stored = load(path_of(settings))
    assert stored is not None
    assert stored.concepts[f"{BASE}/occupation/1"].labels == {
        "pt": ("quuxeiro", "quuxeira", "quuxeiro de barra")
    }
    assert stored.essential == {f"{BASE}/occupation/1": frozenset({SEWING})}


def test_a_folder_that_cannot_be_imported_is_one_sentence_and_loses_nothing(
    settings: Settings, download: Path, tmp_path: Path
) -> None:
    run = CliRunner()
    run.invoke(app, ["taxonomy", "import", str(download)])
    before = path_of(settings).read_bytes()
    done = run.invoke(app, ["taxonomy", "import", str(tmp_path / "nowhere")])
    assert done.exit_code == 1
    assert done.stderr.count("\n") == 1
    assert "(taxonomy.no_folder)" in done.stderr
    assert path_of(settings).read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"not gzip", b"\x1f\x8b\x08\x00"])
def test_a_damaged_file_is_told_and_the_chat_goes_on_without_it(settings: Settings, content: bytes) -> None:
    path = path_of(settings)
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    with pytest.raises(TaxonomyFileError, match=r"\(taxonomy.damaged\)"):
        load(path)
    assert taxonomy_in_use(settings) is None
    assert CliRunner().invoke(app, ["taxonomy", "show"]).exit_code == 1
