"""Reading the official ESCO download (CSV, v1.1.1 and v1.2) into a classification, whatever its languages.

ESCO gives, by language, ``occupations_<lang>.csv``, ``skills_<lang>.csv`` and ``ISCOGroups_<lang>.csv``, and
``occupationSkillRelations.csv`` (v1.2 appends the language). Lists of labels alone,
``occupation_labels_<lang>.csv``, are read too. Other files of the download are not needed.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from matcher.taxonomy import Concept, Taxonomy
from matcher.taxonomy.concepts import Kind

ATTRIBUTION = "This service uses the ESCO classification of the European Commission."
# ESCO's largest file has about 60 MB; a label has at most some 150 characters.
MOST_BYTES = 400_000_000
LONGEST_LABEL = 250
LONGEST_CELL = 200_000

_LABELLED = re.compile(r"(occupations|skills|ISCOGroups|occupation_labels)_([a-z]{2})\.csv")
_RELATIONS = re.compile(r"occupationSkillRelations(?:_[a-z]{2})?\.csv")
_KINDS: dict[str, Kind] = {"occupations": "occupation", "skills": "skill", "ISCOGroups": "group"}
_URI = re.compile(r"https?://[^\s<>\"]{5,190}")
# The download parts labels by line breaks; collections within it by " | ".
_BETWEEN_LABELS = re.compile(r"\s*[\n\r|]\s*")


class TaxonomyFileError(Exception):
    """A folder or file that cannot be imported: one clear sentence, and a stable code."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(f"{sentence} ({code})")
        self.code = code


@dataclass
class Read:
    """What was read, and what was left out: how many rows, and where the first stands."""

    taxonomy: Taxonomy
    left_out: int = 0
    first_left_out: str | None = None


@dataclass
class _Reading:
    """What stands in the files so far."""

    kinds: dict[str, Kind] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    # Address, language, label: dictionaries keep the order and drop what stands there twice.
    labels: defaultdict[str, defaultdict[str, dict[str, None]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(dict))
    )
    relations: defaultdict[str, defaultdict[str, set[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(set))
    )
    left_out: int = 0
    first_left_out: str | None = None

    def leave_out(self, where: str) -> None:
        self.left_out += 1
        self.first_left_out = self.first_left_out or where


def read_esco(folders: Sequence[Path]) -> Read:
    """The classification in one or more folders of unpacked ESCO downloads.

    A row that cannot be used (no address, no label, not released, too few cells) is left out and counted.

    Raises
    ------
    TaxonomyFileError
        ``taxonomy.no_folder``, ``taxonomy.no_occupations``, ``taxonomy.no_relations``,
        ``taxonomy.columns_missing``, ``taxonomy.not_text``, ``taxonomy.not_csv``, ``taxonomy.too_large``,
        ``taxonomy.nothing_in_it``.
    """
    files = [file for folder in folders for file in _files(folder)]
    labelled = [(file, found) for file in files if (found := _LABELLED.fullmatch(file.name))]
    relations = [file for file in files if _RELATIONS.fullmatch(file.name)]
    where = " or ".join(str(folder) for folder in folders)
    if not any(found[1].startswith("occupation") for _, found in labelled):
        raise TaxonomyFileError(
            "taxonomy.no_occupations", f"There is no file occupations_<language>.csv in {where}."
        )
    if not relations:
        raise TaxonomyFileError(
            "taxonomy.no_relations", f"There is no file occupationSkillRelations.csv in {where}."
        )
    reading = _Reading()
    # Full files first: their preferred labels go before those of bare lists.
    for file, found in sorted(labelled, key=lambda one: (one[1][1] == "occupation_labels", one[0].name)):
        if found[1] == "occupation_labels":
            _read_labels(file, found[2], reading)
        else:
            _read_concepts(file, _KINDS[found[1]], found[2], reading)
    for file in relations:
        _read_relations(file, reading)
    return Read(_taxonomy(reading, where), reading.left_out, reading.first_left_out)


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(one for one in folder.iterdir() if one.is_file())
    except OSError as error:
        reason = (error.strerror or "no access").lower()
        raise TaxonomyFileError(
            "taxonomy.no_folder", f"The folder {folder} cannot be read: {reason}."
        ) from None


def _read_concepts(file: Path, kind: Kind, language: str, reading: _Reading) -> None:
    for where, row in _rows(file, ("conceptUri", "preferredLabel", "altLabels")):
        uri = row["conceptUri"]
        preferred = _clean(row["preferredLabel"])
        released = row.get("status", "released") == "released"
        if not (_URI.fullmatch(uri) and preferred and released):
            reading.leave_out(where)
            continue
        # Skills are also listed among collections; the first word on what something is holds.
        reading.kinds.setdefault(uri, kind)
        said = [preferred[0], *_clean(row["altLabels"]), *_clean(row.get("hiddenLabels", ""))]
        reading.labels[uri][language].update(dict.fromkeys(said))
        group = row.get("iscoGroup", "").removeprefix("C")
        if kind == "occupation" and group.isdigit():
            reading.groups[uri] = f"http://data.europa.eu/esco/isco/C{group}"


def _read_labels(file: Path, language: str, reading: _Reading) -> None:
    for where, row in _rows(file, ("conceptUri", "label")):
        uri, said = row["conceptUri"], _clean(row["label"])
        if not (_URI.fullmatch(uri) and said):
            reading.leave_out(where)
            continue
        reading.kinds.setdefault(uri, "group" if "/isco/" in uri else "occupation")
        reading.labels[uri][language].update(dict.fromkeys(said))


def _read_relations(file: Path, reading: _Reading) -> None:
    for where, row in _rows(file, ("occupationUri", "relationType", "skillUri")):
        occupation, relation, skill = row["occupationUri"], row["relationType"], row["skillUri"]
        if not (
            _URI.fullmatch(occupation) and _URI.fullmatch(skill) and relation in ("essential", "optional")
        ):
            reading.leave_out(where)
            continue
        reading.relations[relation][occupation].add(skill)


def _rows(file: Path, needed: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Rows with where they stand ("file, line n"); cells that are not there are empty."""
    if file.stat().st_size > MOST_BYTES:
        raise TaxonomyFileError("taxonomy.too_large", f"{file.name} is larger than {MOST_BYTES:,} bytes.")
    csv.field_size_limit(LONGEST_CELL)
    with file.open(encoding="utf-8-sig", newline="") as text:
        lines = csv.DictReader(text, restval="", strict=True)
        try:
            missing = [name for name in needed if name not in (lines.fieldnames or ())]
            if missing:
                raise TaxonomyFileError(
                    "taxonomy.columns_missing", f"{file.name} has no column {missing[0]}."
                )
            for row in lines:
                row.pop(None, None)  # cells beyond the last column
                yield f"{file.name}, line {lines.line_num}", row
        except UnicodeDecodeError:
            raise TaxonomyFileError("taxonomy.not_text", f"{file.name} is not text in UTF-8.") from None
        except csv.Error as error:
            raise TaxonomyFileError(
                "taxonomy.not_csv", f"{file.name}, line {lines.line_num}: this is not CSV ({error})."
            ) from None


def _clean(cell: str) -> list[str]:
    return [one for one in _BETWEEN_LABELS.split(cell.strip()) if 0 < len(one) <= LONGEST_LABEL]


def _taxonomy(reading: _Reading, where: str) -> Taxonomy:
    concepts = {
        uri: Concept(
            uri,
            kind,
            {language: tuple(said) for language, said in sorted(reading.labels[uri].items())},
            reading.groups.get(uri),
        )
        for uri, kind in sorted(reading.kinds.items())
    }
    if not concepts:
        raise TaxonomyFileError("taxonomy.nothing_in_it", f"There is no released concept in {where}.")

    def of(relation: str) -> dict[str, frozenset[str]]:
        return {
            uri: frozenset(skills)
            for uri, skills in sorted(reading.relations[relation].items())
            if uri in concepts
        }

    return Taxonomy("ESCO", concepts, of("essential"), of("optional"))
