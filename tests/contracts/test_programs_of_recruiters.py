"""Programs outside Ponte: the guide's example as it stands, and a request sent to two processes at once."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select

from api.core.crypto import token_hash, use_keys
from api.core.db import Database
from api.privacy import service as privacy
from api.referrals.models import Referral, ReferralEvent
from api.staff.models import ApiKey
from tests.factories.candidates import a_candidate
from tests.factories.opportunities import an_opportunity
from tests.factories.referrals import a_referral
from tests.factories.staff import an_employer, bearer, recruiter_key
from tests.support.api_processes import serving
from tests.support.running import PROJECT

GUIDE = PROJECT / "docs" / "guides" / "recruiters-api.md"


SECRET = Fernet.generate_key().decode()


@dataclass(frozen=True)
class Served:
    """Addresses of two processes on one database, and a key of its employer."""

    urls: list[str]
    key: str
    key_id: str
    referral_ids: list[str]
    database: Database


@pytest.fixture(scope="module")
def urls(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """The API, twice."""
    with serving(database_url, tmp_path_factory.mktemp("served"), SECRET, processes=2) as addresses:
        yield addresses


@pytest.fixture
def served(urls: list[str], database: Database) -> Served:
    """Three referrals to one employer."""
    use_keys([SECRET])
    now = datetime.now(UTC)
    with database.session() as session:
        an_employer(session)
        an_opportunity(session, closes_on=None, places=9)
        key = recruiter_key(session, "somerset-care", now)
        key_id = session.scalars(select(ApiKey.id).where(ApiKey.key_hash == token_hash(key))).one()
        ids = [
            a_referral(session, a_candidate(session), now=now - timedelta(days=number)).id
            for number in range(3)
        ]
    return Served(urls, key, key_id, ids, database)


def _events(served: Served, referral_id: str) -> list[str]:
    query = select(ReferralEvent.type).where(ReferralEvent.referral_id == referral_id)
    with served.database.session() as session:
        return list(session.scalars(query.order_by(ReferralEvent.position)))


def test_the_program_in_the_guide_takes_over_what_is_new_and_can_run_again(
    served: Served, tmp_path: Path
) -> None:
    (program,) = re.findall(r"^```python\n(.*?)^```$", GUIDE.read_text(encoding="utf-8"), re.S | re.M)
    environment = {
        **os.environ,
        "PONTE_URL": served.urls[0],
        "PONTE_CLIENT_ID": served.key_id,
        "PONTE_CLIENT_SECRET": served.key,
        "LAST_RUN_FILE": str(tmp_path / "last-run.txt"),
    }

    def run() -> list[str]:
        command = [sys.executable, "-W", "error", "-c", program]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout.splitlines()

    lines = run()
    assert len(lines) == len(served.referral_ids)
    assert all(line.endswith(": Ana, Care worker") for line in lines)
    for referral_id in served.referral_ids:
        assert _events(served, referral_id) == ["referred", "approved", "sent", "acknowledged"]
    assert run() == []
    with served.database.session() as session:
        erased = session.get_one(Referral, served.referral_ids[0])
        assert erased.candidate_id is not None
        privacy.erase_candidate(session, erased.candidate_id, datetime.now(UTC))
    assert run() == [f"{erased.reference}: erased"]


def test_a_request_that_reaches_two_processes_at_once_acts_once(served: Served) -> None:
    def post(number: int) -> httpx.Response:
        return httpx.post(
            f"{served.urls[number % 2]}/v1/referrals/{served.referral_ids[0]}/events",
            json={"type": "acknowledged"},
            headers={**bearer(served.key), "Idempotency-Key": "one"},
            timeout=60,
        )

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(post, range(8)))
    good = [answer for answer in answers if answer.status_code == 200]
    others = [answer.json()["code"] for answer in answers if answer.status_code != 200]
    assert good
    assert set(others) <= {"idempotency.still_running"}
    assert len({answer.text for answer in good}) == 1
    assert [post(number).text for number in range(2)] == [good[0].text] * 2
    assert _events(served, served.referral_ids[0]) == ["referred", "approved", "sent", "acknowledged"]


def test_a_token_of_one_process_is_good_at_the_other(served: Served) -> None:
    form = {"grant_type": "client_credentials"}
    auth = (served.key_id, served.key)
    token = httpx.post(f"{served.urls[0]}/oauth/token", data=form, auth=auth).json()["access_token"]
    assert httpx.get(f"{served.urls[1]}/v1/referrals", headers=bearer(token)).status_code == 200
