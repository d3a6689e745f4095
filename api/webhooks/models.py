"""Where recruiters' systems listen, and what was sent there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.core.crypto import EncryptedText
from api.core.db import Base
from api.core.ids import new_id


class WebhookEndpoint(Base):
    """An address of an employer's system. No ``events`` means all of them, those to come as well.

    The address stands encrypted because it may hold a password of the receiver's. ``failing_since`` is the
    first failure after the last success.
    """

    __tablename__ = "webhook_endpoints"

    id: Mapped[str] = mapped_column(primary_key=True, default=lambda: new_id("whe"))
    employer_id: Mapped[str] = mapped_column(ForeignKey("employers.id"), index=True)
    url: Mapped[str] = mapped_column(EncryptedText)
    description: Mapped[str]
    events: Mapped[list[str]]
    secret: Mapped[str] = mapped_column(EncryptedText)
    previous_secret: Mapped[str | None] = mapped_column(EncryptedText)
    previous_secret_until: Mapped[datetime | None]
    disabled_reason: Mapped[str | None]
    disabled_at: Mapped[datetime | None]
    failing_since: Mapped[datetime | None]
    last_success_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class WebhookDelivery(Base):
    """One message to one endpoint. ``message_id`` and ``body`` are the same at each try.

    ``attempts`` lists the last tries as ``{at, status_code, error_code, milliseconds}``.
    """

    __tablename__ = "webhook_deliveries"
    __table_args__ = (UniqueConstraint("endpoint_id", "message_id"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=lambda: new_id("whd"))
    endpoint_id: Mapped[str] = mapped_column(ForeignKey("webhook_endpoints.id", ondelete="CASCADE"))
    message_id: Mapped[str]
    type: Mapped[str]
    body: Mapped[str]
    state: Mapped[str]
    attempts: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    tries: Mapped[int] = mapped_column(default=0)
    error_code: Mapped[str | None]
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None] = mapped_column(index=True)

    endpoint: Mapped[WebhookEndpoint] = relationship(lazy="raise")


Index(
    "ix_webhook_deliveries_listed",
    WebhookDelivery.endpoint_id,
    WebhookDelivery.created_at,
    WebhookDelivery.id,
)
