"""Buttons on WhatsApp: which messages can have them, and the provider's templates that carry them.

A template holds what is written on the buttons and what they carry; the words above them are its only
variable, so that nothing anyone said or is told stays with the provider as a template.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import httpx
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from api.channels import splitting
from api.channels.models import MessageTemplate
from api.channels.render import Button, Shown
from api.channels.sending import Part
from api.core.clock import Clock
from api.core.db import Database
from api.core.i18n import N_, translate

T = TypeVar("T")

LONGEST_TEXT = 1600
# Of the words above buttons, and of a reply button's and a list item's title.
LONGEST_BODY, REPLY_TITLE, ITEM_TITLE, LIST_TITLE = 1024, 20, 24, 20
MOST_REPLIES, MOST_ITEMS = 3, 10
LONGEST_ID, LONGEST_ABOUT = 200, 72


def kind_of(buttons: Sequence[Button]) -> str | None:
    """The provider's type of message that can show these buttons; null when only a numbered list can."""
    titles = [button.title for button in buttons]
    if len(set(titles)) < len(titles) or any(len(button.payload) > LONGEST_ID for button in buttons):
        return None
    longest = max(map(splitting.length, titles), default=0)
    if 1 <= len(buttons) <= MOST_REPLIES and longest <= REPLY_TITLE:
        return "twilio/quick-reply"
    if 1 <= len(buttons) <= MOST_ITEMS and longest <= ITEM_TITLE:
        return "twilio/list-picker"
    return None


def parts(message: Shown, message_id: str | None) -> list[Part]:
    """The requests a message takes on WhatsApp."""
    if not message.buttons or message.together or kind_of(message.buttons) is None:
        return [Part(piece) for piece in splitting.pieces(message.numbered or "…", LONGEST_TEXT)]
    # A template's variable takes no line break: the question is its last line, the rest goes before it.
    *earlier, question = [line for line in message.lead.splitlines() if line.strip()] or ["…"]
    *early_words, question = splitting.pieces(re.sub(r"\s+", " ", question), LONGEST_BODY)
    before = "\n\n".join(filter(None, [*message.more, "\n".join(earlier), *early_words]))
    words = [Part(piece) for piece in splitting.pieces(before, LONGEST_TEXT)]
    return [*words, Part(question, message.buttons, language=message.language)]


def in_words(part: Part) -> str:
    """A part with its buttons as a numbered list."""
    return Shown(part.text, part.language, buttons=part.buttons).numbered


def template(part: Part) -> dict[str, Any]:
    """What the provider is asked to keep for the buttons of a part."""
    kind = kind_of(part.buttons)
    if kind == "twilio/quick-reply":
        actions = [{"type": "QUICK_REPLY", "title": one.title, "id": one.payload} for one in part.buttons]
        content: dict[str, Any] = {"body": "{{1}}", "actions": actions}
    else:
        about = translate(N_("Choose this"), part.language)[:LONGEST_ABOUT]
        items = [{"item": one.title, "id": one.payload, "description": about} for one in part.buttons]
        label = translate(N_("Choose"), part.language)[:LIST_TITLE]
        content = {"body": "{{1}}", "button": label, "items": items}
    return {"language": "en", "variables": {"1": "…"}, "types": {kind: content}}


class Templates:
    """The provider's templates: each made when it is first needed, then found by what it holds."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def find(self, part: Part, make: Callable[[dict[str, Any]], Any]) -> str | httpx.Response:
        """The provider's number of the template for a part, or the answer with which it refused to make it."""
        wanted = template(part)
        digest = hashlib.sha256(json.dumps(wanted, sort_keys=True).encode()).hexdigest()
        known = await self._do(lambda session: session.get(MessageTemplate, digest))
        if known is not None:
            return known.provider_id
        answer: httpx.Response = await make({"friendly_name": f"ponte_{digest[:16]}", **wanted})
        if answer.status_code != 201:
            return answer
        sid = str(answer.json()["sid"])
        row = MessageTemplate(content_hash=digest, provider_id=sid, created_at=self._clock())
        with contextlib.suppress(IntegrityError):  # another worker made one too; either does
            await self._do(lambda session: session.add(row))
        return sid

    async def _do(self, work: Callable[[Session], T]) -> T:
        def transaction() -> T:
            with self._database.session() as session:
                return work(session)

        return await asyncio.to_thread(transaction)
