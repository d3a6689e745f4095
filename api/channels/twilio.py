"""Twilio: its webhooks in, SMS and WhatsApp messages out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Literal

import httpx
import structlog
from pydantic import BaseModel, ConfigDict, Field
from starlette.datastructures import ImmutableMultiDict
from twilio.request_validator import RequestValidator

from api.channels import splitting, whatsapp_buttons
from api.channels.heard import Heard
from api.channels.render import Shown
from api.channels.sending import TIMEOUT, Part, json_of, judged
from api.core.channel_settings import is_loopback
from api.core.settings import Settings
from api.notifications.pace import Pace, seconds
from api.notifications.verdicts import GiveUp, Sent, TryLater, Verdict

log = structlog.get_logger()

LONGEST_SMS = 1600
WHATSAPP = "whatsapp:"
STATUS_PATH = "/webhooks/twilio/status"
# Twilio's numbers for what Ponte has its own codes for.
_OPTED_OUT = {"21610"}
_WINDOW_CLOSED = {"63016"}


class _Form(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Incoming(_Form):
    """A message as Twilio posts it."""

    sid: str = Field(alias="MessageSid", pattern=r"^[A-Z]{2}[0-9a-fA-F]{32}$")
    sender: str = Field(alias="From", pattern=r"^(whatsapp:)?[^\x00:]{2,60}$")
    body: str = Field(default="", alias="Body", max_length=16_000)
    button_payload: str = Field(default="", alias="ButtonPayload", max_length=1_000)
    button_text: str = Field(default="", alias="ButtonText", max_length=1_000)
    list_id: str = Field(default="", alias="ListId", max_length=1_000)
    num_media: int = Field(default=0, alias="NumMedia", ge=0, le=100)
    opt_out_type: Literal["", "STOP", "START", "HELP"] = Field(default="", alias="OptOutType")

    def heard(self) -> Heard:
        """What it says."""
        pressed = self.button_payload or self.list_id
        text = self.body or self.button_text
        # Whatever comes without a word and is no button is something to look at or listen to.
        has_media = self.num_media > 0 or not (text.strip() or pressed or self.opt_out_type)
        return Heard(
            channel="whatsapp" if self.sender.startswith(WHATSAPP) else "sms",
            delivery_id=self.sid,
            address=self.sender.removeprefix(WHATSAPP),
            text=text,
            pressed=(pressed,) if pressed else (),
            has_media=has_media,
            keyword=_KEYWORDS[self.opt_out_type],
        )


_KEYWORDS: dict[str, Literal["stop", "start", "help"] | None] = {
    "": None,
    "STOP": "stop",
    "START": "start",
    "HELP": "help",
}


class Delivered(_Form):
    """How a message fared after it was sent."""

    sid: str = Field(alias="MessageSid", pattern=r"^[A-Z]{2}[0-9a-fA-F]{32}$")
    status: str = Field(alias="MessageStatus", max_length=20)
    error_code: str = Field(default="", alias="ErrorCode", pattern=r"^[0-9]{0,6}$")

    @property
    def lost(self) -> str | None:
        """The code of why it never arrived; null when it did or still may."""
        if self.status not in ("failed", "undelivered"):
            return None
        return code_of(self.error_code or self.status)


def code_of(error: object) -> str:
    """Ponte's code of an error by Twilio's number."""
    number = str(error)
    if number in _OPTED_OUT:
        return "opted_out"
    return "whatsapp_window_closed" if number in _WINDOW_CLOSED else f"twilio_{number}"


def is_signed(settings: Settings, path: str, form: ImmutableMultiDict[str, str], signature: str) -> bool:
    """Whether Twilio itself sent a form to this path of the public address."""
    assert settings.twilio_auth_token is not None
    validator = RequestValidator(settings.twilio_auth_token.get_secret_value())
    return bool(validator.validate(settings.base_url + path, form, signature))


class TwilioAccount:
    """The REST API, for one account."""

    def __init__(self, settings: Settings) -> None:
        assert settings.twilio_account_sid is not None
        assert settings.twilio_auth_token is not None
        self._sid = settings.twilio_account_sid
        self._content_url = settings.twilio_content_url
        self.status_url = settings.base_url + STATUS_PATH
        self._http = httpx.AsyncClient(
            base_url=settings.twilio_base_url,
            auth=(self._sid, settings.twilio_auth_token.get_secret_value()),
            timeout=TIMEOUT,
            trust_env=not is_loopback(settings.twilio_base_url),
        )

    async def close(self) -> None:
        """Close every connection."""
        await self._http.aclose()

    async def read(self) -> httpx.Response:
        """What Twilio tells about the account."""
        return await self._http.get(f"/2010-04-01/Accounts/{self._sid}.json")

    async def send(self, form: dict[str, str]) -> httpx.Response:
        """Send a message. Twilio knows no way to tell it that a message is the same as before."""
        return await self._http.post(f"/2010-04-01/Accounts/{self._sid}/Messages.json", data=form)

    async def make_template(self, body: dict[str, Any]) -> httpx.Response:
        """Keep a template for messages with buttons."""
        return await self._http.post(f"{self._content_url}/v1/Content", json=body)


class Sms:
    """Text messages: buttons are a numbered list."""

    channel: str = "sms"
    window: timedelta | None = None

    def __init__(self, account: TwilioAccount, number: str, pace: Pace | None = None) -> None:
        # A long code sends one message a second.
        self.pace = pace or Pace(1)
        self._account = account
        self._number = number

    def parts(self, message: Shown, message_id: str | None) -> Sequence[Part]:
        """The words with the buttons as a list, in pieces Twilio takes."""
        return [Part(piece) for piece in splitting.pieces(message.numbered or "…", LONGEST_SMS)]

    async def send(self, address: str, part: Part, row_id: int) -> Verdict:
        """Send one text message."""
        form = {"To": address, "From": self._number, "Body": part.text}
        # Curly quotes and dashes become plain ones, where that keeps a message in the cheap alphabet.
        return await _sent(self._account, {**form, "SmartEncoded": "true"}, row_id)


class WhatsApp:
    """WhatsApp: buttons or a list where they fit, else a numbered list; within a day of the last message."""

    channel: str = "whatsapp"
    window: timedelta | None = timedelta(hours=24)

    def __init__(
        self,
        account: TwilioAccount,
        number: str,
        templates: whatsapp_buttons.Templates,
        pace: Pace | None = None,
    ) -> None:
        self.pace = pace or Pace(20)
        self._account = account
        self._number = number
        self._templates = templates

    def parts(self, message: Shown, message_id: str | None) -> Sequence[Part]:
        """The words in pieces; the last may carry buttons."""
        return whatsapp_buttons.parts(message, message_id)

    async def send(self, address: str, part: Part, row_id: int) -> Verdict:
        """Send one message."""
        form = {"To": WHATSAPP + address, "From": WHATSAPP + self._number}
        if not part.buttons:
            return await _sent(self._account, {**form, "Body": part.text}, row_id)
        try:
            found = await self._templates.find(part, self._account.make_template)
        except httpx.HTTPError:
            return TryLater("twilio_unreachable")
        if isinstance(found, httpx.Response):
            refused = _refused(found)
            if isinstance(refused, TryLater):
                return refused
            # Without buttons the question can still be answered.
            log.warning("buttons_refused", code=refused.code)
            return await _sent(self._account, {**form, "Body": whatsapp_buttons.in_words(part)}, row_id)
        variables = json.dumps({"1": part.text}, ensure_ascii=False)
        return await _sent(
            self._account, {**form, "ContentSid": found, "ContentVariables": variables}, row_id
        )


async def _sent(account: TwilioAccount, form: dict[str, str], row_id: int) -> Verdict:
    callback = f"{account.status_url}?row={row_id}"
    try:
        answer = await account.send({**form, "StatusCallback": callback})
    except httpx.HTTPError:
        return TryLater("twilio_unreachable")
    return Sent() if answer.status_code == 201 else _refused(answer)


def _refused(answer: httpx.Response) -> TryLater | GiveUp:
    code = json_of(answer).get("code")
    if code is not None and code_of(code) in ("opted_out", "whatsapp_window_closed"):
        return GiveUp(code_of(code))
    return judged("twilio", answer, code, seconds(answer.headers.get("retry-after")))
