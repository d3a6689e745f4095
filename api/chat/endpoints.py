"""The conversation over HTTP, for the web page and the terminal."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.candidates import repository as candidates
from api.candidates import service as candidate_service
from api.candidates.schemas import ProfileView
from api.chat import errors, moves
from api.chat.models import ChatSession
from api.chat.payloads import PayloadUnknown
from api.chat.schemas import Answer, Code, Moved, NewMessage, NewSession, Opened, Transcript
from api.chat.service import Conversations
from api.core.clock import NowDep
from api.core.db import SessionDep
from api.core.problems import refusals
from api.matches import service as matches
from api.matches.knowledge import KnowledgeDep
from api.matches.schemas import MatchList

router = APIRouter(prefix="/v1/chat", tags=["chat"])

_bearer = HTTPBearer(auto_error=False, scheme_name="Chat token", description="From opening the chat.")

SessionId = Annotated[str, Path(max_length=64)]
Key = Annotated[str | None, Header(alias="Idempotency-Key", max_length=100)]


def conversations(request: Request) -> Conversations:
    """The conversations of this process."""
    found: Conversations = request.app.state.conversations
    return found


ConversationsDep = Annotated[Conversations, Depends(conversations)]


async def chat_owner(
    session_id: SessionId,
    chats: ConversationsDep,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> str:
    """The conversation's id, for the holder of its token."""
    await chats.authorise(session_id, credentials.credentials if credentials else None)
    return session_id


Owner = Annotated[str, Depends(chat_owner)]


@router.post("/sessions", status_code=201, responses=refusals(errors.LanguageNotOffered))
async def open_session(wish: NewSession, chats: ConversationsDep) -> Opened:
    """Start a conversation. The token is shown once."""
    return await chats.open(wish)


@router.post("/codes", responses=refusals(errors.CodeUnknown))
def take_over(sent: Code, session: SessionDep, now: NowDep) -> Moved:
    """Go on here with a conversation of another device. The device before is signed out."""
    chat, token = moves.take_over(session, sent.code, now)
    return Moved(session_id=chat.id, token=token)


@router.post(
    "/sessions/{session_id}/messages",
    responses=refusals(errors.MessageTooLong, errors.KeyReused, PayloadUnknown, errors.TooManyWaiting),
)
async def send_message(
    session_id: Owner, message: NewMessage, chats: ConversationsDep, key: Key = None
) -> Answer:
    """Send text or a button's payload. With an ``Idempotency-Key`` a repeated request is one message."""
    return await chats.say(session_id, message, key)


@router.get("/sessions/{session_id}")
async def read_session(session_id: Owner, chats: ConversationsDep) -> Transcript:
    """The transcript and the open question, to go on where the conversation was."""
    return await chats.transcript(session_id)


@router.get("/sessions/{session_id}/profile")
def read_profile(session_id: Owner, session: SessionDep, knowledge: KnowledgeDep) -> ProfileView:
    """What is stored about the candidate."""
    chat = session.get(ChatSession, session_id)
    if chat is None:
        raise errors.SessionUnknown
    candidate = candidates.candidate(session, chat.candidate_id) if chat.candidate_id else None
    if candidate is None:
        return candidate_service.empty_view(chat.language)
    return candidate_service.view(candidate, chat.language, knowledge.lexicon)


@router.get("/sessions/{session_id}/matches")
def read_matches(session_id: Owner, session: SessionDep, knowledge: KnowledgeDep, now: NowDep) -> MatchList:
    """The candidate's matches as they stand now."""
    chat = session.get(ChatSession, session_id)
    if chat is None:
        raise errors.SessionUnknown
    candidate = candidates.candidate(session, chat.candidate_id) if chat.candidate_id else None
    if candidate is None:
        return MatchList(items=[])
    found = matches.find(session, candidate, knowledge, now)
    return MatchList(items=[matches.view(match, chat.language or "en", knowledge) for match in found])
