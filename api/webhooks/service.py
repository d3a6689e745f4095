"""An employer's endpoints: registered, changed, given new secrets, tried out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from api.core import outbox
from api.core.ids import new_id
from api.staff.service import Principal
from api.webhooks import deliveries, repository
from api.webhooks.errors import TooManyWebhooks, WebhookDisabled, WebhookUnknown
from api.webhooks.events import TEST, EventType, WebhookTestMessage
from api.webhooks.models import WebhookDelivery, WebhookEndpoint
from api.webhooks.signing import new_secret
from api.webhooks.targets import Targets

MOST_ENDPOINTS = 10

DisabledReason = Literal["by_employer", "gone", "failing"]


def found(
    session: Session, principal: Principal, endpoint_id: str, *, to_change: bool = False
) -> WebhookEndpoint:
    """The endpoint.

    Raises
    ------
    WebhookUnknown
        It does not exist, or is another employer's.
    """
    endpoint = repository.find(session, principal, endpoint_id, to_change=to_change)
    if endpoint is None:
        raise WebhookUnknown
    return endpoint


def register(
    session: Session,
    principal: Principal,
    targets: Targets,
    *,
    url: str,
    events: list[EventType],
    description: str,
    now: datetime,
) -> WebhookEndpoint:
    """A new endpoint of the principal's employer, with a fresh secret.

    Raises
    ------
    TargetInvalid, HttpsNeeded, TargetRefused
        Nothing can or may be sent to `url`.
    TooManyWebhooks
        The employer has `MOST_ENDPOINTS` already.
    """
    assert principal.employer_id is not None
    checked = targets.check(url)
    repository.lock_employer(session, principal.employer_id)
    if len(repository.endpoints(session, principal)) >= MOST_ENDPOINTS:
        raise TooManyWebhooks(most=MOST_ENDPOINTS)
    endpoint = WebhookEndpoint(
        employer_id=principal.employer_id,
        url=checked,
        description=description,
        events=_normal(events),
        secret=new_secret(),
        created_at=now,
        updated_at=now,
    )
    session.add(endpoint)
    session.flush()
    return endpoint


def change(
    session: Session,
    principal: Principal,
    targets: Targets,
    endpoint_id: str,
    *,
    url: str | None,
    events: list[EventType] | None,
    description: str | None,
    enabled: bool | None,
    now: datetime,
) -> WebhookEndpoint:
    """Change what is not null. Enabling forgets earlier failures.

    Raises
    ------
    WebhookUnknown
        It does not exist, or is another employer's.
    TargetInvalid, HttpsNeeded, TargetRefused
        Nothing can or may be sent to `url`.
    """
    endpoint = found(session, principal, endpoint_id, to_change=True)
    if url is not None:
        endpoint.url = targets.check(url)
    if events is not None:
        endpoint.events = _normal(events)
    if description is not None:
        endpoint.description = description
    if enabled is True:
        endpoint.disabled_reason, endpoint.disabled_at, endpoint.failing_since = None, None, None
    elif enabled is False:
        disable(endpoint, "by_employer", now)
    endpoint.updated_at = now
    session.flush()
    return endpoint


def disable(endpoint: WebhookEndpoint, reason: DisabledReason, now: datetime) -> None:
    """Send nothing more to an endpoint. The first reason stays."""
    if endpoint.disabled_reason is None:
        endpoint.disabled_reason, endpoint.disabled_at = reason, now


def delete(session: Session, principal: Principal, endpoint_id: str) -> None:
    """Delete an endpoint and all that was sent or is to be sent there.

    Raises
    ------
    WebhookUnknown
        It does not exist, or is another employer's.
    """
    endpoint = found(session, principal, endpoint_id, to_change=True)
    outbox.forget(session, repository.waiting_ids(session, endpoint))
    repository.remove(session, endpoint)


def rotate_secret(
    session: Session, principal: Principal, endpoint_id: str, *, overlap: timedelta, now: datetime
) -> WebhookEndpoint:
    """Give an endpoint a fresh secret; until `overlap` is over, the one before signs too.

    Raises
    ------
    WebhookUnknown
        It does not exist, or is another employer's.
    """
    endpoint = found(session, principal, endpoint_id, to_change=True)
    keep = overlap > timedelta()
    endpoint.previous_secret = endpoint.secret if keep else None
    endpoint.previous_secret_until = now + overlap if keep else None
    endpoint.secret = new_secret()
    endpoint.updated_at = now
    session.flush()
    return endpoint


def send_test(session: Session, principal: Principal, endpoint_id: str, now: datetime) -> WebhookDelivery:
    """Have a test message sent, whatever events the endpoint listens to.

    Raises
    ------
    WebhookUnknown
        It does not exist, or is another employer's.
    WebhookDisabled
        Nothing is sent to it.
    """
    endpoint = found(session, principal, endpoint_id)
    if endpoint.disabled_reason is not None:
        raise WebhookDisabled
    body = WebhookTestMessage(timestamp=now, data={"webhook_id": endpoint.id}).model_dump_json()
    return deliveries.add(session, endpoint, new_id("msg"), TEST, body, now)


def _normal(events: list[EventType]) -> list[str]:
    return [str(one) for one in EventType if one in events]
