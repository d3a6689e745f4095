"""An employer registers where its system listens, and nobody else sees or changes it."""

from __future__ import annotations

import base64
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from api.core.paging import decode_moment_cursor
from api.webhooks import running
from api.webhooks.service import MOST_ENDPOINTS
from tests.api.webhooks.conftest import World
from tests.factories.staff import bearer
from tests.support.receiver import Receiver

URL = "https://203.0.113.7/hooks"


@pytest.fixture
def endpoint(world: World) -> Any:
    """An endpoint of Somerset Care."""
    return world.register(URL, description="Our system")


def test_the_secret_is_shown_once(world: World, endpoint: Any) -> None:
    secret = endpoint["secret"]
    assert secret.startswith("whsec_")
    assert len(base64.b64decode(secret.removeprefix("whsec_"))) == 32
    read = world.call("GET", f"/{endpoint['id']}")
    assert "secret" not in read
    assert read == {name: value for name, value in endpoint.items() if name != "secret"}
    assert world.call("GET", "") == {"items": [read]}
    assert secret not in str(world.call("PATCH", f"/{endpoint['id']}", json={"description": "New"}))


def test_answers_with_a_secret_are_kept_by_no_cache(world: World) -> None:
    headers = {"Authorization": f"Bearer {world.region.somerset_care}"}
    answer = world.client.post("/v1/webhooks", headers=headers, json={"url": URL})
    assert answer.headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize("path", ["", "/{id}/rotate-secret"])
def test_sent_twice_it_acts_once_and_the_kept_secret_stands_encrypted(
    world: World, endpoint: Any, path: str
) -> None:
    def post() -> Any:
        return world.client.post(
            f"/v1/webhooks{path.format(**endpoint)}",
            headers={**bearer(world.region.somerset_care), "Idempotency-Key": "one"},
            json={} if path else {"url": URL},
        )

    first, second = post(), post()
    assert first.status_code in (200, 201)
    assert second.headers["idempotency-replayed"] == "true"
    assert second.headers["cache-control"] == "private, no-store"
    assert second.json() == first.json()
    assert len(world.call("GET", "")["items"]) == (1 if path else 2)
    with world.database.session() as session:
        (kept,) = session.execute(text("SELECT body FROM idempotent_answers")).scalars()
    assert first.json()["secret"].encode() not in kept


def test_secrets_and_addresses_stand_encrypted(world: World, endpoint: Any) -> None:
    world.call("POST", f"/{endpoint['id']}/rotate-secret")
    with world.database.session() as session:
        (row,) = session.execute(text("SELECT * FROM webhook_endpoints")).all()
    stored = b" ".join(
        bytes(one) if isinstance(one, bytes | memoryview) else str(one).encode() for one in row
    )
    for plain in (endpoint["secret"], endpoint["secret"].removeprefix("whsec_"), "203.0.113.7"):
        assert plain.encode() not in stored


def test_a_new_endpoint_is_enabled_and_hears_everything(endpoint: Any) -> None:
    assert (endpoint["state"], endpoint["events"], endpoint["url"]) == ("enabled", [], URL)
    assert (endpoint["disabled_reason"], endpoint["failing_since"]) == (None, None)


def test_what_is_left_out_of_a_change_stays(world: World, endpoint: Any) -> None:
    changed = world.call(
        "PATCH", f"/{endpoint['id']}", json={"events": ["referral.withdrawn", "referral.sent"]}
    )
    assert changed["events"] == ["referral.sent", "referral.withdrawn"]
    assert (changed["url"], changed["description"]) == (URL, "Our system")
    changed = world.call("PATCH", f"/{endpoint['id']}", json={"url": f"{URL}/2", "enabled": False})
    assert (changed["url"], changed["disabled_reason"]) == (f"{URL}/2", "by_employer")
    assert changed["events"] == ["referral.sent", "referral.withdrawn"]
    changed = world.call("PATCH", f"/{endpoint['id']}", json={"events": [], "enabled": True})
    assert (changed["events"], changed["state"], changed["disabled_at"]) == ([], "enabled", None)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"url": URL, "events": ["referral.lost"]},
        {"url": URL, "secret": "whsec_mine"},
        {"url": URL, "description": "x" * 201},
        {"url": f"https://example.org/{'x' * 1000}"},
        {"url": "https://example.org/\0"},
        {"url": 7},
    ],
)
def test_a_request_of_the_wrong_form_is_refused(world: World, body: Any) -> None:
    assert world.call("POST", "", status=422, json=body)["code"] == "request.invalid"
    assert world.call("GET", "") == {"items": []}


@pytest.mark.parametrize("hours", [-1, 169, 1.5, "soon"])
def test_an_overlap_is_whole_hours_up_to_a_week(world: World, endpoint: Any, hours: Any) -> None:
    path = f"/{endpoint['id']}/rotate-secret"
    assert world.call("POST", path, status=422, json={"overlap_hours": hours})["code"] == "request.invalid"


def test_without_a_word_the_old_secret_signs_for_another_day(world: World, endpoint: Any) -> None:
    before = world.clock()
    rotated = world.call("POST", f"/{endpoint['id']}/rotate-secret")
    assert rotated["previous_secret_until"] > (before + timedelta(hours=24)).isoformat()[:19]
    with world.database.session() as session:
        running.let_go(session, world.clock() + timedelta(hours=23), timedelta(days=30))
    assert world.call("GET", f"/{endpoint['id']}")["previous_secret_until"] is not None
    with world.database.session() as session:
        running.let_go(session, world.clock() + timedelta(hours=25), timedelta(days=30))
    assert world.call("GET", f"/{endpoint['id']}")["previous_secret_until"] is None


def test_there_is_a_limit_to_endpoints_which_two_requests_at_once_do_not_pass(world: World) -> None:
    for number in range(MOST_ENDPOINTS - 1):
        world.register(f"{URL}/{number}")

    def one_more(_: int) -> int:
        headers = {"Authorization": f"Bearer {world.region.somerset_care}"}
        return world.client.post("/v1/webhooks", headers=headers, json={"url": URL}).status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one_more, range(2))) == [201, 409]
    refused = world.call("POST", "", status=409, json={"url": URL})
    assert (refused["code"], refused["detail"]) == (
        "webhook.too_many",
        "You have 10 webhooks already. Delete one that you no longer use.",
    )
    world.register(URL, key=world.region.trust)


def test_another_employer_finds_nothing_and_changes_nothing(world: World, ats: Receiver) -> None:
    endpoint = world.register(ats.url)
    world.refer()
    world.send()
    (delivery,) = world.deliveries(endpoint)
    before = world.call("GET", f"/{endpoint['id']}")
    one, sent = f"/{endpoint['id']}", f"/{endpoint['id']}/deliveries/{delivery['id']}"
    calls = [
        ("GET", one, None),
        ("PATCH", one, {"url": "https://evil.example/"}),
        ("PATCH", one, {"enabled": False}),
        ("DELETE", one, None),
        ("POST", f"{one}/rotate-secret", None),
        ("POST", f"{one}/test", None),
        ("GET", f"{one}/deliveries", None),
        ("GET", sent, None),
        ("POST", f"{sent}/resend", None),
    ]
    # The trust recruits for Somerset Care and reads its referrals; its endpoints are not the trust's.
    for key in (world.region.stranger, world.region.trust):
        own = world.register(f"{ats.url}/own", key=key)
        for method, path, body in calls:
            refused = world.call(method, path, key=key, status=404, json=body)
            assert (refused["code"], refused["detail"]) == ("webhook.unknown", "We do not know this webhook.")
        assert [one["id"] for one in world.call("GET", "", key=key)["items"]] == [own["id"]]
        # Nor can somebody else's delivery be reached through one's own endpoint.
        for method, ending in (("GET", ""), ("POST", "/resend")):
            path = f"/{own['id']}/deliveries/{delivery['id']}{ending}"
            refused = world.call(method, path, key=key, status=404)
            assert (refused["code"], refused["detail"]) == (
                "webhook.delivery_unknown",
                "We do not know this delivery.",
            )
    world.send()
    assert world.call("GET", one) == before
    assert [call.path for call in ats.calls] == ["/hooks"]


def test_only_a_recruiters_key_opens_webhooks(world: World, endpoint: Any) -> None:
    one = f"/{endpoint['id']}"
    for method, path in (
        ("POST", ""),
        ("GET", ""),
        ("GET", one),
        ("PATCH", one),
        ("DELETE", one),
        ("POST", f"{one}/rotate-secret"),
        ("POST", f"{one}/test"),
        ("GET", f"{one}/deliveries"),
        ("GET", f"{one}/deliveries/x"),
        ("POST", f"{one}/deliveries/x/resend"),
    ):
        body = {"url": URL} if method in ("POST", "PATCH") and path in ("", one) else None
        refused = world.call(method, path, key=world.region.coordinator, status=403, json=body)
        assert refused["code"] == "auth.forbidden"
        assert world.call(method, path, key="pk_nobody", status=401, json=body)["code"] == "auth.invalid"


def test_deliveries_come_page_by_page_while_more_are_sent(world: World, ats: Receiver) -> None:
    endpoint = world.register(ats.url)
    for number in range(5):
        world.refer(first_name=f"Ana {number}")
        world.send()
    path = f"/{endpoint['id']}/deliveries?limit=2"
    page = world.call("GET", path)
    decode_moment_cursor(page["next_cursor"])
    seen = [row["id"] for row in page["items"]]
    world.refer(first_name="Bia")
    world.send()
    while page["next_cursor"]:
        page = world.call("GET", f"{path}&cursor={page['next_cursor']}")
        seen += [row["id"] for row in page["items"]]
    everything = [row["id"] for row in world.deliveries(endpoint)]
    assert seen == everything[1:]
    assert world.call("GET", f"{path}&cursor=nonsense", status=422)["code"] == "request.invalid_cursor"


def test_deliveries_are_kept_for_a_month_after_they_ended(world: World, ats: Receiver) -> None:
    endpoint = world.register(ats.url)
    world.refer()
    world.send()
    ats.next_answers = [500]
    world.refer(first_name="Bia")
    world.send()
    with world.database.session() as session:
        running.let_go(session, world.clock() + timedelta(days=29), timedelta(days=30))
    assert len(world.deliveries(endpoint)) == 2
    with world.database.session() as session:
        running.let_go(session, world.clock() + timedelta(days=31), timedelta(days=30))
    assert [row["state"] for row in world.deliveries(endpoint)] == ["waiting"]
