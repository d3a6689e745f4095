"""The tests' own PostgreSQL: apart from any other on the machine, and never left out in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from tests.support import postgres
from tests.support.postgres import postgres_url_or_skip


def scalar(url: str, query: str) -> object:
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return connection.execute(text(query)).scalar()
    finally:
        engine.dispose()


def test_each_url_is_an_empty_database_of_its_own_on_one_server() -> None:
    with postgres_url_or_skip() as one, postgres_url_or_skip() as other:
        assert one != other
        assert make_url(one).port == make_url(other).port
        assert scalar(one, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 0


def test_the_server_listens_on_loopback_only_and_not_as_root() -> None:
    with postgres_url_or_skip() as url:
        assert scalar(url, "SHOW listen_addresses") == "127.0.0.1"
        assert scalar(url, "SHOW unix_socket_directories") == ""
        folder = str(scalar(url, "SHOW data_directory"))
    assert Path(folder).stat().st_uid != 0


def test_a_database_is_gone_after_use() -> None:
    with postgres_url_or_skip() as first:
        name = make_url(first).database
    with postgres_url_or_skip() as second:
        assert scalar(second, f"SELECT count(*) FROM pg_database WHERE datname = '{name}'") == 0


@pytest.mark.parametrize(
    ("ci", "outcome"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)], ids=["CI", "at home"]
)
def test_without_postgresql_its_tests_are_left_out_by_name_and_in_ci_they_fail(
    monkeypatch: pytest.MonkeyPatch, ci: str, outcome: type[BaseException]
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(postgres, "server", lambda: None)
    with pytest.raises(outcome, match="Debian package: postgresql"), postgres_url_or_skip():
        pass
