"""A conversation goes on from the page to the phone and back; a person answers; all of it can be deleted."""

from __future__ import annotations

import pytest

from api.channels.inbound import forget_old
from api.chat import contacts, hand_over, moves
from api.chat.erasure import erase
from api.chat.models import ChatSession, PersonRequest
from api.chat.schemas import NewMessage, NewSession
from api.core.crypto import token_hash
from tests.api.channels.conftest import ANA, RUI, World, says
from tests.support.senders import TelegramUser

MOVED = "Here we are. We go on in this app, and the chat on the other device is closed."
UNKNOWN = "This code doesn't work. Please ask for a new one where you were before."
AGAIN = '/go_on{"unseen":true}'


def code_of(world: World, session_id: str) -> str:
    with world.database.session() as session:
        return moves.new_code(session, session_id, world.clock())


def on_the_web(world: World) -> tuple[str, str]:
    opened = world.run(world.chats.open(NewSession(language="en")))
    return opened.session_id, opened.token


@pytest.mark.parametrize("write", ["{}", "{} ", "LOWER"])
def test_a_code_of_the_page_brings_the_conversation_to_the_phone(world: World, write: str) -> None:
    session_id, token = on_the_web(world)
    world.run(world.chats.say(session_id, NewMessage(text="I live in Chard"), None))
    code = code_of(world, session_id)
    code = code.lower() if write == "LOWER" else write.format(code)

    world.text(ANA, code)

    assert world.sent(ANA) == [MOVED, f"3: {AGAIN}"]
    chat = world.all_sessions()[0]
    assert (chat.id, chat.channel) == (session_id, "sms")
    assert chat.token_hash != token_hash(token), "the page is signed out"
    world.text(ANA, "still here")
    assert world.sent(ANA)[-1] == "4: still here"


def test_telegrams_link_can_carry_the_code(world: World, ana: TelegramUser) -> None:
    session_id, _ = on_the_web(world)
    world.update(ana.writes(f"/start {code_of(world, session_id)}"))
    assert world.sent(str(ana.chat_id))[0] == MOVED
    assert len(world.all_sessions()) == 1


def test_a_conversation_begun_on_the_phone_before_the_code_is_gone(world: World) -> None:
    session_id, _ = on_the_web(world)
    world.text(ANA, "hello to you all")
    world.text(ANA, code_of(world, session_id))
    kept = [chat.id for chat in world.all_sessions() if chat.erased_at is None]
    assert kept == [session_id]
    assert world.sent(ANA) == [MOVED, f"2: {AGAIN}"]


def test_a_conversation_of_the_phone_goes_on_on_the_page(world: World) -> None:
    world.text(ANA, "hello to you all")
    world.send()
    session_id = world.all_sessions()[0].id
    code = code_of(world, session_id)
    with world.database.session() as session:
        chat, token = moves.take_over(session, code, world.clock())
        assert (chat.id, chat.channel, chat.token_hash) == (session_id, "web", token_hash(token))

    answer = world.run(world.chats.say(session_id, NewMessage(text="on the page"), None))

    assert [one.text for one in answer.messages] == ["3: on the page"]
    assert world.sent(ANA) == ["1: /start", "2: hello to you all"], "nothing more goes to the phone"
    world.text(ANA, "and from the phone")
    assert len(world.all_sessions()) == 2, "whoever has the phone now begins anew"
    assert world.sent(ANA)[-1] == "2: and from the phone"


def test_from_one_app_to_another_the_first_has_it_no_more(world: World, ana: TelegramUser) -> None:
    world.text(ANA, "hello to you all")
    session_id = world.all_sessions()[0].id
    world.update(ana.writes(code_of(world, session_id)))
    assert world.sent(str(ana.chat_id)) == [MOVED, f"3: {AGAIN}"]
    assert world.sent(ANA) == []
    assert world.codes() == ["moved", "moved"]


def test_a_wrong_code_is_said_to_be_wrong_and_begins_nothing(world: World) -> None:
    world.text(ANA, "7K4M-2XQD")
    assert world.sent(ANA) == [UNKNOWN]
    assert world.all_sessions() == []


def test_after_five_wrong_codes_in_an_hour_codes_are_ignored_for_an_hour(world: World) -> None:
    session_id, _ = on_the_web(world)
    for sign in "BCDFG":
        world.text(ANA, f"7K4M-2XQ{sign}")
        world.clock.forward(minutes=1)
    world.text(ANA, code_of(world, session_id))
    assert world.all_sessions()[0].channel == "web", "a right one is ignored too"
    assert world.bot.heard[-1] != f"{AGAIN}"
    world.text(RUI, code_of(world, session_id))
    assert world.sent(RUI)[0] == MOVED, "others are not held up"

    world.clock.forward(minutes=61)
    world.text(ANA, code_of(world, session_id))
    assert world.all_sessions()[0].channel == "sms"
    assert MOVED in world.sent(ANA)


def test_five_wrong_codes_over_more_than_an_hour_are_slips(world: World) -> None:
    for sign in "BCDFG":
        world.text(ANA, f"7K4M-2XQ{sign}")
        world.clock.forward(minutes=20)
    world.text(ANA, "7K4M-2XQD")
    assert world.sent(ANA) == [UNKNOWN] * 6
    world.clock.forward(hours=3)
    with world.database.session() as session:
        forget_old(session, world.clock())


class Coordinator:
    """Carla, who answers someone on the phone."""

    def __init__(self, world: World) -> None:
        self._world = world
        with world.database.session() as session:
            request = PersonRequest(
                session_id=world.all_sessions()[0].id, language="en", requested_at=world.clock()
            )
            session.add(request)
            session.flush()
            self._request_id = request.id

    def says(self, text: str) -> None:
        with self._world.database.session() as session:
            hand_over.reply(session, self._request_id, text, name="Carla", now=self._world.clock())

    def leaves(self) -> None:
        with self._world.database.session() as session:
            hand_over.close(session, self._request_id, self._world.clock())


def test_what_a_coordinator_writes_reaches_the_phone_and_the_answer_reaches_them(world: World) -> None:
    world.text(ANA, "I need a person")
    carla = Coordinator(world)
    before = len(world.sent(ANA))

    carla.says("Good morning.")
    world.text(ANA, "I have a question about rent")

    arrived = world.sent(ANA)[before:]
    assert arrived[0].startswith("Carla from the team is here now.")
    assert arrived[0].endswith("1 Go on without a person")
    assert arrived[1:] == ["Carla: Good morning."]
    assert "I have a question about rent" not in world.bot.heard
    carla.leaves()
    world.answer_waiting()
    assert world.sent(ANA)[-1] == f"3: {AGAIN}"


@pytest.mark.parametrize("words", ["1", "Go on without a person"])
def test_on_the_phone_the_button_is_typed(world: World, words: str) -> None:
    world.text(ANA, "I need a person")
    Coordinator(world).says("Good morning.")
    world.text(ANA, words)
    assert world.bot.heard[-1] == hand_over.GO_ON
    world.text(ANA, "I live in Chard")
    assert world.bot.heard[-1] == "I live in Chard"


def test_deleting_deletes_the_sender_too_and_the_receipt_still_arrives(world: World) -> None:
    world.text(ANA, "hello to you all")
    world.text(ANA, "a secret")
    session_id = world.all_sessions()[0].id

    def erases(question: object) -> None:
        with world.database.session() as session:
            erase(session, session_id, world.clock())

    world.bot.while_answering = erases
    world.bot.says = [says("Everything is deleted. Receipt D-7K4M-2XQD.")]
    world.text(ANA, "delete everything")

    assert world.contacts() == []
    assert world.sent(ANA) == ["Everything is deleted. Receipt D-7K4M-2XQD."], "what had not left is gone"
    assert [row.payload for row in world.rows()] == [None], "and its address with it"
    world.bot.while_answering = lambda question: None
    world.text(ANA, "hello again")
    assert world.all_sessions()[-1].id != session_id


def test_conversations_whose_time_is_over_take_their_senders_along(world: World) -> None:
    world.text(ANA, "hello to you all")
    world.text(RUI, "7K4M-2XQD")
    assert len(world.contacts()) == 2
    with world.database.session() as session:
        erase(session, world.all_sessions()[0].id, world.clock())
        contacts.forget_unused(session, world.clock())
    assert world.contacts() == []


def test_a_stop_stays_known_when_the_sender_has_no_conversation(world: World) -> None:
    world.text(ANA, "stop")
    with world.database.session() as session:
        contacts.forget_unused(session, world.clock())
    assert len(world.contacts()) == 1


def test_the_public_interface_opens_no_conversation_in_an_app() -> None:
    for channel in ("sms", "whatsapp", "telegram"):
        with pytest.raises(ValueError, match="channel"):
            NewSession.model_validate({"channel": channel})


def test_an_erased_conversation_has_no_address_left(world: World) -> None:
    world.text(ANA, "hello to you all")
    chat = world.all_sessions()[0]
    with world.database.session() as session:
        erase(session, chat.id, world.clock())
        assert contacts.of_conversation(session, chat.id, "sms") is None
        assert session.get_one(ChatSession, chat.id).erased_at is not None
    assert world.rows() == []
