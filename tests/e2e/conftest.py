"""Candidates and a recruiter's program, talking to the running Ponte."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import httpx
import pytest

from tests.support.candidate import Candidate
from tests.support.running import Running


@pytest.fixture
def candidate(ponte: Running) -> Iterator[Callable[[str | None], Candidate]]:
    """Opens a conversation in a language; closed with the test."""
    with ExitStack() as opened:
        yield lambda language: opened.enter_context(closing(Candidate(ponte.base_url, language)))


@pytest.fixture
def recruiter(ponte: Running) -> Iterator[httpx.Client]:
    """The demo recruiter's program, with its key."""
    key = ponte.credentials["recruiter_key"]
    headers = {"Authorization": f"Bearer {key}"}
    with httpx.Client(base_url=ponte.base_url, headers=headers, timeout=30) as client:
        yield client
