"""What happened reaches a recruiter's system: signed, again after a failure, never twice under two ids."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from api.core.db import Database
from api.core.outbox import Letter
from api.notifications.sender import GIVE_UP_AFTER
from api.webhooks import posting
from api.webhooks.delivering import DISABLE_AFTER
from api.webhooks.fan_out import FanOut
from api.webhooks.models import WebhookDelivery
from tests.api.webhooks.conftest import ENTITLED, World
from tests.factories.staff import bearer
from tests.support.receiver import HANGS_UP, Receiver
from tests.support.running import free_port


def test_a_referral_arrives_signed_and_says_where_to_read_on(world: World, ats: Receiver) -> None:
    secret = world.register(ats.url)["secret"]
    referral_id = world.refer()
    world.send()
    (call,) = ats.calls
    assert call.verified(secret, world.clock()) == call.message
    read = world.client.get(f"/v1/referrals/{referral_id}", headers=bearer(world.region.somerset_care)).json()
    assert call.message == {
        "type": "referral.sent",
        "timestamp": read["created_at"],
        "data": {
            "referral_id": referral_id,
            "reference": read["reference"],
            "opportunity_id": "hca-taunton",
            "status": "sent",
            "version": read["version"],
            "event": "sent",
        },
    }
    assert call.headers["content-type"] == "application/json"
    assert call.headers["user-agent"].startswith("Ponte-Webhooks/")
    assert (call.path, call.headers["host"]) == ("/hooks", f"127.0.0.1:{ats.port}")


def test_a_changed_body_or_another_secret_is_not_taken_for_ours(world: World, ats: Receiver) -> None:
    world.register(ats.url)
    other = world.register(f"{ats.url}/2")["secret"]
    world.refer()
    world.send()
    first = next(call for call in ats.calls if call.path == "/hooks")
    assert not first.is_signed_with(other, world.clock())
    assert not first.is_signed_with(other, world.clock() + timedelta(minutes=6))


@pytest.mark.parametrize("trouble", [500, 502, 429, 404, 400, 302, 307, HANGS_UP])
def test_what_was_not_taken_comes_again_under_the_same_id_and_newly_signed(
    world: World, ats: Receiver, trouble: int
) -> None:
    secret = world.register(ats.url)["secret"]
    ats.next_answers = [trouble]
    ats.answer_headers = {"Location": f"{ats.url}/elsewhere"}
    world.refer()
    world.send()
    assert len(ats.calls) == 1, "a redirect is not followed"
    world.clock.move_to(world.next_try())
    world.send()
    first, second = ats.calls
    assert (first.id, first.body, first.path) == (second.id, second.body, second.path)
    assert int(first.headers["webhook-timestamp"]) < int(second.headers["webhook-timestamp"])
    assert second.is_signed_with(secret, world.clock())


def test_every_try_is_kept_with_its_status_or_error(world: World, ats: Receiver) -> None:
    endpoint = world.register(ats.url)
    ats.next_answers = [503, HANGS_UP]
    world.refer()
    for _ in range(2):
        world.send()
        world.clock.move_to(world.next_try())
    world.send()
    (row,) = world.deliveries(endpoint)
    assert (row["state"], row["error_code"], row["tries"]) == ("delivered", None, 3)
    assert [(one["status_code"], one["error_code"]) for one in row["attempts"]] == [
        (503, "http_503"),
        (None, "connection_lost"),
        (204, None),
    ]
    assert row["message_id"] == ats.calls[0].id
    assert row["payload"] == ats.calls[0].message


def test_a_receiver_that_says_nothing_is_left_after_five_seconds(world: World, ats: Receiver) -> None:
    assert posting.TIMEOUT_SECONDS == 5
    endpoint = world.register(ats.url)
    world.refer()
    ats.go_on.clear()
    world.send(world.a_worker(timeout_seconds=0.2))
    ats.go_on.set()
    (row,) = world.deliveries(endpoint)
    assert (row["state"], row["error_code"]) == ("waiting", "timeout")
    world.clock.move_to(world.next_try())
    world.send()
    assert [call.id for call in ats.calls] == [row["message_id"]] * 2


def test_nobody_listening_is_tried_again_until_somebody_does(world: World) -> None:
    endpoint = world.register(f"http://127.0.0.1:{free_port()}/hooks")
    world.refer()
    world.send()
    assert world.deliveries(endpoint)[0]["error_code"] == "connection_refused"
    assert world.next_try() > world.clock()


def test_what_the_receiver_asks_for_is_the_least_it_is_left_alone(world: World, ats: Receiver) -> None:
    world.register(ats.url)
    ats.next_answers, ats.answer_headers = [503], {"Retry-After": "900"}
    world.refer()
    before = world.clock()
    world.send()
    assert world.next_try() >= before + timedelta(seconds=900)


def test_after_a_day_of_trouble_it_is_dead_and_can_be_sent_again(world: World, ats: Receiver) -> None:
    endpoint = world.register(ats.url)
    ats.next_answers = [500] * 100
    world.refer()
    began = world.clock()
    world.send()
    while not world.deliveries(endpoint, "?state=dead"):
        world.clock.move_to(world.next_try())
        world.send()
    tries = len(ats.calls)
    assert tries >= 5
    assert world.clock() - began <= GIVE_UP_AFTER
    assert {call.id for call in ats.calls} == {ats.calls[0].id}
    (dead,) = world.deliveries(endpoint, "?state=dead")
    assert (dead["error_code"], dead["tries"]) == ("http_500", tries)
    assert world.deliveries(endpoint, "?state=waiting") == []

    ats.next_answers = []
    path = f"/{endpoint['id']}/deliveries/{dead['id']}"
    again = world.call("POST", f"{path}/resend", status=202)
    assert (again["state"], again["message_id"]) == ("waiting", dead["message_id"])
    world.call("POST", f"{path}/resend", status=202)
    world.send()
    assert len(ats.calls) == tries + 1, "asked for twice while it waited, sent once"
    assert ats.calls[-1].id == dead["message_id"]
    assert world.call("GET", path)["state"] == "delivered"


def test_the_waits_grow_and_have_chance_in_them(world: World, ats: Receiver) -> None:
    endpoints = [world.register(f"{ats.url}/{number}") for number in range(6)]
    ats.next_answers = [500] * 6
    world.refer()
    world.send()
    firsts = {row.next_try_at - row.created_at for row in world.rows()}
    assert len(firsts) == len(endpoints)
    seconds = [wait.total_seconds() for wait in firsts]
    # Two seconds, and by chance up to half as long again; the sending itself took a little.
    assert max(seconds) - min(seconds) > 0.01


def test_who_answers_gone_is_not_written_to_any_more(world: World, ats: Receiver) -> None:
    endpoint = world.register(ats.url)
    ats.next_answers = [410]
    world.refer()
    world.send()
    read = world.call("GET", f"/{endpoint['id']}")
    assert (read["state"], read["disabled_reason"]) == ("disabled", "gone")
    world.refer("hca-taunton", first_name="Bia")
    world.send()
    assert len(ats.calls) == 1
    codes = [row["error_code"] for row in world.deliveries(endpoint, "?state=dead")]
    assert codes == ["endpoint_disabled", "http_410"]


def test_what_happened_while_disabled_can_be_sent_once_it_is_enabled(world: World, ats: Receiver) -> None:
    endpoint = world.register(ats.url)
    world.call("PATCH", f"/{endpoint['id']}", json={"enabled": False})
    world.refer()
    world.send()
    (dead,) = world.deliveries(endpoint, "?state=dead")
    resend = f"/{endpoint['id']}/deliveries/{dead['id']}/resend"
    refused = world.call("POST", resend, status=409)
    assert (refused["code"], refused["detail"]) == (
        "webhook.disabled",
        "This webhook is disabled. Enable it first.",
    )
    world.call("PATCH", f"/{endpoint['id']}", json={"enabled": True})
    world.call("POST", resend, status=202)
    world.send()
    assert ats.types == ["referral.sent"]


def test_a_message_that_waits_when_its_endpoint_is_disabled_dies_unsent(world: World, ats: Receiver) -> None:
    endpoint = world.register(ats.url)
    ats.next_answers = [500]
    world.refer()
    world.send()
    world.call("PATCH", f"/{endpoint['id']}", json={"enabled": False})
    world.clock.move_to(world.next_try())
    world.send()
    assert len(ats.calls) == 1
    assert world.deliveries(endpoint)[0]["error_code"] == "endpoint_disabled"


def test_a_receiver_that_takes_nothing_for_days_is_disabled_and_its_employer_can_see_it(
    world: World, ats: Receiver
) -> None:
    endpoint = world.register(ats.url)
    ats.next_answers = [500] * 1000
    began = world.clock()
    world.refer()
    world.send()
    assert world.call("GET", f"/{endpoint['id']}")["failing_since"] is not None
    while world.call("GET", f"/{endpoint['id']}")["state"] == "enabled":
        assert world.clock() < began + DISABLE_AFTER + timedelta(days=2)
        world.clock.forward(hours=20)
        world.refer(first_name="Bia")
        world.send()
    assert world.clock() >= began + DISABLE_AFTER
    assert world.call("GET", "")["items"][0]["disabled_reason"] == "failing"
    enabled = world.call("PATCH", f"/{endpoint['id']}", json={"enabled": True})
    assert (enabled["state"], enabled["failing_since"]) == ("enabled", None)


def test_one_success_ends_the_count_of_failures(world: World, ats: Receiver) -> None:
    endpoint = world.register(ats.url)
    ats.next_answers = [500]
    world.refer()
    world.send()
    world.clock.move_to(world.next_try())
    world.send()
    read = world.call("GET", f"/{endpoint['id']}")
    assert read["failing_since"] is None
    assert read["last_success_at"] is not None


def test_one_endpoints_trouble_holds_no_other_up(world: World, ats: Receiver) -> None:
    world.register(f"http://127.0.0.1:{free_port()}/hooks")
    world.register(ats.url)
    for name in ("Ana", "Bia", "Caio"):
        world.refer(first_name=name)
    world.send()
    assert ats.types == ["referral.sent"] * 3


def test_during_a_rotation_both_secrets_sign_and_afterwards_the_new_one_alone(
    world: World, ats: Receiver
) -> None:
    endpoint = world.register(ats.url)
    rotated = world.call("POST", f"/{endpoint['id']}/rotate-secret", json={"overlap_hours": 2})
    old, new = endpoint["secret"], rotated["secret"]
    assert old != new
    world.refer()
    world.send()
    assert len(ats.calls[0].signatures) == 2
    assert [ats.calls[0].is_signed_with(one, world.clock()) for one in (old, new)] == [True, True]
    world.clock.forward(hours=2)
    world.refer(first_name="Bia")
    world.send()
    assert [ats.calls[1].is_signed_with(one, world.clock()) for one in (old, new)] == [False, True]


def test_a_secret_that_leaked_is_replaced_at_once(world: World, ats: Receiver) -> None:
    endpoint = world.register(ats.url)
    rotated = world.call("POST", f"/{endpoint['id']}/rotate-secret", json={"overlap_hours": 0})
    assert rotated["previous_secret_until"] is None
    world.refer()
    world.send()
    signed = [ats.calls[0].is_signed_with(one["secret"], world.clock()) for one in (endpoint, rotated)]
    assert signed == [False, True]


def test_only_what_an_endpoint_listens_to_is_sent(world: World, ats: Receiver) -> None:
    world.register(ats.url, events=["referral.withdrawn", "guaranteed_interview.granted"])
    referral_id = world.refer(**ENTITLED)
    world.report(referral_id, "acknowledged")
    world.report(referral_id, "withdrawn")
    world.send()
    assert sorted(ats.types) == ["guaranteed_interview.granted", "referral.withdrawn"]


def test_who_recruits_for_an_employer_is_told_and_a_stranger_is_not(world: World, ats: Receiver) -> None:
    region = world.region
    for name, key in (("trust", region.trust), ("own", region.somerset_care), ("stranger", region.stranger)):
        world.register(f"{ats.url}/{name}", key=key)
    world.refer()
    world.send()
    assert sorted(call.path for call in ats.calls) == ["/hooks/own", "/hooks/trust"]
    assert len({call.id for call in ats.calls}) == 1
    ats.calls.clear()
    world.refer("porter-trust", first_name="Bia")
    world.send()
    assert [call.path for call in ats.calls] == ["/hooks/trust"]


def test_a_test_message_arrives_whatever_is_listened_to(world: World, ats: Receiver) -> None:
    endpoint = world.register(ats.url, events=["referral.withdrawn"])
    asked = world.call("POST", f"/{endpoint['id']}/test", status=202)
    assert (asked["state"], asked["type"]) == ("waiting", "webhook.test")
    world.send()
    (call,) = ats.calls
    assert call.verified(endpoint["secret"], world.clock())["data"] == {"webhook_id": endpoint["id"]}
    assert world.call("GET", f"/{endpoint['id']}/deliveries/{asked['id']}")["state"] == "delivered"


def test_nothing_goes_to_an_endpoint_that_was_deleted(world: World, ats: Receiver) -> None:
    endpoint = world.register(ats.url)
    ats.next_answers = [500]
    world.refer()
    world.send()
    world.call("DELETE", f"/{endpoint['id']}", status=204)
    world.clock.forward(hours=1)
    world.send()
    assert len(ats.calls) == 1
    with world.database.session() as session:
        assert session.query(WebhookDelivery).count() == 0


def test_a_worker_that_died_while_addressing_finds_what_it_has_done(
    world: World, database: Database, ats: Receiver
) -> None:
    endpoint = world.register(ats.url)
    world.refer()
    (row,) = world.rows("announcements")
    letter = Letter(row.id, row.key, row.payload or {}, row.created_at, 0, 0)
    for _ in range(2):
        FanOut(database, world.clock)._in_a_transaction(letter)
    world.send()
    assert len(world.deliveries(endpoint)) == len(ats.calls) == 1


def test_two_workers_at_once_send_everything_once(world: World, ats: Receiver) -> None:
    world.register(ats.url)
    for number in range(12):
        world.refer(first_name=f"Ana {number}")
    world.send_at_once(world.a_worker(), world.a_worker())
    assert len(ats.calls) == len({call.id for call in ats.calls}) == 12


def test_logs_hold_no_address_secret_or_content(
    world: World, ats: Receiver, capsys: pytest.CaptureFixture[str]
) -> None:
    endpoint = world.register(f"{ats.url}?password=hunter2", description="our own words")
    ats.next_answers = [500, 410]
    referral_id = world.refer()
    world.send()
    world.clock.move_to(world.next_try())
    world.send()
    said: Any = capsys.readouterr()
    logged = said.out + said.err
    assert "letter_dead" in logged
    for secret in (endpoint["secret"], "hunter2", "127.0.0.1", "our own words", referral_id):
        assert secret not in logged
