"""The rows of the benchmark are what they are said to be, and all contenders store them."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.vacancies.formats import FORMATS
from benchmarks.importing import AGAIN, CONTENDERS, measure, write_rows


def test_rows_are_the_same_for_the_same_seed_and_in_the_vocabulary(tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    write_rows(first, 200)
    write_rows(second, 200)
    assert first.read_bytes() == second.read_bytes()
    with first.open("rb") as file:
        rows = list(FORMATS["nhsbsa-csv"].rows(file, "it"))
    assert len({row.reference for row in rows}) == 200
    assert not any(row.problem for row in rows)


# pandas asks SQLAlchemy for what it deprecates; that is between the two.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_peers_store_every_row_and_ponte_those_that_can_be() -> None:
    measured = dict(measure(300))
    assert list(measured) == ["Ponte", AGAIN, *list(CONTENDERS)[1:]]
    stored = {name: one.stored for name, one in measured.items()}
    assert stored["csv.DictReader + SQLAlchemy"] == stored["pandas + to_sql"] == 300
    assert 240 <= stored["Ponte"] < 300
    assert stored[AGAIN] == stored["Ponte"]
    assert all(one.seconds > 0 and one.memory > 50 for one in measured.values())
