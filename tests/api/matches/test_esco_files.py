"""The official ESCO download is read as it comes, in any languages; what cannot be read is one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.matches.esco_files import TaxonomyFileError, read_esco

BASE = "http://data.europa.eu/esco"
# The columns of v1.1.1; v1.2 has naceCode besides, and labels among the relations.
OCCUPATIONS = (
    "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,hiddenLabels,status,modifiedDate,"
    "regulatedProfessionNote,scopeNote,definition,inScheme,description,code\n"
)
SKILLS = (
    "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,hiddenLabels,status,modifiedDate,"
    "scopeNote,definition,inScheme,description\n"
)
RELATIONS = "occupationUri,relationType,skillType,skillUri\n"


def _occupation(number: int, label: str, others: str = "", status: str = "released") -> str:
    return f'Occupation,{BASE}/occupation/{number},5132,{label},"{others}",,{status},2020,,,,"a, b","Text",5132.1\n'


def _write(folder: Path, **files: str) -> Path:
    """A small download in English: two occupations, a skill, a relation; then the files given."""
    content = {
        "occupations_en": OCCUPATIONS
        + _occupation(1, "bartender", "barmaid\nbar tender")
        + _occupation(2, "b"),
        "skills_en": SKILLS
        + f"KSC,{BASE}/skill/9,knowledge,cross,pour drinks,serve drinks,,released,2020,,,x,d\n",
        "ISCOGroups_en": "conceptType,conceptUri,code,preferredLabel,status,altLabels,inScheme,description\n"
        + f"ISCOGroup,{BASE}/isco/C5132,5132,Bartenders,released,,x,d\n",
        "occupationSkillRelations": RELATIONS + f"{BASE}/occupation/1,essential,knowledge,{BASE}/skill/9\n",
    } | files
    for name, text in content.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def test_concepts_labels_groups_and_relations_are_read(tmp_path: Path) -> None:
    read = read_esco([_write(tmp_path)])
    bartender = read.taxonomy.concepts[f"{BASE}/occupation/1"]
    assert bartender.kind == "occupation"
    assert bartender.labels == {"en": ("bartender", "barmaid", "bar tender")}
    assert bartender.group == f"{BASE}/isco/C5132"
    assert read.taxonomy.concepts[bartender.group].kind == "group"
    assert read.taxonomy.essential == {bartender.uri: frozenset({f"{BASE}/skill/9"})}
    assert (read.left_out, read.first_left_out) == (0, None)


def test_the_shape_of_version_1_2_is_read_too(tmp_path: Path) -> None:
    folder = _write(
        tmp_path,
        occupations_en=OCCUPATIONS.replace(",code\n", ",code,naceCode\n")
        + _occupation(1, "bartender").replace("5132.1\n", "5132.1,I\n"),
    )
    (folder / "occupationSkillRelations.csv").unlink()
    (folder / "occupationSkillRelations_en.csv").write_text(
        "occupationUri,occupationLabel,relationType,skillType,skillUri,skillLabel\n"
        f"{BASE}/occupation/1,bartender,optional,knowledge,{BASE}/skill/9,pour drinks\n"
    )
    taxonomy = read_esco([folder]).taxonomy
    assert taxonomy.optional == {f"{BASE}/occupation/1": frozenset({f"{BASE}/skill/9"})}


def test_languages_come_together_from_several_folders_and_lists_of_labels(tmp_path: Path) -> None:
    english, other = tmp_path / "en", tmp_path / "other"
    english.mkdir(), other.mkdir()
    _write(english)
    (other / "occupations_uk.csv").write_text(OCCUPATIONS + _occupation(1, "бармен", "барменка"), "utf-8")
    (other / "occupation_labels_pt.csv").write_text(
        f"conceptUri,label_no,label\n{BASE}/occupation/1,000,barman\n{BASE}/occupation/1,001,empregada de bar\n",
        "utf-8",
    )
    labels = read_esco([english, other]).taxonomy.concepts[f"{BASE}/occupation/1"].labels
    assert labels["uk"] == ("бармен", "барменка")
    assert labels["pt"] == ("barman", "empregada de bar")


def test_a_byte_order_mark_and_labels_parted_by_bars_do_no_harm(tmp_path: Path) -> None:
    folder = _write(tmp_path, occupations_en="\ufeff" + OCCUPATIONS + _occupation(1, "bartender", "a1 | b2"))
    labels = read_esco([folder]).taxonomy.concepts[f"{BASE}/occupation/1"].labels
    assert labels["en"] == ("bartender", "a1", "b2")


def test_rows_that_cannot_be_used_are_left_out_counted_and_named(tmp_path: Path) -> None:
    folder = _write(
        tmp_path,
        occupations_en=OCCUPATIONS
        + _occupation(1, "bartender")
        + _occupation(2, "obsolete one", status="obsolete")
        + _occupation(3, "")
        + "short row\n",
        occupationSkillRelations=RELATIONS + f"{BASE}/occupation/1,sometimes,knowledge,{BASE}/skill/9\n",
    )
    read = read_esco([folder])
    occupations = [one.uri for one in read.taxonomy.concepts.values() if one.kind == "occupation"]
    assert occupations == [f"{BASE}/occupation/1"]
    assert (read.left_out, read.first_left_out) == (4, "occupations_en.csv, line 3")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("occupations_en", b"conceptUri,altLabels\n", "taxonomy.columns_missing"),
        ("occupations_en", b"", "taxonomy.columns_missing"),
        ("occupations_en", OCCUPATIONS.encode() + b"\xff\xfe\n", "taxonomy.not_text"),
        ("skills_en", SKILLS.encode() + b'"never ends', "taxonomy.not_csv"),
        ("skills_en", SKILLS.encode() + b"x" * 300_000, "taxonomy.not_csv"),
        ("occupationSkillRelations", b"a,b\n1,2\n", "taxonomy.columns_missing"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    _write(tmp_path)
    (tmp_path / f"{name}.csv").write_bytes(content)
    with pytest.raises(TaxonomyFileError, match=rf"^{name}\.csv.*\({code}\)$") as refused:
        read_esco([tmp_path])
    assert refused.value.code == code


def test_what_is_missing_from_the_folder_is_told(tmp_path: Path) -> None:
    for folder, code in ((tmp_path / "none", "taxonomy.no_folder"), (tmp_path, "taxonomy.no_occupations")):
        with pytest.raises(TaxonomyFileError) as refused:
            read_esco([folder])
        assert refused.value.code == code
    _write(tmp_path)
    (tmp_path / "occupationSkillRelations.csv").unlink()
    with pytest.raises(TaxonomyFileError, match=r"no file occupationSkillRelations\.csv"):
        read_esco([tmp_path])


def test_files_with_columns_and_no_concept_are_refused(tmp_path: Path) -> None:
    folder = _write(tmp_path, occupations_en=OCCUPATIONS, skills_en=SKILLS)
    (folder / "ISCOGroups_en.csv").unlink()
    with pytest.raises(TaxonomyFileError) as refused:
        read_esco([folder])
    assert refused.value.code == "taxonomy.nothing_in_it"
