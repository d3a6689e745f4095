"""A message as each app can show it: numbered, as buttons, as a list; never more than the app takes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from api.channels.render import shown
from tests.api.channels.conftest import ANA, World, buttons, says
from tests.support.senders import TelegramUser

WA = f"whatsapp:{ANA}"
CARD = {
    "opportunity_id": "opp_1",
    "type": "job",
    "kind": "Job",
    "title": "Porter",
    "employer": "Musgrove Park Hospital",
    "place": "Taunton",
    "distance": "3 miles, about 20 minutes",
    "pay": "from £12.30 an hour",
    "hours": "20 to 37.5 hours a week",
    "next_intake": None,
    "why": ["You can lift and carry.", "The hours fit."],
    "missing": ["A reference."],
    "guaranteed_interview": "Interview guaranteed",
    "payload": '/answer{"slot":"choose_match","value":"opp_1"}',
}
LONG = "opp_" + "9f2c" * 20
SHIFTS = {"slot": "shifts", "kind": "multi"}


def letter(body: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"body": body, "language": "en", **more}


def shifts() -> list[dict[str, str]]:
    ticks = [
        {"title": title, "payload": '/answer{"slot":"shifts","value":"%s"}' % value}
        for title, value in (("Early", "early"), ("Day", "day"), ("Late", "late"), ("Night", "night"))
    ]
    return [*ticks, {"title": "Prefer not to say", "payload": "/skip"}]


def after_hello(
    world: World, *bodies: dict[str, Any], to: str = ANA, expects: Any = None
) -> list[dict[str, Any]]:
    """What the provider is asked to send for what the bot says."""
    world.text(to, "Hello to you all")
    world.sent(to)
    before = len(world.providers.calls)
    world.bot.says, world.bot.expects = list(bodies), expects or {"slot": "home", "kind": "choice"}
    world.text(to, "go on")
    world.send()
    return [call.body for call in world.providers.calls[before:]]


def test_buttons_are_a_numbered_list_by_text_message_and_a_number_presses(world: World) -> None:
    (sent,) = after_hello(world, says("Shall I send it?", "Yes, send it", "No, thank you"))
    assert sent["Body"] == "Shall I send it?\n1 Yes, send it\n2 No, thank you"
    world.text(ANA, "2")
    assert world.bot.heard[-1] == '/answer{"slot":"home","value":"2"}'


@pytest.mark.parametrize("words", ["1 3 4", "1,3,4", "1, 3 & 4", "1.3.4.", "1 3 4 3"])
def test_several_answers_are_several_numbers(world: World, words: str) -> None:
    (sent,) = after_hello(world, {**says("When can you work?"), "quick_replies": shifts()}, expects=SHIFTS)
    assert sent["Body"].splitlines()[-2:] == [
        "5 Prefer not to say",
        "You can choose more than one. Write the numbers, for example: 1 3",
    ]
    world.text(ANA, words)
    assert world.bot.heard[-1] == '/answer{"slot":"shifts","value":["early","late","night"]}'


@pytest.mark.parametrize("words", ["1 5", "1 9", "0 1", "1 3 nights"])
def test_numbers_that_are_not_all_answers_stay_words(world: World, words: str) -> None:
    after_hello(world, {**says("When can you work?"), "quick_replies": shifts()}, expects=SHIFTS)
    world.text(ANA, words)
    assert world.bot.heard[-1] == words


def test_cards_and_links_become_lines() -> None:
    body = says(
        "These fit you.", links=[{"title": "Your CV", "url": "https://ponte.example/cv"}], cards=[CARD]
    )
    assert shown(letter(body)).text == (
        "These fit you.\n\n"
        "1. Porter\n"
        "Musgrove Park Hospital, Taunton, 3 miles, about 20 minutes\n"
        "from £12.30 an hour\n"
        "20 to 37.5 hours a week\n"
        "Interview guaranteed\n"
        "Why it fits you: You can lift and carry.; The hours fit.\n"
        "Still needed: A reference.\n\n"
        "Your CV: https://ponte.example/cv"
    )


def test_a_button_that_carries_its_number_is_not_numbered_twice() -> None:
    body = {**says("Which one?"), "quick_replies": [{"title": "1. Porter", "payload": "/skip"}]}
    assert shown(letter(body)).numbered == "Which one?\n1 Porter"


def test_a_person_of_the_team_is_named() -> None:
    assert shown(letter(says("Good morning."), author="Carla")).text == "Carla: Good morning."


def test_a_long_text_message_is_sent_in_pieces_at_ends_of_sentences(world: World) -> None:
    sentence = "Here is one of many sentences that were written for this. "
    sent = after_hello(world, says(sentence * 60))
    assert len(sent) == 3
    assert all(len(one["Body"]) <= 1600 and one["Body"].endswith("this.") for one in sent)


@pytest.mark.parametrize("count", [1, 3])
def test_up_to_three_short_buttons_are_reply_buttons_on_whatsapp(world: World, count: int) -> None:
    template, sent = after_hello(world, says("Which?", *(f"Choice {one}" for one in range(count))), to=WA)
    content = template["types"]["twilio/quick-reply"]
    assert content["body"] == "{{1}}"
    assert [one["id"] for one in content["actions"]] == [one["payload"] for one in buttons(*"abc"[:count])]
    assert sent["ContentSid"].startswith("HX")
    assert json.loads(sent["ContentVariables"]) == {"1": "Which?"}
    assert "Body" not in sent


@pytest.mark.parametrize("count", [4, 10])
def test_four_to_ten_are_a_list_on_whatsapp(world: World, count: int) -> None:
    template, sent = after_hello(world, says("Which?", *(f"Choice {one}" for one in range(count))), to=WA)
    items = template["types"]["twilio/list-picker"]["items"]
    assert [one["item"] for one in items] == [f"Choice {one}" for one in range(count)]
    assert all(1 <= len(one["description"]) <= 72 for one in items)
    assert "ContentSid" in sent


@pytest.mark.parametrize(
    "titles",
    [
        [f"Choice {one}" for one in range(11)],
        ["Yes", "A title that is longer than any list takes"],
        ["The same", "The same"],
    ],
)
def test_more_or_longer_ones_are_a_numbered_list_on_whatsapp_and_a_number_presses(
    world: World, titles: list[str]
) -> None:
    (sent,) = after_hello(world, says("Which?", *titles), to=WA)
    assert sent["Body"].splitlines()[1] == f"1 {titles[0]}"
    world.text(WA, "2")
    assert world.bot.heard[-1] == '/answer{"slot":"home","value":"2"}'


def test_a_title_too_long_for_a_button_but_not_for_a_list_makes_a_list(world: World) -> None:
    template, _ = after_hello(world, says("Which?", "Just over twenty signs", "No"), to=WA)
    assert "twilio/list-picker" in template["types"]


def test_a_template_is_made_once_and_holds_nobodys_words(world: World) -> None:
    after_hello(world, says("Ana, shall I?", "Yes", "No"), to=WA)
    world.bot.says = [says("Ana, really?", "Yes", "No")]
    world.text(WA, "Yes")
    world.send()
    templates = world.providers.bodies("/v1/Content")
    assert len(templates) == 1
    assert "Ana" not in str(templates)


def test_line_breaks_go_before_the_question_of_a_template(world: World) -> None:
    body = says("Hello Ana.\nThese fit you.\nWhich one?", "1. Porter", "None", cards=[CARD])
    words, _template, sent = after_hello(world, body, to=WA)
    assert words["Body"].startswith("1. Porter\nMusgrove Park Hospital")
    assert words["Body"].endswith("Hello Ana.\nThese fit you.")
    assert json.loads(sent["ContentVariables"]) == {"1": "Which one?"}


def test_several_answers_on_whatsapp_are_numbers(world: World) -> None:
    (sent,) = after_hello(
        world, {**says("When can you work?"), "quick_replies": shifts()}, to=WA, expects=SHIFTS
    )
    assert sent["Body"].endswith("for example: 1 3")
    world.text(WA, "1 2")
    assert world.bot.heard[-1] == '/answer{"slot":"shifts","value":["early","day"]}'


class OnTelegram:
    """A conversation by Telegram."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.ana = TelegramUser()
        world.update(self.ana.writes("/start"))
        world.send()

    def shows(self, *bodies: dict[str, Any], expects: Any = None) -> list[dict[str, Any]]:
        before = len(self.world.providers.calls)
        self.world.bot.says = list(bodies)
        self.world.bot.expects = expects or {"slot": "home", "kind": "choice"}
        self.world.update(self.ana.writes("go on"))
        self.world.send()
        return [call.body for call in self.world.providers.calls[before:]]


@pytest.fixture
def telegram(world: World) -> OnTelegram:
    return OnTelegram(world)


def test_buttons_on_telegram_stand_under_the_words(telegram: OnTelegram) -> None:
    (sent,) = telegram.shows(says("Shall I?", "Yes", "No"))
    assert sent["text"] == "Shall I?"
    assert sent["link_preview_options"] == {"is_disabled": True}
    assert sent["reply_markup"]["inline_keyboard"] == [
        [{"text": "Yes", "callback_data": '/answer{"slot":"home","value":"1"}'}],
        [{"text": "No", "callback_data": '/answer{"slot":"home","value":"2"}'}],
    ]


def test_a_payload_too_long_for_telegram_is_kept_here_and_found_again(telegram: OnTelegram) -> None:
    payload = '/answer{"slot":"choose_match","value":"%s"}' % LONG
    body = {**says("Which one?"), "quick_replies": [{"title": "1. Porter", "payload": payload}]}
    (sent,) = telegram.shows(body)
    (key,) = sent["reply_markup"]["inline_keyboard"][0]
    assert len(key["callback_data"]) <= 64
    telegram.world.update(telegram.ana.presses(key["callback_data"]))
    assert telegram.world.bot.heard[-1] == payload


def test_somebody_elses_button_does_nothing(telegram: OnTelegram) -> None:
    payload = '/answer{"slot":"choose_match","value":"%s"}' % LONG
    body = {**says("Which one?"), "quick_replies": [{"title": "1. Porter", "payload": payload}]}
    (sent,) = telegram.shows(body)
    data = sent["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    telegram.world.update(TelegramUser(chat_id=66).presses(data))
    assert telegram.world.bot.heard[-1] == "/start", "they have a conversation of their own"


def test_long_words_on_telegram_come_in_pieces_and_the_last_has_the_buttons(telegram: OnTelegram) -> None:
    sent = telegram.shows(says("Some words. " * 500, "Yes"))
    assert len(sent) == 2
    assert "reply_markup" not in sent[0]
    assert "reply_markup" in sent[1]


def test_several_answers_on_telegram_are_ticked_then_done(telegram: OnTelegram) -> None:
    world, ana = telegram.world, telegram.ana
    (sent,) = telegram.shows({**says("When?"), "quick_replies": shifts()}, expects=SHIFTS)
    assert sent["text"].endswith("You can choose more than one. Then press “Done”.")
    keyboard = sent["reply_markup"]["inline_keyboard"]
    assert [row[0]["text"] for row in keyboard] == [
        "Early",
        "Day",
        "Late",
        "Night",
        "Done",
        "Prefer not to say",
    ]
    heard = len(world.bot.heard)

    for place in (0, 3, 1, 1):
        press = ana.presses(keyboard[place][0]["callback_data"], keyboard)
        assert world.update(press).json()["method"] == "answerCallbackQuery"
        keyboard = world.providers.bodies("/editMessageReplyMarkup")[-1]["reply_markup"]["inline_keyboard"]
    assert [row[0]["text"] for row in keyboard][:4] == ["✓ Early", "Day", "Late", "✓ Night"]
    assert len(world.bot.heard) == heard, "ticking is no answer yet"

    world.update(ana.presses("=", keyboard))
    assert world.bot.heard[-1] == '/answer{"slot":"shifts","value":["early","night"]}'


def test_done_without_a_tick_says_what_to_do(telegram: OnTelegram) -> None:
    (sent,) = telegram.shows({**says("When?"), "quick_replies": shifts()}, expects=SHIFTS)
    heard = len(telegram.world.bot.heard)
    answer = telegram.world.update(telegram.ana.presses("=", sent["reply_markup"]["inline_keyboard"]))
    assert answer.json()["text"] == "Please choose at least one first."
    assert len(telegram.world.bot.heard) == heard


def test_one_tick_is_one_answer(telegram: OnTelegram) -> None:
    keyboard = [[{"text": "✓ Early", "callback_data": '+/answer{"slot":"shifts","value":"early"}'}]]
    telegram.world.update(telegram.ana.presses("=", keyboard))
    assert telegram.world.bot.heard[-1] == '/answer{"slot":"shifts","value":"early"}'


def test_words_typed_on_telegram_press_too(telegram: OnTelegram) -> None:
    telegram.shows(says("Shall I?", "Yes, send it", "No"))
    telegram.world.update(telegram.ana.writes("yes send it"))
    assert telegram.world.bot.heard[-1] == '/answer{"slot":"home","value":"1"}'
