"""Who writes from which phone number or chat, without keeping either in clear."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from api.chat.models import ChannelContact
from api.core.crypto import pseudonyms


def indexes(channel: str, address: str) -> list[str]:
    """The names under which an address is found, that of the newest key first."""
    return pseudonyms(f"channel:{channel}", address)


def find(session: Session, channel: str, address: str) -> ChannelContact | None:
    """The sender with this address."""
    query = select(ChannelContact).where(
        ChannelContact.channel == channel, ChannelContact.address_index.in_(indexes(channel, address))
    )
    return session.scalars(query.limit(1).with_for_update()).one_or_none()


def find_or_add(session: Session, channel: str, address: str, now: datetime) -> ChannelContact:
    """The sender with this address, who has just written."""
    contact = find(session, channel, address)
    if contact is None:
        index = indexes(channel, address)[0]
        contact = ChannelContact(channel=channel, address_index=index, address=address, last_inbound_at=now)
        session.add(contact)
        session.flush()
    contact.last_inbound_at = now
    return contact


def of_conversation(session: Session, session_id: str, channel: str) -> ChannelContact | None:
    """Where a conversation is reached in an app; null when it has moved or was deleted."""
    query = select(ChannelContact).where(
        ChannelContact.session_id == session_id, ChannelContact.channel == channel
    )
    return session.scalars(query.limit(1)).one_or_none()


def let_go(session: Session, session_id: str) -> None:
    """The conversation goes on elsewhere: what these senders write next begins a new one."""
    session.execute(
        update(ChannelContact).where(ChannelContact.session_id == session_id).values(session_id=None)
    )


def forget_unused(session: Session, before: datetime) -> None:
    """Delete senders without a conversation who last wrote before a moment; who said stop stays known."""
    session.execute(
        delete(ChannelContact).where(
            ChannelContact.session_id.is_(None),
            ChannelContact.opted_out_at.is_(None),
            ChannelContact.last_inbound_at < before,
        )
    )
