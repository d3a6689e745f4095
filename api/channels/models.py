"""What messaging apps need to remember: deliveries, wrong codes, message templates."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.core.crypto import EncryptedJson
from api.core.db import Base


class InboundDelivery(Base):
    """A message as a provider delivered it. Once it is handled only its number at the provider stays."""

    __tablename__ = "inbound_deliveries"
    __table_args__ = (UniqueConstraint("channel", "delivery_id"),)

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    channel: Mapped[str]
    delivery_id: Mapped[str]
    # The provider's order, where it tells one; else messages are taken as they arrive.
    order_no: Mapped[int | None] = mapped_column(BigInteger)
    sender: Mapped[str | None]
    content: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJson)
    received_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]


Index("ix_inbound_deliveries_order", InboundDelivery.channel, InboundDelivery.order_no)
Index(
    "ix_inbound_deliveries_waiting",
    InboundDelivery.channel,
    InboundDelivery.sender,
    postgresql_where=InboundDelivery.handled_at.is_(None),
    sqlite_where=InboundDelivery.handled_at.is_(None),
)


class WrongCode(Base):
    """Somebody sent a code that does not work; kept for an hour, under a pseudonym."""

    __tablename__ = "wrong_codes"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    sender: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime]


class MessageTemplate(Base):
    """A set of buttons the provider knows under its own number; it holds no one's words."""

    __tablename__ = "message_templates"

    content_hash: Mapped[str] = mapped_column(primary_key=True)
    provider_id: Mapped[str]
    created_at: Mapped[datetime]
