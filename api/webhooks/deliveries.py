"""Messages to an endpoint: put into the outbox, looked at, sent again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from api.core import outbox
from api.core.outbox import Letter
from api.webhooks import repository
from api.webhooks.errors import DeliveryUnknown, WebhookDisabled
from api.webhooks.events import DeliveryState
from api.webhooks.models import WebhookDelivery, WebhookEndpoint

TOPIC = "webhook"
DISABLED = "endpoint_disabled"


def add(
    session: Session, endpoint: WebhookEndpoint, message_id: str, kind: str, body: str, now: datetime
) -> WebhookDelivery:
    """Have a message sent to an endpoint; for a disabled one it is dead at once, to be sent again later."""
    dead = endpoint.disabled_reason is not None
    row = WebhookDelivery(
        endpoint_id=endpoint.id,
        message_id=message_id,
        type=kind,
        body=body,
        state=DeliveryState.DEAD if dead else DeliveryState.WAITING,
        attempts=[],
        error_code=DISABLED if dead else None,
        created_at=now,
        settled_at=now if dead else None,
    )
    session.add(row)
    session.flush()
    if not dead:
        # Under its own key: what cannot be sent now holds nothing else up.
        outbox.put(session, TOPIC, row.id, {}, now)
    return row


def found(session: Session, endpoint: WebhookEndpoint, delivery_id: str) -> WebhookDelivery:
    """A delivery to this endpoint.

    Raises
    ------
    DeliveryUnknown
        There is none.
    """
    row = repository.delivery(session, endpoint, delivery_id)
    if row is None:
        raise DeliveryUnknown
    return row


def resend(session: Session, endpoint: WebhookEndpoint, delivery_id: str, now: datetime) -> WebhookDelivery:
    """Send a message again under its own id, with all its tries; one that still waits is left as it is.

    Raises
    ------
    DeliveryUnknown
        There is none.
    WebhookDisabled
        Nothing is sent to the endpoint.
    """
    row = repository.delivery(session, endpoint, delivery_id, to_change=True)
    if row is None:
        raise DeliveryUnknown
    if endpoint.disabled_reason is not None:
        raise WebhookDisabled
    if row.state != DeliveryState.WAITING:
        row.state, row.settled_at, row.error_code = DeliveryState.WAITING, None, None
        session.flush()
        outbox.put(session, TOPIC, row.id, {}, now)
    return row


def note_dead(session: Session, letter: Letter, code: str, now: datetime) -> None:
    """The outbox has given a message up."""
    row = session.get(WebhookDelivery, letter.key)
    if row is not None:
        row.state, row.settled_at, row.error_code = DeliveryState.DEAD, now, code
