"""STOP in every language is taken at its word; START begins again."""

from __future__ import annotations

import tomllib

import pytest

from api.channels import keywords
from api.core.i18n import LOCALES
from tests.api.channels.conftest import ANA, RUI, World, says
from tests.support.providers import twilio_error
from tests.support.senders import TelegramUser

STOPS = [(language, word) for language, words in keywords.listed("stop").items() for word in words]
STARTS = [(language, word) for language, words in keywords.listed("start").items() for word in words]


def test_there_are_words_in_every_language_of_the_product() -> None:
    entries = tomllib.loads((LOCALES / "languages.toml").read_text("utf-8"))["language"]
    listed = {entry["code"] for entry in entries} | {"pl", "ro", "bg", "lt", "uk", "ar"}
    assert set(keywords.listed("stop")) == set(keywords.listed("start")) == listed


@pytest.mark.parametrize(("language", "word"), STOPS)
def test_every_stop_word_counts_however_it_is_written(language: str, word: str) -> None:
    for written in (word, word.lower(), f" {word.title()}. ", f"{word}!"):
        assert keywords.is_keyword("stop", written)
    assert not keywords.is_keyword("stop", f"{word} {word} x")


@pytest.mark.parametrize(
    "word", ["OPRESTE", "СТОП", "ВIДПИСАТИСЯ", "Stop the world", "I stopped work", "", "…"]
)
def test_only_the_whole_message_counts(word: str) -> None:
    assert keywords.is_keyword("stop", word) is (word in ("OPRESTE", "СТОП"))


@pytest.mark.parametrize(
    "word", ["stop", "PARAR", "koniec", "OPREȘTE", "спри", "ATSISAKYTI", "відписатися", "إلغاء"]
)
def test_after_stop_one_confirmation_comes_and_nothing_more(world: World, word: str) -> None:
    world.text(f"whatsapp:{ANA}", "Hello to you all")
    world.text(f"whatsapp:{ANA}", word)
    world.text(f"whatsapp:{ANA}", word)
    world.text(f"whatsapp:{ANA}", "are you there?")

    sent = world.sent(f"whatsapp:{ANA}")

    # The answer that still waited was dropped: what was to come before the word is not sent after it.
    assert sent == ["OK. I won't write to you any more. If you want to go on, send me the word START."]
    assert world.codes() == ["opted_out", "opted_out"]
    assert word not in world.bot.heard


def test_a_conversation_in_portuguese_confirms_with_its_own_word(world: World) -> None:
    rosa = TelegramUser(language="pt")
    world.update(rosa.writes("/start"))
    with world.database.session() as session:
        session.merge(world.all_sessions()[0]).language = "pt"
    world.update(rosa.writes("/stop"))
    assert "COMEÇAR" in world.sent(str(rosa.chat_id))[-1]


def test_what_is_said_later_does_not_reach_someone_who_stopped(world: World) -> None:
    world.text(ANA, "Hello to you all")
    world.send()
    world.bot.away = True
    world.text(ANA, "one more question")
    world.text(ANA, "stop")
    world.bot.away = False
    world.answer_waiting()
    assert world.sent(ANA)[2:] == [
        "OK. I won't write to you any more. If you want to go on, send me the word START."
    ]
    assert world.codes() == ["opted_out"]


def test_stop_stops_one_sender_only(world: World) -> None:
    world.text(ANA, "stop")
    world.text(RUI, "Hello to you all")
    assert world.sent(RUI) == ["1: /start", "2: Hello to you all"]


def test_where_twilio_confirms_ponte_does_not(world: World) -> None:
    world.text(ANA, "Hello to you all")
    world.send()
    world.text(ANA, "STOP", OptOutType="STOP")
    world.text(ANA, "anyone?")
    assert world.sent(ANA) == ["1: /start", "2: Hello to you all"]
    world.text(ANA, "START", OptOutType="START")
    assert world.sent(ANA)[2:] == ['3: /go_on{"unseen":true}'], "Twilio has said hello; the question follows"
    world.text(ANA, "HELP", OptOutType="HELP")
    assert len(world.sent(ANA)) == 3


@pytest.mark.parametrize(("language", "word"), STARTS)
def test_every_start_word_counts_however_it_is_written(language: str, word: str) -> None:
    for written in (word, word.lower(), f" {word.title()}. "):
        assert keywords.is_keyword("start", written)


@pytest.mark.parametrize("word", ["START", "voltar", "بدء"])
def test_a_start_word_begins_again_where_it_was(world: World, word: str) -> None:
    world.text(ANA, "Hello to you all")
    world.text(ANA, "stop")
    before = len(world.sent(ANA))
    world.text(ANA, word)
    assert world.sent(ANA)[before:] == [
        "Good to have you back. I write to you again.",
        '3: /go_on{"unseen":true}',
    ]
    world.text(ANA, "more")
    assert world.sent(ANA)[-1] == "4: more"


def test_a_start_word_is_an_ordinary_word_for_someone_who_has_not_stopped(world: World) -> None:
    world.text(ANA, "Hello to you all")
    world.bot.says = [says("Send it?", "Yes", "No")]
    world.text(ANA, "and then?")
    world.text(ANA, "yes")
    assert world.bot.heard[-1] == '/answer{"slot":"home","value":"1"}'


def test_twilio_refusing_because_of_an_earlier_stop_is_a_stop(world: World) -> None:
    world.text(ANA, "Hello to you all")
    world.providers.next_answers = [twilio_error(400, 21610)]
    assert world.sent(ANA) == ["1: /start"], "asked once, refused"
    assert world.codes() == ["opted_out", "opted_out"]
    assert world.contacts()[0].opted_out_at is not None
