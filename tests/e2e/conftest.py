"""One running Ponte for all whole conversations."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.support.candidate import Candidate
from tests.support.running import Running, running_ponte


@pytest.fixture(scope="session")
def ponte(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Ponte with the demo region, on SQLite."""
    with running_ponte(tmp_path_factory.mktemp("ponte")) as running:
        yield running


@pytest.fixture
def candidate(ponte: Running) -> Callable[[str | None], Candidate]:
    """Opens a conversation in a language."""
    return lambda language: Candidate(ponte.base_url, language)


@pytest.fixture
def recruiter(ponte: Running) -> httpx.Client:
    """The demo recruiter's program, with its key."""
    key = ponte.credentials["recruiter_key"]
    return httpx.Client(base_url=ponte.base_url, headers={"Authorization": f"Bearer {key}"}, timeout=30)
