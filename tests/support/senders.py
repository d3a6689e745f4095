"""People who write by phone: what a provider would post to Ponte for them, really signed."""

from __future__ import annotations

import itertools
import uuid
from dataclasses import dataclass
from typing import Any

from twilio.request_validator import RequestValidator

from tests.support.providers import ACCOUNT_SID, AUTH_TOKEN, SECRET, SMS_FROM, WHATSAPP_FROM


@dataclass(frozen=True)
class Post:
    """A request to one of Ponte's webhooks."""

    path: str
    headers: dict[str, str]
    form: dict[str, str] | None = None
    json: Any = None


def twilio_post(public_url: str, path: str, form: dict[str, str], token: str = AUTH_TOKEN) -> Post:
    """A form signed as Twilio signs it."""
    signature = RequestValidator(token).compute_signature(public_url + path, form)
    return Post(path, {"X-Twilio-Signature": signature}, form=form)


def message(public_url: str, sender: str, body: str = "", **more: str) -> Post:
    """A message by SMS, or by WhatsApp from a ``whatsapp:`` number."""
    to = f"whatsapp:{WHATSAPP_FROM}" if sender.startswith("whatsapp:") else SMS_FROM
    form = {
        "MessageSid": f"SM{uuid.uuid4().hex}",
        "AccountSid": ACCOUNT_SID,
        "From": sender,
        "To": to,
        "Body": body,
        "NumMedia": "0",
        "NumSegments": "1",
        **more,
    }
    return twilio_post(public_url, "/webhooks/twilio", form)


def status(public_url: str, row: int, state: str, error: str = "") -> Post:
    """How a message fared."""
    form = {"MessageSid": f"SM{uuid.uuid4().hex}", "MessageStatus": state, "AccountSid": ACCOUNT_SID}
    if error:
        form["ErrorCode"] = error
    return twilio_post(public_url, f"/webhooks/twilio/status?row={row}", form)


def telegram_post(update: Any, secret: str = SECRET) -> Post:
    """An update with the secret Telegram was given."""
    return Post("/webhooks/telegram", {"X-Telegram-Bot-Api-Secret-Token": secret}, json=update)


class TelegramUser:
    """Somebody with Telegram; all of a test share one count of updates, as all of a bot do."""

    _updates = itertools.count(700_000_001)

    def __init__(self, chat_id: int = 55001, language: str = "en") -> None:
        self.chat_id = chat_id
        self._who = {"id": chat_id, "is_bot": False, "first_name": "Ana", "language_code": language}
        self._messages = itertools.count(1)

    def _message(self, **content: Any) -> dict[str, Any]:
        chat = {"id": self.chat_id, "type": "private", "first_name": "Ana"}
        return {"message_id": next(self._messages), "from": self._who, "chat": chat, "date": 0, **content}

    def writes(self, text: str, **content: Any) -> dict[str, Any]:
        """Words."""
        return {"update_id": next(self._updates), "message": self._message(text=text, **content)}

    def sends(self, **content: Any) -> dict[str, Any]:
        """Something else than words."""
        return {"update_id": next(self._updates), "message": self._message(**content)}

    def presses(self, data: str, keyboard: list[list[dict[str, str]]] | None = None) -> dict[str, Any]:
        """A button under a message of the bot."""
        under = self._message(text="…", reply_markup={"inline_keyboard": keyboard or []})
        pressed = {"id": uuid.uuid4().hex, "from": self._who, "message": under, "data": data}
        return {"update_id": next(self._updates), "callback_query": {**pressed, "chat_instance": "1"}}
