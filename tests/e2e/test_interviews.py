"""An interview from the recruiter's offer to the calendar, in the candidate's language, with the real bot."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
import icalendar
import pytest

from tests.support.candidate import Candidate

pytestmark = pytest.mark.e2e

Opens = Callable[[str | None], Candidate]
ANSWERS = (
    '/answer{"slot":"consent","value":"yes"}',
    '/answer{"slot":"redundancy_event","value":"oscar-mayer"}',
    "Maria",
    "07700 900 147",
    "Chard",
    "trabalhei na limpeza e a embalar comida",
    '/answer{"slot":"english_speaking","value":"all-A2"}',
    '/answer{"slot":"right_to_work","value":"yes"}',
    '/answer{"slot":"hours","value":"35-40"}',
    '/answer{"slot":"shifts","value":["early","day","late","night","weekend"]}',
    '/answer{"slot":"driving","value":"no"}',
    '/answer{"slot":"travel","value":"bus-60"}',
)


def lines(candidate: Candidate) -> list[dict[str, Any]]:
    """The conversation as the page shows it after a reload."""
    found: list[dict[str, Any]] = candidate.http.get(candidate.path).raise_for_status().json()["messages"]
    return found


def wait_for(candidate: Candidate, words: str, seconds: float = 20) -> dict[str, Any]:
    """The line that holds `words`, once the worker has said it."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for line in lines(candidate):
            if words in line["text"]:
                return line
        time.sleep(0.3)
    raise AssertionError(f"{words!r} was not said: {[line['text'] for line in lines(candidate)[-3:]]}")


def test_a_time_is_offered_chosen_in_portuguese_and_put_into_the_calendar(
    candidate: Opens, recruiter: httpx.Client
) -> None:
    maria = candidate("pt")
    for answer in ANSWERS:
        maria.sends(answer) if answer.startswith("/") else maria.writes(answer)
    maria.sends(next(card for card in maria.cards if card["guaranteed_interview"])["payload"])
    maria.sends('/answer{"slot":"share_consent","value":"yes"}')
    items = recruiter.get("/v1/referrals").raise_for_status().json()["items"]
    referral = next(item for item in items if item["reference"] in maria.text)
    path = f"/v1/referrals/{referral['id']}/interview"
    times = [datetime.now(UTC).replace(microsecond=0) + timedelta(days=days) for days in (5, 6)]

    offered = recruiter.put(
        path,
        json={"times": [at.isoformat() for at in times], "minutes": 30, "place": "Holyrood Street, Chard"},
    )

    assert offered.status_code == 200, offered.text
    assert "Holyrood Street, Chard" in wait_for(maria, "Tem um convite de")["text"]
    choose = wait_for(maria, "Que hora lhe dá jeito?")["quick_replies"][1]["payload"]
    maria.sends(choose)
    assert "Marcado:" in maria.text
    booked = recruiter.get(path).json()
    assert (booked["state"], datetime.fromisoformat(booked["starts_at"])) == ("booked", times[1])
    assert recruiter.get(f"/v1/referrals/{referral['id']}").json()["status"] == "interview_booked"
    (link,) = (link for message in maria.last["messages"] for link in message["links"])
    file = recruiter.get(urlsplit(link["url"]).path)
    (event,) = icalendar.Calendar.from_ical(file.content).walk("VEVENT")
    assert event.decoded("dtstart") == times[1]

    maria.sends(maria.buttons[-1]["payload"])

    assert recruiter.get(f"/v1/referrals/{referral['id']}").json()["status"] == "withdrawn"
    assert maria.asked == "choose_match", "the open question is still open"
