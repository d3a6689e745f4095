"""The imported classification of an installation: one compressed file in its data folder."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import structlog

from api.core.settings import Settings
from api.matches.esco_files import ATTRIBUTION, TaxonomyFileError
from matcher.taxonomy import Concept, Taxonomy

FORMAT = 1
_FILE = "taxonomy.json.gz"


def path_of(settings: Settings) -> Path:
    """Where the imported classification is, or would be."""
    return settings.data_dir / "taxonomy" / _FILE


def save(taxonomy: Taxonomy, path: Path) -> None:
    """Keep a classification in the place of the one before; a kill leaves no half file."""
    number = {uri: at for at, uri in enumerate(taxonomy.concepts)}

    def numbered(relation: Mapping[str, frozenset[str]]) -> dict[str, list[int]]:
        return {
            str(number[uri]): sorted(number[one] for one in skills if one in number)
            for uri, skills in relation.items()
        }

    content = {
        "format": FORMAT,
        "name": taxonomy.name,
        "attribution": ATTRIBUTION,
        "concepts": [[one.uri, one.kind, one.group, one.labels] for one in taxonomy.concepts.values()],
        "essential": numbered(taxonomy.essential),
        "optional": numbered(taxonomy.optional),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}")
    beside.write_bytes(gzip.compress(json.dumps(content, ensure_ascii=False).encode(), 6, mtime=0))
    beside.replace(path)


def load(path: Path) -> Taxonomy | None:
    """The imported classification; None when none was imported.

    Raises
    ------
    TaxonomyFileError
        ``taxonomy.damaged`` when the file is not one `save` wrote.
    """
    if not path.exists():
        return None
    try:
        content: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
        if content["format"] != FORMAT:
            raise ValueError("of another format")
        concepts = [
            Concept(uri, kind, {code: tuple(said) for code, said in labels.items()}, group)
            for uri, kind, group, labels in content["concepts"]
        ]

        def by_address(relation: Mapping[str, list[int]]) -> dict[str, frozenset[str]]:
            return {
                concepts[int(at)].uri: frozenset(concepts[one].uri for one in skills)
                for at, skills in relation.items()
            }

        return Taxonomy(
            content["name"],
            {one.uri: one for one in concepts},
            by_address(content["essential"]),
            by_address(content["optional"]),
        )
    except (OSError, EOFError, ValueError, KeyError, TypeError, IndexError, AttributeError):
        raise TaxonomyFileError(
            "taxonomy.damaged", f"The file {path} cannot be read: import the classification again."
        ) from None


def taxonomy_in_use(settings: Settings) -> Taxonomy | None:
    """The imported classification; none, and a line in the log, where its file cannot be used."""
    try:
        return load(path_of(settings))
    except TaxonomyFileError as error:
        structlog.get_logger().error("taxonomy.unusable", reason=str(error))
        return None
