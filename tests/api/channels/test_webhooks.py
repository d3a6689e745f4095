"""What providers call: signed, kept once, answered at once, and nothing personal in the logs."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select, text
from structlog.testing import capture_logs

from api.channels.models import InboundDelivery
from api.core.settings import Settings
from tests.api.channels.conftest import ANA, PUBLIC, RUI, World
from tests.support import senders
from tests.support.providers import telegram_error, twilio_error
from tests.support.senders import Post, TelegramUser


def heard(world: World) -> list[str]:
    return [one for one in world.bot.heard if not one.startswith("/start")]


def test_a_text_message_is_answered_by_text_message(world: World) -> None:
    answer = world.text(ANA, "Hello to you all")

    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/xml; charset=utf-8")
    assert world.bot.heard == ["/start", "Hello to you all"]
    assert world.sent(ANA) == ["1: /start", "2: Hello to you all"]
    assert world.providers.bodies("Messages.json")[0]["From"] == "+441823000001"


def test_whatsapp_is_told_apart_and_answered_there(world: World) -> None:
    world.text(f"whatsapp:{ANA}", "Hello to you all")
    assert world.sent(f"whatsapp:{ANA}") == ["1: /start", "2: Hello to you all"]
    assert world.sent(ANA) == []
    assert [chat.channel for chat in world.all_sessions()] == ["whatsapp"]


def test_telegram_is_answered_there_in_the_language_of_the_app(world: World) -> None:
    rosa = TelegramUser(language="pt-PT")
    assert world.update(rosa.writes("olá a todos")).json() == {}
    assert world.bot.heard == ['/start{"language":"pt"}', "olá a todos"]
    assert world.sent(str(rosa.chat_id)) == ['1: /start{"language":"pt"}', "2: olá a todos"]


def test_a_language_ponte_does_not_speak_is_left_to_the_bot_to_ask(world: World) -> None:
    world.update(TelegramUser(language="cy").writes("/start"))
    assert world.bot.heard == ["/start"]


def test_two_senders_at_once_have_a_conversation_each(world: World) -> None:
    posts = [senders.message(PUBLIC, sender, f"I am {sender[-3:]}") for sender in (ANA, RUI)]
    world.post(*posts)
    assert len(world.all_sessions()) == 2
    assert world.sent(ANA)[-1] == "2: I am 123"
    assert world.sent(RUI)[-1] == "2: I am 456"


@pytest.mark.parametrize("channel", ["twilio", "telegram"])
def test_a_message_delivered_twice_is_one(world: World, ana: TelegramUser, channel: str) -> None:
    post = (
        senders.message(PUBLIC, ANA, "once and only once")
        if channel == "twilio"
        else senders.telegram_post(ana.writes("once and only once"))
    )
    world.post(post)
    assert world.post(post)[0].status_code == 200
    assert heard(world) == ["once and only once"]


@pytest.mark.parametrize("channel", ["twilio", "telegram"])
def test_a_message_delivered_five_times_at_the_same_moment_is_one(
    world: World, ana: TelegramUser, channel: str
) -> None:
    post = (
        senders.message(PUBLIC, ANA, "once and only once")
        if channel == "twilio"
        else senders.telegram_post(ana.writes("once and only once"))
    )
    answers = world.post(*[post] * 5)
    assert [answer.status_code for answer in answers] == [200] * 5
    assert heard(world) == ["once and only once"]
    assert len(world.all_sessions()) == 1


def test_a_message_delivered_again_to_a_process_started_anew_is_one(world: World) -> None:
    post = senders.message(PUBLIC, ANA, "once and only once")
    world.post(post)
    world.post(post, app=world.a_process()[2])
    assert heard(world) == ["once and only once"]


def test_a_first_message_and_its_follower_at_the_same_moment_make_one_conversation(world: World) -> None:
    world.post(*(senders.message(PUBLIC, ANA, f"this is part {number}") for number in range(4)))
    assert len(world.contacts()) == len(world.all_sessions()) == 1
    assert sorted(heard(world)) == [f"this is part {number}" for number in range(4)]


def _wrong(kind: str, user: TelegramUser) -> Post:
    right = senders.message(PUBLIC, ANA, "Hello to you all")
    assert right.form is not None
    return {
        "another token": senders.twilio_post(PUBLIC, right.path, right.form, token="0" * 32),
        "another address": senders.twilio_post("https://elsewhere.example", right.path, right.form),
        "a changed body": Post(right.path, right.headers, form={**right.form, "Body": "Bye"}),
        "no signature": Post(right.path, {}, form=right.form),
        "status": Post("/webhooks/twilio/status?row=1", right.headers, form=right.form),
        "another secret": senders.telegram_post(user.writes("Hello to you all"), secret="guessed"),
        "no secret": Post("/webhooks/telegram", {}, json=user.writes("Hello to you all")),
        "no secret, no update": Post("/webhooks/telegram", {}, json=["nothing"]),
    }[kind]


@pytest.mark.parametrize(
    "kind",
    [
        *("another token", "another address", "a changed body", "no signature", "status"),
        *("another secret", "no secret", "no secret, no update"),
    ],
)
def test_what_the_provider_did_not_sign_is_refused_and_kept_nowhere(
    world: World, ana: TelegramUser, kind: str
) -> None:
    answer = world.post(_wrong(kind, ana))[0]
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "channels.signature_wrong"
    with world.database.session() as session:
        assert session.scalar(select(func.count()).select_from(InboundDelivery)) == 0


@pytest.mark.parametrize(
    "form",
    [
        {"Body": "Hello"},
        {"MessageSid": "SM1", "From": ANA},
        {"MessageSid": "SM" + "a" * 32},
        {"MessageSid": "SM" + "a" * 32, "From": ANA, "NumMedia": "many"},
        {"MessageSid": "SM" + "a" * 32, "From": ANA, "Body": "x" * 16_001},
        {"MessageSid": "SM" + "a" * 32, "From": "\x00\x00", "Body": "x"},
    ],
)
def test_a_signed_form_without_its_fields_is_refused_with_one_sentence(
    world: World, form: dict[str, str]
) -> None:
    answer = world.post(senders.twilio_post(PUBLIC, "/webhooks/twilio", form))[0]
    assert (answer.status_code, answer.json()["code"]) == (422, "request.invalid")
    assert ANA not in answer.text


@pytest.mark.parametrize(
    "update", [None, [], "x", {}, {"update_id": "x"}, {"update_id": 5, "message": {"text": 1}}]
)
def test_an_update_of_another_form_is_refused_with_one_sentence(world: World, update: Any) -> None:
    answer = world.post(senders.telegram_post(update))[0]
    assert (answer.status_code, answer.json()["code"]) == (422, "request.invalid")


def test_twilio_must_send_a_form(world: World) -> None:
    answer = world.post(Post("/webhooks/twilio", {}, json={"Body": "x"}))[0]
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize(
    "post", [senders.message(PUBLIC, ANA, "x"), senders.telegram_post(TelegramUser().writes("x"))]
)
def test_an_app_that_is_not_set_up_is_not_there(world: World, tmp_path: Any, post: Post) -> None:
    world.app.state.settings = Settings(demo=True, data_dir=tmp_path)
    answer = world.post(post)[0]
    assert (answer.status_code, answer.json()["code"]) == (404, "channels.off")


@pytest.mark.parametrize(
    "content",
    [{"NumMedia": "1", "MediaUrl0": "https://x.example"}, {"Latitude": "51.0", "Longitude": "-3.1"}],
)
def test_a_picture_or_a_place_is_answered_kindly(world: World, content: dict[str, str]) -> None:
    world.text(ANA, "Hello to you all")
    world.text(ANA, **content)
    assert world.sent(ANA)[-1].startswith("I'm sorry, I can't open pictures")
    assert heard(world) == ["Hello to you all"]


def test_words_beside_a_picture_are_heard(world: World, ana: TelegramUser) -> None:
    world.update(ana.writes("/start"))
    world.update(ana.sends(photo=[{"file_id": "x"}], caption="my certificate"))
    assert heard(world) == ["my certificate"]
    assert any("can't open pictures" in words for words in world.sent(str(ana.chat_id)))


def test_groups_edits_and_what_was_not_asked_for_are_passed_over(world: World, ana: TelegramUser) -> None:
    group = ana.writes("hello all")
    group["message"]["chat"] = {"id": -100, "type": "group", "title": "Chard"}
    edited = ana.writes("hello to you all")
    edited["edited_message"] = edited.pop("message")
    blocked = {"update_id": ana.writes("x")["update_id"], "my_chat_member": {}}
    for update in (group, edited, blocked):
        assert world.update(update).status_code == 200
    assert world.bot.heard == []
    assert world.contacts() == []


def test_a_pressed_button_is_answered_in_the_same_breath(world: World, ana: TelegramUser) -> None:
    world.update(ana.writes("/start"))
    press = ana.presses('/answer{"slot":"home","value":"1"}')
    answer = world.update(press).json()
    assert answer == {"method": "answerCallbackQuery", "callback_query_id": press["callback_query"]["id"]}
    assert heard(world) == ['/answer{"slot":"home","value":"1"}']


@pytest.mark.parametrize(
    "more",
    [
        {"ButtonText": "Yes", "ButtonPayload": "/skip"},
        {"ListTitle": "Yes", "ListId": "/skip"},
    ],
)
def test_buttons_and_lists_of_whatsapp_press(world: World, more: dict[str, str]) -> None:
    world.text(f"whatsapp:{ANA}", "Hello to you all")
    world.text(f"whatsapp:{ANA}", "Yes", **more)
    assert heard(world) == ["Hello to you all", "/skip"]


def test_a_forged_button_is_no_button(world: World, ana: TelegramUser) -> None:
    world.update(ana.writes("/start"))
    for data in ("/delete_everything", "@out_" + "0" * 24 + ".1", "="):
        world.update(ana.presses(data))
    assert not any("delete_everything" in one for one in world.bot.heard)


def test_numbers_names_and_words_stand_nowhere_in_clear_and_not_in_the_logs(
    world: World, ana: TelegramUser
) -> None:
    with capture_logs() as logs:
        world.text(ANA, "My name is Anabela")
        world.update(TelegramUser(chat_id=5500123).writes("My name is Anabela"))
        world.providers.next_answers = [twilio_error(400, 21211), telegram_error(403, "Forbidden")]
        world.send()
    assert {"letter_dead"} == {one["event"] for one in logs}
    assert not any(secret in str(logs) for secret in ("Anabela", ANA, ANA[1:], "5500123"))
    with world.database.engine.connect() as connection:
        for table in ("channel_contacts", "inbound_deliveries", "outbox", "incoming_messages"):
            rows = str([tuple(row) for row in connection.execute(text(f"SELECT * FROM {table}"))])
            assert not any(secret in rows for secret in ("Anabela", ANA[1:], "5500123")), table


@pytest.mark.parametrize("words", ["Hi", "Bom dia!", "👋", "Jobs?"])
def test_a_greeting_begins_and_is_not_taken_for_an_answer(world: World, words: str) -> None:
    world.text(ANA, words)
    assert world.bot.heard == ["/start"]
    world.text(ANA, words)
    assert heard(world) == [words], "later it is heard like any other words"


@pytest.mark.parametrize("words", ["Português", "english", "I lost my job"])
def test_first_words_that_say_something_are_heard(world: World, words: str) -> None:
    world.text(ANA, words)
    assert world.bot.heard == ["/start", words]
