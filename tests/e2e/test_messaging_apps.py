"""Somebody without a browser: a conversation by text message and one by Telegram, with all of Ponte running."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.support import senders
from tests.support.providers import Providers, providers
from tests.support.running import Running, running_ponte
from tests.support.senders import Post, TelegramUser

pytestmark = pytest.mark.e2e

PUBLIC = "https://ponte.example"
MARIA = "+447700900123"


@pytest.fixture(scope="module")
def fakes() -> Iterator[Providers]:
    with providers() as found:
        yield found


@pytest.fixture(scope="module")
def with_apps(fakes: Providers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running_ponte(tmp_path_factory.mktemp("apps"), **fakes.environment(PUBLIC)) as running:
        yield running


class Phone:
    """A phone that hears everything before it writes again."""

    def __init__(self, running: Running, fakes: Providers, address: str) -> None:
        self._url = running.base_url
        self._fakes = fakes
        self.address = address

    def posts(self, post: Post) -> httpx.Response:
        began = time.monotonic()
        answer = httpx.post(
            self._url + post.path, data=post.form, json=post.json, headers=post.headers, timeout=10
        )
        assert answer.status_code == 200, answer.text
        assert time.monotonic() - began < 2, "the provider is not kept waiting"
        return answer

    def hears(self, expected: str, seconds: float = 60.0) -> str:
        """The last words that came, as soon as `expected` is in them."""
        deadline = time.monotonic() + seconds
        while not (words := self._fakes.sent(self.address)) or expected not in words[-1]:
            assert time.monotonic() < deadline, f"{expected!r} did not come, but {words}"
            time.sleep(0.1)
        return words[-1]

    def writes(self, text: str) -> None:
        self.posts(senders.message(PUBLIC, self.address, text))


def test_a_conversation_in_portuguese_by_text_message(with_apps: Running, fakes: Providers) -> None:
    maria = Phone(with_apps, fakes, MARIA)

    maria.writes("Olá")
    assert maria.hears("2 Português").startswith("Hello! I'm Ponte.")
    maria.writes("2")
    assert maria.hears("1 Sim, está bem").startswith("Vou perguntar-lhe")
    maria.writes("1")
    maria.hears("O que aconteceu com o seu trabalho?")
    maria.writes("fui despedida da Oscar Mayer")
    maria.hears("Qual é o seu primeiro nome?")
    maria.writes("chamo-me Maria João")
    maria.hears("Qual é o melhor telefone ou e-mail para falar consigo?")
    maria.writes("o meu número é 07700 900 123")
    maria.hears("Onde mora?")
    maria.writes("PARAR")
    maria.hears("COMEÇAR")
    heard = len(fakes.sent(MARIA))
    maria.writes("moro em Chard")
    time.sleep(3)
    assert len(fakes.sent(MARIA)) == heard, "nothing comes after a stop"
    maria.writes("começar")
    maria.hears("Onde mora?")


def test_a_conversation_with_buttons_by_telegram(with_apps: Running, fakes: Providers) -> None:
    ana = TelegramUser(chat_id=55009, language="pt")
    phone = Phone(with_apps, fakes, str(ana.chat_id))

    def keyboard() -> list[list[dict[str, str]]]:
        """The buttons under the question, which may come after other words."""
        deadline = time.monotonic() + 30
        while True:
            last = [one for one in fakes.bodies("/sendMessage") if one["chat_id"] == ana.chat_id][-1]
            if "reply_markup" in last:
                keys: list[list[dict[str, str]]] = last["reply_markup"]["inline_keyboard"]
                return keys
            assert time.monotonic() < deadline, last
            time.sleep(0.1)

    def then(update: dict[str, Any]) -> str:
        """Have an update delivered, and wait for what is said next."""
        before = len(fakes.sent(phone.address))
        phone.posts(senders.telegram_post(update))
        return fakes.wait_for(phone.address, before + 1)[-1]

    assert then(ana.writes("/start")).startswith("Vou perguntar-lhe"), "in the language of the app"
    titles = [row[0]["text"] for row in keyboard()]
    assert titles == ["Sim, está bem", "Não", "Porque pergunta?"]
    then(ana.presses(keyboard()[0][0]["callback_data"], keyboard()))
    phone.hears("O que aconteceu com o seu trabalho?")
    then(ana.presses(keyboard()[2][0]["callback_data"], keyboard()))
    then(ana.writes("chamo-me Ana"))
    then(ana.writes("07700 900 124"))
    then(ana.writes("moro em Chard"))
    then(ana.writes("limpezas e cozinha"))
    asked = []
    while not any(row[0]["callback_data"] == "=" for row in keyboard()):
        asked.append(then(ana.presses(keyboard()[0][0]["callback_data"], keyboard())))
        assert len(asked) < 12, asked

    # A question that takes several answers: two are ticked, then sent.
    keys = keyboard()
    for ticked, place in enumerate((0, 2), start=1):
        phone.posts(senders.telegram_post(ana.presses(keys[place][0]["callback_data"], keys)))
        deadline = time.monotonic() + 30
        while len(edits := fakes.bodies("/editMessageReplyMarkup")) < ticked:
            assert time.monotonic() < deadline, "the tick does not show"
            time.sleep(0.1)
        keys = edits[-1]["reply_markup"]["inline_keyboard"]
    assert [row[0]["text"].startswith("✓") for row in keys[:3]] == [True, False, True]
    question = fakes.sent(phone.address)[-1]
    assert then(ana.presses("=", keys)) != question
