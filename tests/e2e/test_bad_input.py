"""Strange messages and wrong requests: a kind re-ask or one clear sentence with a stable code."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.support.candidate import Candidate
from tests.support.running import Running

pytestmark = pytest.mark.e2e

Opens = Callable[[str | None], Candidate]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "😀🦄👩‍👩‍👧",
        "مرحبا أنا أبحث عن عمل",
        "<script>alert(1)</script><b>hi</b>",
        "'; DROP TABLE candidates; --",
        "{name} {0} %s ${x}",
        "/affirm",
        '/answer{"slot":"driving","value":"yes"}',
        "\x00\x07\u202e",
        "work " * 2000,
    ],
)
def test_a_strange_message_fills_nothing_and_the_question_stays(candidate: Opens, text: str) -> None:
    someone = candidate("en")
    someone.writes("yes")
    someone.presses("I'm not working")
    someone.writes("Sam")
    someone.presses("Prefer not to say")
    assert someone.asked == "home"
    someone.writes(text)
    assert someone.asked == "home"
    assert someone.text.strip()
    profile = someone.profile()
    assert profile["home"] == {"outward_code": None, "place": None}
    assert profile["can_drive"] is None


def problem_of(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["content-type"].startswith("application/problem+json")
    body: dict[str, Any] = answer.json()
    assert body["status"] == answer.status_code
    assert body["detail"].endswith((".", "?", "!"))
    return answer.status_code, body["code"]


def test_wrong_requests_get_problem_json_with_a_stable_code(ponte: Running, candidate: Opens) -> None:
    someone = candidate("en")
    messages = f"{someone.path}/messages"
    other = {"Authorization": "Bearer ct_wrong"}
    with httpx.Client(base_url=ponte.base_url, timeout=30) as http:
        refused = [
            (http.get(someone.path), (401, "auth.missing")),
            (http.get(someone.path, headers=other), (401, "auth.invalid")),
            (http.get("/v1/chat/sessions/chat_unknown", headers=other), (404, "chat.session_unknown")),
            (http.get("/v1/nothing"), (404, "not_found")),
            (http.get("/v1/opportunities/unknown"), (404, "opportunity.unknown")),
            (http.get("/v1/referrals"), (401, "auth.missing")),
            (http.get("/internal/redundancy-events"), (401, "auth.invalid")),
            (http.post("/v1/chat/sessions", json={"language": "xx"}), (422, "chat.language_not_offered")),
            (http.post("/v1/chat/sessions", json={"channel": "fax"}), (422, "request.invalid")),
            (http.post("/v1/chat/sessions", content=b"{"), (422, "request.invalid")),
        ]
    refused += [
        (someone.http.post(messages, json={}), (422, "request.invalid")),
        (someone.http.post(messages, json={"text": "a", "payload": "/help"}), (422, "request.invalid")),
        (someone.http.post(messages, json={"payload": "/nothing"}), (422, "chat.payload_unknown")),
        (someone.http.post(messages, json={"text": "a" * 20_000}), (413, "chat.message_too_long")),
        (someone.http.post(messages, json={"text": "a" * 300_000}), (413, "too_large")),
    ]
    for answer, expected in refused:
        assert problem_of(answer) == expected


def test_fifty_messages_at_once_keep_their_order(candidate: Opens) -> None:
    someone = candidate("en")
    sent = [f"hello number {number}" for number in range(50)]
    with ThreadPoolExecutor(50) as pool:
        answers = list(
            pool.map(lambda text: someone.http.post(f"{someone.path}/messages", json={"text": text}), sent)
        )
    assert all(answer.status_code == 200 for answer in answers)
    lines = someone.http.get(someone.path).raise_for_status().json()["messages"]
    mine = [line["text"] for line in lines if line["from"] == "candidate"]
    assert sorted(mine) == sorted(sent)
    senders = [line["from"] for line in lines[1:]]
    assert senders[0] == "candidate"
    assert all(line != "candidate" or senders[at + 1] == "bot" for at, line in enumerate(senders[:-1]))
