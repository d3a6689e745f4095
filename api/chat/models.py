"""Chat sessions and their messages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.core.crypto import EncryptedJson, EncryptedText
from api.core.db import Base
from api.core.ids import new_id


class ChatSession(Base):
    """One conversation on one channel.

    ``bot_state`` is all the bot knows between two messages: it travels with each message, and is
    replaced together with the stored answer, so a turn that fails half-way never happened.
    ``lease_until`` marks the process that is answering at the moment.
    """

    __tablename__ = "chat_sessions"

    id: Mapped[str] = mapped_column(primary_key=True, default=lambda: new_id("chat"))
    candidate_id: Mapped[str | None] = mapped_column(ForeignKey("candidates.id"), index=True)
    token_hash: Mapped[str]
    channel: Mapped[str]
    language: Mapped[str | None]
    bot_state: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJson)
    expects: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime]
    last_message_at: Mapped[datetime] = mapped_column(index=True)
    last_seq: Mapped[int] = mapped_column(default=0)
    lease_owner: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]


class IncomingMessage(Base):
    """What the candidate sent: text or a button's payload. ``answered_at`` is null while it waits."""

    __tablename__ = "incoming_messages"
    __table_args__ = (
        UniqueConstraint("session_id", "seq"),
        UniqueConstraint("session_id", "idempotency_key", name="uq_incoming_messages_idempotency"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=lambda: new_id("in"))
    session_id: Mapped[str] = mapped_column(ForeignKey("chat_sessions.id", ondelete="CASCADE"), index=True)
    seq: Mapped[int]
    idempotency_key: Mapped[str]
    text: Mapped[str] = mapped_column(EncryptedText)
    is_payload: Mapped[bool] = mapped_column(default=False)
    received_at: Mapped[datetime]
    answered_at: Mapped[datetime | None] = mapped_column(index=True)
    attempts: Mapped[int] = mapped_column(default=0)


class OutgoingMessage(Base):
    """What was said after a message (``in_reply_to``), in order: by the bot, or by the person `author`."""

    __tablename__ = "outgoing_messages"
    __table_args__ = (UniqueConstraint("session_id", "in_reply_to", "position"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=lambda: new_id("out"))
    session_id: Mapped[str] = mapped_column(ForeignKey("chat_sessions.id", ondelete="CASCADE"), index=True)
    in_reply_to: Mapped[int]
    position: Mapped[int]
    body: Mapped[dict[str, Any]] = mapped_column(EncryptedJson)
    language: Mapped[str | None]
    author: Mapped[str | None]
    sent_at: Mapped[datetime]


class ChannelContact(Base):
    """Where a conversation in a messaging app is reached: a phone number or a chat's id, never in clear.

    ``address_index`` finds it again; it is a pseudonym (`api.core.crypto.pseudonyms`). Without a
    ``session_id`` the sender is known, but their next message begins a new conversation.
    """

    __tablename__ = "channel_contacts"
    __table_args__ = (UniqueConstraint("channel", "address_index"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=lambda: new_id("con"))
    channel: Mapped[str]
    address_index: Mapped[str]
    address: Mapped[str] = mapped_column(EncryptedText)
    session_id: Mapped[str | None] = mapped_column(
        ForeignKey("chat_sessions.id", ondelete="SET NULL"), index=True
    )
    opted_out_at: Mapped[datetime | None]
    last_inbound_at: Mapped[datetime]


class MoveCode(Base):
    """A code with which one conversation goes on elsewhere; it works once."""

    __tablename__ = "move_codes"

    code_hash: Mapped[str] = mapped_column(primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("chat_sessions.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime]


class PersonRequest(Base):
    """A candidate asked for a person; ``taken_by`` is the first name of who speaks to them in the chat."""

    __tablename__ = "person_requests"

    id: Mapped[str] = mapped_column(primary_key=True, default=lambda: new_id("per"))
    session_id: Mapped[str] = mapped_column(ForeignKey("chat_sessions.id", ondelete="CASCADE"), index=True)
    language: Mapped[str]
    requested_at: Mapped[datetime]
    taken_by: Mapped[str | None]
    taken_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
