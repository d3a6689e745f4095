"""Candidates who asked for a person, over HTTP, for coordinators."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, StringConstraints

from api.chat import errors, hand_over
from api.chat.schemas import Line
from api.core.clock import NowDep
from api.core.db import SessionDep
from api.core.paging import NO_NUL
from api.core.problems import refusals
from api.staff.auth import Coordinator

router = APIRouter(prefix="/v1/coordinator/person-requests", tags=["coordinator"])

RequestId = Annotated[str, Path(max_length=80, pattern=NO_NUL)]


class PersonRequestOut(BaseModel):
    """Someone who wants, or has, a person. Name and contact are null when they gave none."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    language: str
    requested_at: datetime
    taken_by: str | None
    first_name: str | None
    phone: str | None
    email: str | None


class PersonRequestsOut(BaseModel):
    items: list[PersonRequestOut]


class ConversationOut(PersonRequestOut):
    """A request with everything said so far, in the languages it was said in."""

    is_open: bool
    messages: list[Line]


class ReplyIn(BaseModel):
    """What to say to the candidate, and the first name they see beside it."""

    model_config = ConfigDict(extra="forbid")

    text: str
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]


@router.get("")
def read_requests(session: SessionDep, _: Coordinator) -> PersonRequestsOut:
    """Who waits for a person, the longest first."""
    items = [PersonRequestOut.model_validate(one) for one in hand_over.waiting(session)]
    return PersonRequestsOut(items=items)


@router.get("/{request_id}", responses=refusals(errors.PersonRequestUnknown))
def read_conversation(request_id: RequestId, session: SessionDep, _: Coordinator) -> ConversationOut:
    """One request with its conversation."""
    return _conversation(hand_over.read(session, request_id))


@router.post(
    "/{request_id}/messages",
    status_code=201,
    responses=refusals(
        errors.PersonRequestUnknown, errors.PersonRequestClosed, errors.ReplyEmpty, errors.ReplyTooLong
    ),
)
def reply(
    request_id: RequestId, said: ReplyIn, session: SessionDep, now: NowDep, _: Coordinator
) -> ConversationOut:
    """Write to the candidate in their chat. The bot is silent from the first message on."""
    hand_over.reply(session, request_id, said.text, name=said.name, now=now)
    session.flush()
    return _conversation(hand_over.read(session, request_id))


@router.post(
    "/{request_id}/close", responses=refusals(errors.PersonRequestUnknown, errors.PersonRequestClosed)
)
def close(request_id: RequestId, session: SessionDep, now: NowDep, _: Coordinator) -> ConversationOut:
    """Somebody has spoken to the candidate; the bot goes on."""
    hand_over.close(session, request_id, now)
    session.flush()
    return _conversation(hand_over.read(session, request_id))


def _conversation(found: hand_over.Conversation) -> ConversationOut:
    request = PersonRequestOut.model_validate(found.hand_over).model_dump()
    return ConversationOut(**request, is_open=found.is_open, messages=found.lines)
