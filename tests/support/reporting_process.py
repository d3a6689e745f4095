"""A process that reports an event of a referral, commits, and is gone before anything can be sent.

Run as ``python -m tests.support.reporting_process REFERRAL EVENT``, with Ponte's settings in the environment.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import UTC, datetime

import api.candidates.models  # noqa: F401 - a referral refers to its table
from api.core.crypto import use_keys
from api.core.db import Database
from api.core.settings import load_settings
from api.referrals import reporting
from api.referrals.statuses import EventType
from api.staff.service import Principal

if __name__ == "__main__":
    settings = load_settings()
    use_keys(settings.resolved_secret_keys)
    database = Database(settings.resolved_database_url)
    recruiter = Principal("recruiter", "somerset-care", None, "ats")
    with database.session() as session:
        reporting.report(session, recruiter, sys.argv[1], EventType(sys.argv[2]), now=datetime.now(UTC))
    os.kill(os.getpid(), signal.SIGKILL)
