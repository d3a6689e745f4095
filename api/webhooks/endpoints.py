"""Webhooks over HTTP, for recruiters' engineers."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path, Query, Request, Response

from api.core.clock import NowDep
from api.core.db import SessionDep
from api.core.idempotency import REFUSALS
from api.core.paging import DEFAULT_PAGE, EMPTY_IS_ABSENT, NO_NUL, CursorQuery, InvalidCursor, LimitQuery
from api.core.problems import refusals
from api.staff.auth import WebhookManager
from api.staff.once import OnceDep
from api.webhooks import deliveries, examples, repository, service
from api.webhooks.errors import (
    DeliveryUnknown,
    HttpsNeeded,
    TargetInvalid,
    TargetRefused,
    TooManyWebhooks,
    WebhookDisabled,
    WebhookUnknown,
)
from api.webhooks.events import DeliveryState
from api.webhooks.schemas import (
    DeliveryOut,
    DeliveryPageOut,
    SecretRotationIn,
    WebhookChangeIn,
    WebhookIn,
    WebhookListOut,
    WebhookOut,
    WebhookWithSecretOut,
    delivery_out,
    webhook_out,
    with_secret_out,
)
from api.webhooks.targets import Targets

_UNKNOWN = (WebhookUnknown,)
_DELIVERY = (WebhookUnknown, DeliveryUnknown)
_TARGET = (TargetInvalid, HttpsNeeded, TargetRefused)


def _kept_by_nobody(response: Response) -> None:
    response.headers["Cache-Control"] = "private, no-store"


router = APIRouter(prefix="/v1/webhooks", tags=["webhooks"], dependencies=[Depends(_kept_by_nobody)])


def _targets(request: Request) -> Targets:
    targets: Targets = request.app.state.webhook_targets
    return targets


TargetsDep = Annotated[Targets, Depends(_targets)]
WebhookId = Annotated[str, Path(max_length=80, pattern=NO_NUL)]
DeliveryId = Annotated[str, Path(max_length=80, pattern=NO_NUL)]


@router.post("", status_code=201, responses=refusals(*_TARGET, TooManyWebhooks, *REFUSALS))
def register_webhook(
    endpoint: WebhookIn,
    principal: WebhookManager,
    session: SessionDep,
    now: NowDep,
    targets: TargetsDep,
    once: OnceDep,
    response: Response,
) -> WebhookWithSecretOut:
    """Register an endpoint. Its secret is shown this once; keep it where your other secrets are."""
    row = service.register(
        session,
        principal,
        targets,
        url=endpoint.url,
        events=endpoint.events,
        description=endpoint.description,
        now=now,
    )
    return once.keep(with_secret_out(row), response)


@router.get("")
def list_webhooks(principal: WebhookManager, session: SessionDep) -> WebhookListOut:
    """All endpoints of your employer."""
    return WebhookListOut(items=[webhook_out(row) for row in repository.endpoints(session, principal)])


@router.get("/{webhook_id}", responses=refusals(*_UNKNOWN))
def read_webhook(webhook_id: WebhookId, principal: WebhookManager, session: SessionDep) -> WebhookOut:
    """One endpoint, and whether it is in trouble."""
    return webhook_out(service.found(session, principal, webhook_id))


@router.patch("/{webhook_id}", responses=refusals(*_UNKNOWN, *_TARGET))
def change_webhook(
    webhook_id: WebhookId,
    change: WebhookChangeIn,
    principal: WebhookManager,
    session: SessionDep,
    now: NowDep,
    targets: TargetsDep,
) -> WebhookOut:
    """Change an endpoint, disable it, or enable it again."""
    row = service.change(
        session,
        principal,
        targets,
        webhook_id,
        url=change.url,
        events=change.events,
        description=change.description,
        enabled=change.enabled,
        now=now,
    )
    return webhook_out(row)


@router.delete("/{webhook_id}", status_code=204, responses=refusals(*_UNKNOWN))
def delete_webhook(webhook_id: WebhookId, principal: WebhookManager, session: SessionDep) -> None:
    """Delete an endpoint with its deliveries; what was still to be sent there is not sent."""
    service.delete(session, principal, webhook_id)


@router.post("/{webhook_id}/rotate-secret", responses=refusals(*_UNKNOWN, *REFUSALS))
def rotate_secret(
    webhook_id: WebhookId,
    principal: WebhookManager,
    session: SessionDep,
    now: NowDep,
    once: OnceDep,
    response: Response,
    rotation: Annotated[
        SecretRotationIn | None, Body(openapi_examples={"a day": {"value": examples.ROTATION}})
    ] = None,
) -> WebhookWithSecretOut:
    """Make a new secret, shown this once. Until the overlap is over, messages are signed with both."""
    overlap = timedelta(hours=(rotation or SecretRotationIn()).overlap_hours)
    row = service.rotate_secret(session, principal, webhook_id, overlap=overlap, now=now)
    return once.keep(with_secret_out(row), response)


@router.post("/{webhook_id}/test", status_code=202, responses=refusals(*_UNKNOWN, WebhookDisabled, *REFUSALS))
def send_test(
    webhook_id: WebhookId,
    principal: WebhookManager,
    session: SessionDep,
    now: NowDep,
    once: OnceDep,
    response: Response,
) -> DeliveryOut:
    """Have a message of the type `webhook.test` sent; read its delivery to see whether it arrived."""
    return once.keep(delivery_out(service.send_test(session, principal, webhook_id, now)), response)


@router.get("/{webhook_id}/deliveries", responses=refusals(*_UNKNOWN, InvalidCursor))
def list_deliveries(
    webhook_id: WebhookId,
    principal: WebhookManager,
    session: SessionDep,
    state: Annotated[
        DeliveryState | None,
        EMPTY_IS_ABSENT,
        Query(description="`dead` are those that were given up and can be sent again."),
    ] = None,
    cursor: CursorQuery = None,
    limit: LimitQuery = DEFAULT_PAGE,
) -> DeliveryPageOut:
    """What was sent to an endpoint in the last 30 days, the newest first, with what came of it."""
    endpoint = service.found(session, principal, webhook_id)
    rows, next_cursor = repository.page(session, endpoint, state=state, cursor=cursor, limit=limit)
    return DeliveryPageOut(items=[delivery_out(row) for row in rows], next_cursor=next_cursor)


@router.get("/{webhook_id}/deliveries/{delivery_id}", responses=refusals(*_DELIVERY))
def read_delivery(
    webhook_id: WebhookId, delivery_id: DeliveryId, principal: WebhookManager, session: SessionDep
) -> DeliveryOut:
    """One message to an endpoint, and what came of it."""
    endpoint = service.found(session, principal, webhook_id)
    return delivery_out(deliveries.found(session, endpoint, delivery_id))


@router.post(
    "/{webhook_id}/deliveries/{delivery_id}/resend",
    status_code=202,
    responses=refusals(*_DELIVERY, WebhookDisabled, *REFUSALS),
)
def resend_delivery(
    webhook_id: WebhookId,
    delivery_id: DeliveryId,
    principal: WebhookManager,
    session: SessionDep,
    now: NowDep,
    once: OnceDep,
    response: Response,
) -> DeliveryOut:
    """Have a message sent again, under the same id; one that still waits goes on waiting."""
    endpoint = service.found(session, principal, webhook_id)
    return once.keep(delivery_out(deliveries.resend(session, endpoint, delivery_id, now)), response)
