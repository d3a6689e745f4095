"""One import: rows become vacancies, each accepted, repaired or rejected; what is over is closed.

Rows are taken in parts, each in a transaction of its own: the chat goes on meanwhile, and what was read
before an input breaks off stays stored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from itertools import islice

from pydantic import ValidationError
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from api.core.db import Database
from api.vacancies import storing
from api.vacancies.completing import Completer, PayImplausible, VacancyRefused
from api.vacancies.employers import Directory
from api.vacancies.outcomes import Outcome, Tally
from api.vacancies.reading import Row
from api.vacancies.schemas import VacancyIn
from api.vacancies.storing import Wanted

AT_ONCE = 500
# What was seen takes some 120 bytes a row until the end of the import.
MOST_ROWS = 1_000_000
LONGEST_REFERENCE = 120
_TRIES = 3
# Without these, or with a wrong one, a vacancy would not be the one that was meant.
_NEEDED = ("title", "closes_on")


@dataclass(frozen=True)
class Plan:
    """How an import is to be done.

    Attributes
    ----------
    source : str
        What is read; what this source wrote before and does not hold any more is closed.
    employer_id : str or None
        Whose vacancies they all are; null takes the employer each row names.
    add_employers : bool
        Whether an employer nobody knows is added, rather than its rows rejected.
    keep_missing : bool
        Whether what is no longer there stays open: the input is known to be a part only.
    """

    source: str
    today: date
    employer_id: str | None = None
    add_employers: bool = False
    keep_missing: bool = False


class _Rejected(Exception):
    def __init__(self, code: str, field: str | None = None) -> None:
        self.code = code
        self.field = field


class Import:
    """Takes rows and, at the end, closes what is over.

    Attributes
    ----------
    tally : Tally
        Counts so far.
    """

    def __init__(
        self, database: Database, plan: Plan, completer: Completer, tell: Callable[[Outcome], None]
    ) -> None:
        self._database = database
        self._plan = plan
        self._completer = completer
        self._tell = tell
        self._seen: set[bytes] = set()
        with database.session() as session:
            self._directory = Directory(session)
        self.tally = Tally()

    def take(self, rows: Iterable[tuple[str, Row]], after_each: Callable[[], bool] = lambda: True) -> bool:
        """Store rows. `after_each` part it is asked whether to go on. Returns whether the end was reached."""
        stream = iter(rows)
        while part := list(islice(stream, AT_ONCE)):
            self._take(part)
            if not after_each() or len(self._seen) > MOST_ROWS:
                return False
        return True

    def finish(self, *, complete: bool) -> None:
        """Close what is past its day and, after a complete reading, what the source no longer holds.

        A source that holds nothing at all is taken for broken, and nothing is closed as missing.
        """
        closes_missing = complete and not self._plan.keep_missing and bool(self._seen)
        after_id = ""
        while True:
            with self._database.session() as session:
                still_open = storing.open_of_source(session, self._plan.source, after_id)
                over = [
                    (one, code)
                    for one in still_open
                    if (code := self._over(one, closes_missing=closes_missing)) is not None
                ]
                storing.close_many(session, [one.opportunity_id for one, _ in over])
            for one, code in over:
                self._note(Outcome("closed", self._plan.source, None, one.reference, code=code))
            if len(still_open) < storing.AT_ONCE:
                return
            after_id = still_open[-1].opportunity_id

    def _over(self, one: storing.Open, *, closes_missing: bool) -> str | None:
        if one.closes_on is not None and one.closes_on < self._plan.today:
            return "vacancy.past"
        if closes_missing and _mark(one.employer_id, one.reference) not in self._seen:
            return "vacancy.gone"
        return None

    def _note(self, outcome: Outcome) -> None:
        self.tally.add(outcome)
        self._tell(outcome)

    def _take(self, part: list[tuple[str, Row]]) -> None:
        wanted: list[Wanted] = []
        outcomes: list[Outcome | None] = []  # null where the database decides
        undecided: list[Outcome] = []
        for where, row in part:
            try:
                one, outcome = self._read(where, row)
            except (_Rejected, VacancyRefused) as refused:
                field = refused.field if isinstance(refused, _Rejected) else None
                outcomes.append(_of(where, row, code=refused.code, field=field))
            else:
                wanted.append(one)
                undecided.append(outcome)
                outcomes.append(None)
        decided = iter(self._stored(wanted, undecided))
        for given in outcomes:
            self._note(given or next(decided))

    def _stored(self, wanted: list[Wanted], undecided: list[Outcome]) -> list[Outcome]:
        for _ in range(_TRIES):
            try:
                with self._database.session() as session:
                    results = storing.store(session, wanted, self._plan.source, self._plan.today)
            except (IntegrityError, StaleDataError):
                continue  # somebody wrote one of them meanwhile: it is there to be changed now
            return [_decided(outcome, stored) for outcome, stored in zip(undecided, results, strict=True)]
        return [_rejected(outcome, "vacancy.written_at_once") for outcome in undecided]

    def _read(self, where: str, row: Row) -> tuple[Wanted, Outcome]:
        if row.problem is not None:
            raise _Rejected(row.problem)
        reference = row.reference or ""
        if not reference:
            raise _Rejected("row.missing", "reference")
        if len(reference) > LONGEST_REFERENCE or not reference.isprintable():
            raise _Rejected("row.invalid", "reference")
        employer_id = self._employer(row.employer)
        mark = _mark(employer_id, reference)
        if mark in self._seen:
            raise _Rejected("row.duplicate", "reference")
        self._seen.add(mark)
        vacancy, dropped = _validated(row)
        try:
            completed = self._completer.complete(reference, vacancy, row.hints)
        except PayImplausible:
            # A slip in one figure is no reason to lose the vacancy.
            completed = self._completer.complete(
                reference, vacancy.model_copy(update={"pay": None}), row.hints
            )
            dropped = (*dropped, "pay")
        repaired = tuple(dict.fromkeys((*row.repaired, *dropped)))
        outcome = Outcome(
            "repaired" if completed.inferred or repaired else "accepted",
            where,
            row.number,
            reference,
            inferred=completed.inferred,
            repaired=repaired,
        )
        return Wanted(employer_id, completed), outcome

    def _employer(self, name: str | None) -> str:
        if self._plan.employer_id is not None:
            return self._plan.employer_id
        if not name:
            raise _Rejected("row.missing", "employer")
        found = self._directory.find(name)
        if found is None and self._plan.add_employers:
            if len(name) > 200 or not name.isprintable():
                raise _Rejected("row.invalid", "employer")
            with self._database.session() as session:
                found = self._directory.add(session, name)
        if found is None:
            raise _Rejected("vacancy.employer_unknown", "employer")
        return found


def _mark(employer_id: str, reference: str) -> bytes:
    return blake2b(f"{employer_id}\0{reference}".encode(), digest_size=12).digest()


def _validated(row: Row) -> tuple[VacancyIn, tuple[str, ...]]:
    """The vacancy, and the fields that had to be left out because they hold nothing of their kind."""
    fields = dict(row.fields)
    dropped: list[str] = []
    if not fields.get("title"):
        raise _Rejected("row.missing", "title")
    while True:
        try:
            return VacancyIn.model_validate(fields), tuple(dropped)
        except ValidationError as error:
            wrong = {str(one["loc"][0]) for one in error.errors(include_url=False) if one["loc"]}
            for name in _NEEDED:
                if name in wrong:
                    raise _Rejected("row.invalid", name) from None
            if not wrong & fields.keys():
                raise _Rejected("row.invalid") from None
            dropped += sorted(wrong & fields.keys())
            # Half a point is none.
            gone = wrong | {"lat", "lon"} if wrong & {"lat", "lon"} else wrong
            fields = {name: value for name, value in fields.items() if name not in gone}


def _of(where: str, row: Row, *, code: str, field: str | None) -> Outcome:
    return Outcome("rejected", where, row.number, row.reference, code=code, field=field)


def _rejected(outcome: Outcome, code: str) -> Outcome:
    return Outcome("rejected", outcome.source, outcome.row, outcome.reference, code=code)


def _decided(outcome: Outcome, stored: storing.Stored) -> Outcome:
    if stored.result == "kept":
        return _rejected(outcome, "vacancy.kept_by_employer")
    if stored.result == "ended":
        return _rejected(outcome, "vacancy.ended")
    return replace(outcome, result=stored.result, changed=stored.changed)
