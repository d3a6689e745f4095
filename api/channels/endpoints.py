"""What the providers of messaging apps call: kept at once, answered afterwards."""

from __future__ import annotations

import asyncio
import hmac
from typing import Annotated, TypeVar
from urllib.parse import parse_qsl

from fastapi import APIRouter, BackgroundTasks, Depends, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ValidationError
from starlette.datastructures import ImmutableMultiDict

from api.channels import twilio
from api.channels.heard import Heard
from api.channels.inbound import Inbox
from api.channels.telegram import Telegram, Update
from api.chat import contacts
from api.chat.models import ChannelContact
from api.core import outbox
from api.core.clock import Clock
from api.core.db import Database
from api.core.errors import DomainError
from api.core.i18n import N_
from api.core.limits import TooLarge
from api.core.problems import refusals
from api.core.settings import Settings

router = APIRouter(prefix="/webhooks", tags=["messaging apps"])

Wire = TypeVar("Wire", bound=BaseModel)

MOST_FIELDS = 200
_TWILIO_APPS = ("sms", "whatsapp")
# Twilio takes this for "no answer in the same breath".
_NOTHING_TO_SAY = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'


class AppOff(DomainError):
    """The messaging app is not set up."""

    code = "channels.off"
    status = 404
    sentence = N_("This messaging app is not set up here.")


class SignatureWrong(DomainError):
    """The call does not come from the provider."""

    code = "channels.signature_wrong"
    status = 403
    sentence = N_("This call is not signed as it should be.")


class DeliveryUnreadable(DomainError):
    """The provider's call has another form than it should."""

    code = "request.invalid"
    status = 422
    sentence = N_("Something in the request is missing or has the wrong form.")


class NotAForm(DomainError):
    """Twilio sends forms."""

    code = "unsupported_media_type"
    status = 415
    sentence = N_("Please send a form.")


_REFUSALS = refusals(AppOff, SignatureWrong, DeliveryUnreadable, TooLarge)


def _inbox(request: Request) -> Inbox:
    found: Inbox = request.app.state.inbox
    return found


InboxDep = Annotated[Inbox, Depends(_inbox)]


async def signed_form(request: Request) -> ImmutableMultiDict[str, str]:
    """The form Twilio signed."""
    settings: Settings = request.app.state.settings
    if not set(_TWILIO_APPS) & set(settings.channels):
        raise AppOff
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise NotAForm
    try:
        fields = parse_qsl(
            (await request.body()).decode(),
            keep_blank_values=True,
            max_num_fields=MOST_FIELDS,
            errors="strict",
        )
    except ValueError:
        raise DeliveryUnreadable from None
    form = ImmutableMultiDict(fields)
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if not twilio.is_signed(settings, path, form, request.headers.get("x-twilio-signature", "")):
        raise SignatureWrong
    return form


SignedForm = Annotated[ImmutableMultiDict[str, str], Depends(signed_form)]


async def from_telegram(request: Request) -> None:
    """Let only Telegram in, by the secret it was given with the address."""
    settings: Settings = request.app.state.settings
    if "telegram" not in settings.channels or settings.telegram_secret is None:
        raise AppOff
    given = request.headers.get("x-telegram-bot-api-secret-token", "")
    if not hmac.compare_digest(given.encode(), settings.telegram_secret.get_secret_value().encode()):
        raise SignatureWrong


def _read(model: type[Wire], form: ImmutableMultiDict[str, str]) -> Wire:
    try:
        return model.model_validate(dict(form))
    except ValidationError:
        raise DeliveryUnreadable from None


@router.post("/twilio", responses={200: {"content": {"text/xml": {}}}, **_REFUSALS, **refusals(NotAForm)})
async def hear_from_twilio(
    form: SignedForm, inbox: InboxDep, later: BackgroundTasks, request: Request
) -> Response:
    """A text message or WhatsApp message."""
    heard = _read(twilio.Incoming, form).heard()
    settings: Settings = request.app.state.settings
    if heard.channel not in settings.channels:
        raise AppOff
    if await inbox.keep(heard):
        later.add_task(inbox.go_on, heard)
    return Response(_NOTHING_TO_SAY, media_type="text/xml")


@router.post("/twilio/status", status_code=204, responses={**_REFUSALS, **refusals(NotAForm)})
async def hear_how_it_fared(
    form: SignedForm, request: Request, row: Annotated[int | None, Query(ge=1, lt=2**62)] = None
) -> Response:
    """Whether a message that was sent has arrived."""
    code = _read(twilio.Delivered, form).lost
    if code is not None and row is not None:
        await asyncio.to_thread(_lost, request.app.state.database, request.app.state.clock, row, code)
    return Response(status_code=204)


def _lost(database: Database, clock: Clock, row: int, code: str) -> None:
    now = clock()
    with database.session() as session:
        key = outbox.report_lost(session, row, _TWILIO_APPS, code, now)
        if key is None or code != "opted_out":
            return
        contact: ChannelContact | None = contacts.of_conversation(session, key, "sms")
        if contact is not None:
            contact.opted_out_at = contact.opted_out_at or now


@router.post("/telegram", dependencies=[Depends(from_telegram)], responses=_REFUSALS)
async def hear_from_telegram(request: Request, inbox: InboxDep, later: BackgroundTasks) -> JSONResponse:
    """An update: words, a pressed button, or something Ponte has no use for."""
    try:
        update = Update.model_validate_json(await request.body())
    except ValidationError:
        raise DeliveryUnreadable from None
    heard = update.heard()
    if await inbox.keep(heard):
        if isinstance(heard, Heard):
            later.add_task(inbox.go_on, heard)
        keyboard = update.keyboard_after()
        if keyboard is not None:
            telegram: Telegram = request.app.state.telegram
            later.add_task(telegram.tick, keyboard)
    return JSONResponse(update.reply())
