"""Rasa dies in the middle of a conversation: nothing is lost, nothing is answered twice."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable

import pytest

from tests.support.candidate import Candidate
from tests.support.running import Running

pytestmark = pytest.mark.e2e


def test_messages_sent_while_rasa_is_down_are_answered_once_when_it_is_back(
    ponte: Running, candidate: Callable[[str | None], Candidate]
) -> None:
    rui = candidate("pt")
    rui.writes("sim")
    assert rui.asked == "situation"
    os.kill(ponte.pid_of("rasa"), signal.SIGKILL)
    rui.writes("não estou a trabalhar")
    assert rui.last["pending"] is True
    assert rui.text == "Volto já. Guardei a sua mensagem e respondo aqui."
    rui.writes("chamo-me Rui")
    assert rui.last["pending"] is True

    ponte.wait_until(ready=True, seconds=240)
    deadline = time.monotonic() + 60
    while (transcript := rui.http.get(rui.path).raise_for_status().json())["pending"]:
        assert time.monotonic() < deadline, "the kept messages were not answered"
        time.sleep(0.5)
    lines = [(line["from"], line["text"]) for line in transcript["messages"]]
    mine = [text for sender, text in lines if sender == "candidate"]
    assert mine == ["sim", "não estou a trabalhar", "chamo-me Rui"]
    after = lines[lines.index(("candidate", "não estou a trabalhar")) + 1 :]
    assert after == [
        ("bot", "Qual é o seu primeiro nome?"),
        ("candidate", "chamo-me Rui"),
        ("bot", "Qual é o melhor telefone ou e-mail para falar consigo?"),
    ]
    assert transcript["expects"]["slot"] == "contact"
    assert rui.profile()["first_name"] == "Rui"
