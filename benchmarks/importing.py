"""``ponte bench import``: vacancies read and stored, beside peers that store the same rows and check nothing.

Each contender works in a process of its own, on a new SQLite file with Ponte's own tables, so that its
memory is its own. Rows are generated; no source's data is copied.
"""

from __future__ import annotations

import csv
import random
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, process_time
from typing import Annotated, Any

import pandas as pd
import typer
from sqlalchemy import func, insert, select

from api.core.db import Database
from api.core.migrate import upgrade_engine
from api.opportunities.models import Opportunity
from api.staff.models import Employer
from api.vacancies.completing import shipped
from api.vacancies.fetching import Fetcher
from api.vacancies.importing import AT_ONCE, Plan
from api.vacancies.inputs import Inputs
from api.vacancies.running import run

TODAY = date(2026, 6, 3)
SIZES = (1_000, 10_000, 100_000)
EMPLOYERS = 50
# Of a hundred rows so many are no entry work, and so many are broken: as in any export.
_ABOVE, _BROKEN = 10, 2
_TITLES = (
    "Healthcare Assistant", "Domestic Assistant", "Porter", "Catering Assistant", "Ward Clerk", "Housekeeper",
    "Medical Receptionist", "Laundry Assistant", "Care Assistant - Nights", "Stores Assistant",
)  # fmt: skip
_PLACES = ("TA1 5DA", "TA6 5LT", "BA21 4AT", "BA5 1TQ", "TA20 1JL", "BA11 2FH", "EX1 2LB", "BS1 3NU")
_HEADER = """VACANCY_ID JOB_REFERENCE EMPLOYER_NAME JOB_TITLE STAFF_GROUP AREA_OF_WORK PAY_BAND SALARY_RANGE_MIN
    SALARY_RANGE_MAX CONTRACT_TYPE WORKING_PATTERN EMPLOYER_POSTCODE REGION""".split()


@dataclass(frozen=True)
class Measured:
    """Seconds a contender worked, those of the processor, and the most memory in MB: at all, and beyond the start.

    Other work on the machine makes the seconds longer, those of the processor hardly.
    """

    seconds: float
    processor: float
    memory: float
    growth: float
    stored: int


def write_rows(path: Path, count: int, seed: int = 7) -> None:
    """A file in the NHSBSA vocabulary."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADER)
        for number in range(count):
            kind = chance.randrange(100)
            title = "Senior Staff Nurse" if kind < _ABOVE else chance.choice(_TITLES)
            postcode = "" if _ABOVE <= kind < _ABOVE + _BROKEN else chance.choice(_PLACES)
            pay = chance.choice((24465, 24937, 26598))
            writer.writerow((
                f"V{number}", f"R-{number:07}", f"Employer {number % EMPLOYERS}", title, "Additional Clinical Services",
                "Wards", f"Band {chance.choice((2, 3))}", pay, pay + 900, "Permanent",
                chance.choice(("Full time", "Part time", "Full time, Part time")), postcode, "South West",
            ))  # fmt: skip


def ponte(database: Database, path: Path) -> None:
    """Ponte's own import: checked, completed, known by employer and reference."""
    run(database, Inputs([str(path)], None, Fetcher()), Plan("bench", TODAY))


def plain(database: Database, path: Path) -> None:
    """csv.DictReader and SQLAlchemy's bulk insert, as many rows at once as Ponte takes; nothing is checked."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = (_as_it_stands(row) for row in csv.DictReader(file))
        while part := list(islice(rows, AT_ONCE)):
            with database.session() as session:
                session.execute(insert(Opportunity), part)


def pandas(database: Database, path: Path) -> None:
    """pandas: the whole file at once, written with to_sql; nothing is checked."""
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    rows = pd.DataFrame.from_records([_as_it_stands(row) for row in frame.to_dict("records")])
    for column in ("shifts", "skills_wanted", "leads_to_roles", "inferred"):
        rows[column] = "[]"
    with database.engine.begin() as connection:
        rows.to_sql(Opportunity.__tablename__, connection, if_exists="append", index=False, chunksize=AT_ONCE)


def _as_it_stands(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": row["VACANCY_ID"], "employer_id": row["EMPLOYER_NAME"].lower().replace(" ", "-"),
        "reference": row["JOB_REFERENCE"], "source": "bench", "title": row["JOB_TITLE"],
        "description": f"{row['STAFF_GROUP']}. {row['AREA_OF_WORK']}", "band": row["PAY_BAND"].removeprefix("Band "),
        "outward_code": row["EMPLOYER_POSTCODE"].partition(" ")[0], "place": row["REGION"],
        "type": "job", "role": "porter", "lat": 51.0, "lon": -3.1, "dbs": "basic", "driving": "none",
        "shifts": [], "skills_wanted": [], "leads_to_roles": [], "inferred": [], "experience_required": False,
        "posted_on": TODAY, "places": 1, "places_taken": 0, "status": "open", "minimum_age": 16,
        "benefit_required": False, "checks_paid_by": "employer", "review_mode": "after", "demo": False, "revision": 1,
    }  # fmt: skip


CONTENDERS: dict[str, Callable[[Database, Path], None]] = {
    "Ponte": ponte,
    "csv.DictReader + SQLAlchemy": plain,
    "pandas + to_sql": pandas,
}
AGAIN = "Ponte, the same again"


def _memory(field: str) -> float:
    """A figure of this process in MB; ``VmHWM`` is the most it ever held."""
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith(field):
            return int(line.split()[1]) / 1024
    raise LookupError(field)


def _measure(name: str, path: Path, folder: Path) -> Measured:
    database = Database(f"sqlite:///{folder / name.split()[0].strip(',').lower()}.sqlite3")
    if name != AGAIN:
        upgrade_engine(database.engine)
        with database.session() as session:
            session.add_all(
                Employer(id=f"employer-{number}", name=f"Employer {number}", kind="nhs_trust")
                for number in range(EMPLOYERS)
            )
    shipped()  # read once a process, whatever the number of rows
    before = _memory("VmHWM")
    begun, began_work = perf_counter(), process_time()
    CONTENDERS[name.partition(",")[0]](database, path)
    seconds, processor = perf_counter() - begun, process_time() - began_work
    with database.session() as session:
        stored = session.scalar(select(func.count()).select_from(Opportunity)) or 0
    database.close()
    most = _memory("VmHWM")
    return Measured(seconds, processor, most, most - before, stored)


def measure(count: int) -> Iterator[tuple[str, Measured]]:
    """Each contender with so many rows, the same file for all."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "rows.csv"
        write_rows(path, count)
        for contender in ("Ponte", AGAIN, *list(CONTENDERS)[1:]):
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
                yield contender, alone.submit(_measure, contender, path, folder).result()


def bench_import(
    rows: Annotated[list[int] | None, typer.Option(help="How many rows; may be given several times.")] = None,
) -> None:
    """Import generated vacancies and print rows a second and memory, as ratios to peers that check nothing."""
    for count in rows or SIZES:
        typer.echo(f"{count:,} rows of CSV into SQLite")
        measured = dict(measure(count))
        ours = measured["Ponte"]
        for name, one in measured.items():
            ratio = (
                ""
                if name == "Ponte"
                else f"; Ponte {ours.processor / one.processor:.2f} × its processor time"
            )
            typer.echo(
                f"  {name:28} {count / one.seconds:8,.0f} rows/s, {count / one.processor:8,.0f} a processor second, "
                f"{one.memory:5.0f} MB at most, {one.growth:+4.0f} MB while working, {one.stored:7,} stored{ratio}"
            )
