"""Telegram: the Bot API's updates in, its messages with buttons out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import httpx
import structlog
from pydantic import BaseModel, ConfigDict, Field

from api.channels import references, splitting
from api.channels.heard import Heard, Passed
from api.channels.render import CHOOSE_SEVERAL_BY_TAP, Shown
from api.channels.sending import TIMEOUT, Part, json_of, judged
from api.chat.moves import looks_like_code
from api.core.channel_settings import is_loopback
from api.core.i18n import N_, is_language, translate
from api.core.settings import Settings
from api.notifications.pace import Pace, seconds
from api.notifications.verdicts import Sent, TryLater, Verdict

log = structlog.get_logger()

LONGEST_TEXT = 4096
LONGEST_DATA = 64
UPDATES = ["message", "callback_query"]
# Buttons of a question that takes several answers: one is ticked, and "done" sends what is ticked.
TICK, DONE = "+", "="
TICKED = "✓ "
_BEGINS = re.compile(r"/start(?:@\w+)?(?:\s+(?P<code>\S{1,64}))?\s*", re.I)


class _Wire(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Chat(_Wire):
    id: int
    type: str


class _User(_Wire):
    id: int
    language_code: str | None = Field(default=None, max_length=35)


class _Key(_Wire):
    text: str = Field(max_length=500)
    callback_data: str = Field(default="", max_length=LONGEST_DATA)


class _Keyboard(_Wire):
    inline_keyboard: list[list[_Key]] = Field(default_factory=list, max_length=100)


class _Message(_Wire):
    message_id: int
    chat: _Chat
    sender: _User | None = Field(default=None, alias="from")
    text: str | None = Field(default=None, max_length=16_000)
    caption: str | None = Field(default=None, max_length=16_000)
    reply_markup: _Keyboard | None = None


class _Pressed(_Wire):
    id: str = Field(max_length=64)
    sender: _User = Field(alias="from")
    data: str | None = Field(default=None, max_length=LONGEST_DATA)
    message: _Message | None = None


class Update(_Wire):
    """One update; what Ponte did not ask for is none of the two."""

    update_id: int = Field(ge=0, lt=2**62)
    message: _Message | None = None
    callback_query: _Pressed | None = None

    def heard(self) -> Heard | Passed:
        """What it says; only private chats are listened to."""
        number = {"channel": "telegram", "delivery_id": str(self.update_id), "order_no": self.update_id}
        pressed, message = self.callback_query, self.message
        if pressed is not None and pressed.message is not None and pressed.message.chat.type == "private":
            carried = self.pressed_data()
            if carried:
                return Heard(**number, address=str(pressed.message.chat.id), pressed=carried)
        elif message is not None and message.chat.type == "private":
            return Heard(**number, **_said(message))
        return Passed(**number)

    def pressed_data(self) -> tuple[str, ...]:
        """What was pressed for the conversation: one button, or all ticked ones with "done"."""
        pressed = self.callback_query
        data = pressed.data if pressed else None
        if not data or data.startswith(TICK):
            return ()
        return (
            tuple(key.callback_data[1:] for key in self._keys() if _is_ticked(key))
            if data == DONE
            else (data,)
        )

    def _keys(self) -> list[_Key]:
        pressed = self.callback_query
        markup = pressed.message.reply_markup if pressed and pressed.message else None
        return [key for row in markup.inline_keyboard for key in row] if markup else []

    def keyboard_after(self) -> dict[str, Any] | None:
        """What the message's buttons become by a press: ticked or not; null when they stay as they are."""
        pressed = self.callback_query
        if pressed is None or pressed.message is None or not (pressed.data or "").startswith(TICK):
            return None
        rows = [[_toggled(key, str(pressed.data))] for key in self._keys()]
        return {
            "chat_id": pressed.message.chat.id,
            "message_id": pressed.message.message_id,
            "reply_markup": {"inline_keyboard": rows},
        }

    def reply(self) -> dict[str, Any]:
        """What the answer to the webhook asks Telegram to do: the pressed button must not go on waiting."""
        pressed = self.callback_query
        if pressed is None:
            return {}
        said: dict[str, Any] = {"method": "answerCallbackQuery", "callback_query_id": pressed.id}
        if pressed.data == DONE and not self.pressed_data():
            code = (pressed.sender.language_code or "").split("-")[0]
            language = code if is_language(code) else "en"
            said["text"] = translate(N_("Please choose at least one first."), language)
        return said


def _said(message: _Message) -> dict[str, Any]:
    spoken = (message.sender.language_code or "").split("-")[0] if message.sender else ""
    words = message.text if message.text is not None else message.caption or ""
    # The link t.me/bot?start=CODE sends the code behind the command.
    begins = _BEGINS.fullmatch(words)
    code = begins["code"] if begins and begins["code"] and looks_like_code(begins["code"]) else None
    return {
        "address": str(message.chat.id),
        "text": (code or "") if begins else words,
        "begins": begins is not None and code is None,
        "has_media": message.text is None,
        "language": spoken if is_language(spoken) else None,
    }


def _is_ticked(key: _Key) -> bool:
    return key.callback_data.startswith(TICK) and key.text.startswith(TICKED)


def _toggled(key: _Key, data: str) -> dict[str, str]:
    text = key.text
    if key.callback_data == data:
        text = text.removeprefix(TICKED) if _is_ticked(key) else TICKED + text
    return {"text": text, "callback_data": key.callback_data}


class Telegram:
    """The Bot API, for one bot."""

    channel: str = "telegram"
    window: timedelta | None = None

    def __init__(self, settings: Settings, pace: Pace | None = None) -> None:
        assert settings.telegram_bot_token is not None
        token = settings.telegram_bot_token.get_secret_value()
        # Telegram allows one message a second in a chat and about 30 a second in all.
        self.pace = pace or Pace(25, apart_seconds=1.0)
        self._http = httpx.AsyncClient(
            base_url=f"{settings.telegram_base_url}/bot{token}/",
            timeout=TIMEOUT,
            trust_env=not is_loopback(settings.telegram_base_url),
        )

    async def close(self) -> None:
        """Close every connection."""
        await self._http.aclose()

    async def call(self, method: str, body: dict[str, Any] | None = None) -> httpx.Response:
        """Call a method of the Bot API."""
        return await self._http.post(method, json=body or {})

    async def tick(self, keyboard: dict[str, Any]) -> None:
        """Show what is ticked. If that fails nothing is lost: the tick does not show, and is tapped again."""
        try:
            answer = await self.call("editMessageReplyMarkup", keyboard)
        except httpx.HTTPError:
            log.warning("tick_not_shown", code="telegram_unreachable")
            return
        if answer.status_code != 200:
            log.warning("tick_not_shown", code=f"telegram_{answer.status_code}")

    def parts(self, message: Shown, message_id: str | None) -> Sequence[Part]:
        """Words in pieces; the last carries the buttons."""
        text = message.text or "…"
        if message.together:
            done = translate(N_("Done"), message.language)
            text += "\n" + translate(CHOOSE_SEVERAL_BY_TAP, message.language, done=done)
        *before, last = splitting.pieces(text, LONGEST_TEXT) or ["…"]
        with_buttons = Part(last, message.buttons, message.together, message_id, message.language)
        return [*(Part(piece) for piece in before), with_buttons]

    async def send(self, address: str, part: Part, row_id: int) -> Verdict:
        """Send one message. Telegram knows no way to tell it that a message is the same as before."""
        body: dict[str, Any] = {
            "chat_id": int(address),
            "text": part.text,
            # A preview would open links that are for this person alone.
            "link_preview_options": {"is_disabled": True},
        }
        if part.buttons:
            body["reply_markup"] = {"inline_keyboard": _rows(part)}
        try:
            answer = await self.call("sendMessage", body)
        except httpx.HTTPError:
            return TryLater("telegram_unreachable")
        said = json_of(answer)
        if answer.status_code == 200 and said.get("ok"):
            return Sent()
        asked = (said.get("parameters") or {}).get("retry_after") or answer.headers.get("retry-after")
        return judged("telegram", answer, said.get("error_code"), seconds(asked))


def _rows(part: Part) -> list[list[dict[str, str]]]:
    rows = []
    for place, button in enumerate(part.buttons):
        several = button.payload in part.together
        room = LONGEST_DATA - len(TICK) if several else LONGEST_DATA
        data = references.carried(button.payload, room, part.message_id, place)
        if data is not None:
            rows.append([{"text": button.title, "callback_data": TICK + data if several else data}])
    if part.together:
        done = {"text": translate(N_("Done"), part.language), "callback_data": DONE}
        ticks = sum(row[0]["callback_data"].startswith(TICK) for row in rows)
        rows.insert(ticks, [done])
    return rows
