"""What became of each row of an import, and of the import as a whole."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Kind = Literal["accepted", "repaired", "rejected", "closed"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A row, or a stored vacancy that was closed (then without `row`).

    Attributes
    ----------
    kind : str
        ``accepted`` as it was; ``repaired``: something was inferred or left out; ``rejected`` with `code`;
        ``closed``, with the `code` ``vacancy.gone`` or ``vacancy.past``.
    result : str or None
        ``created``, ``changed``, ``unchanged``.
    field : str or None
        The field a rejection is about.
    """

    kind: Kind
    source: str
    row: int | None
    reference: str | None
    result: str | None = None
    changed: tuple[str, ...] = ()
    inferred: tuple[str, ...] = ()
    repaired: tuple[str, ...] = ()
    code: str | None = None
    field: str | None = None

    def as_json(self) -> dict[str, Any]:
        """What a report holds: nothing that is empty."""
        return {name: value for name, value in asdict(self).items() if value not in (None, ())}


@dataclass
class Tally:
    """Counts of an import."""

    kinds: Counter[str] = field(default_factory=Counter)
    results: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    inferred: Counter[str] = field(default_factory=Counter)

    @property
    def rows(self) -> int:
        """Rows read."""
        return sum(self.kinds[kind] for kind in ("accepted", "repaired", "rejected"))

    def add(self, outcome: Outcome) -> None:
        """Count one more."""
        self.kinds[outcome.kind] += 1
        if outcome.result:
            self.results[outcome.result] += 1
        if outcome.code:
            self.codes[f"{outcome.code} ({outcome.field})" if outcome.field else outcome.code] += 1
        self.changed.update(outcome.changed)
        self.inferred.update(outcome.inferred)

    def as_json(self) -> dict[str, Any]:
        """Every count by its name."""
        return {
            "rows": self.rows,
            **{kind: self.kinds[kind] for kind in ("accepted", "repaired", "rejected", "closed")},
            **{result: self.results[result] for result in ("created", "changed", "unchanged")},
            "codes": dict(self.codes.most_common()),
            "changed_fields": dict(self.changed.most_common()),
            "inferred_fields": dict(self.inferred.most_common()),
        }
