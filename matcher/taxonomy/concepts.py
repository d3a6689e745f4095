"""A classification: occupations, the groups they belong to, skills, and what an occupation asks of people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["occupation", "group", "skill"]


class TaxonomyError(ValueError):
    """A classification that contradicts itself or cannot be read; the message says where in one sentence."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One entry of a classification.

    Attributes
    ----------
    uri : str
    kind : str
        ``"occupation"``, ``"group"`` (a statistical group of occupations) or ``"skill"``.
    labels : mapping of str to tuple of str
        By language code, the preferred label first.
    group : str or None
        The address of the group an occupation belongs to.
    """

    uri: str
    kind: Kind
    labels: Mapping[str, tuple[str, ...]]
    group: str | None = None


@dataclass(frozen=True)
class Taxonomy:
    """Concepts by address, and the skills of each occupation.

    Attributes
    ----------
    name : str
        Such as ``"ESCO"``, with its version where it is known.
    essential, optional : mapping of str to frozenset of str
        Addresses of the skills an occupation always, or sometimes, asks for.

    Raises
    ------
    TaxonomyError
        When a concept has no label.
    """

    name: str
    concepts: Mapping[str, Concept]
    essential: Mapping[str, frozenset[str]] = field(default_factory=dict)
    optional: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for concept in self.concepts.values():
            if not any(concept.labels.values()):
                raise TaxonomyError(f"{concept.uri} has no label in any language.")

    @property
    def languages(self) -> tuple[str, ...]:
        """Codes of the languages with labels, in alphabetical order."""
        return tuple(sorted({language for one in self.concepts.values() for language in one.labels}))
