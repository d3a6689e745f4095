"""What goes over the wire about webhooks."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.core.paging import NO_NUL
from api.webhooks import examples
from api.webhooks.events import DeliveryState, EventType
from api.webhooks.models import WebhookDelivery, WebhookEndpoint
from api.webhooks.service import DisabledReason
from api.webhooks.targets import LONGEST_URL

Url = Annotated[
    str,
    StringConstraints(max_length=LONGEST_URL, pattern=NO_NUL),
    Field(examples=["https://ats.example.org/hooks/ponte"]),
]
Events = Annotated[
    list[EventType],
    Field(
        max_length=len(EventType),
        description="What to be told of; an empty list is everything, also what is added later.",
        examples=[["referral.sent", "referral.withdrawn"]],
    ),
]
Description = Annotated[
    str, StringConstraints(max_length=200, pattern=NO_NUL), Field(description="A note of your own.")
]


class WebhookIn(BaseModel):
    """A new endpoint."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [examples.ENDPOINT_IN]})

    url: Url
    events: Events = []
    description: Description = ""


class WebhookChangeIn(BaseModel):
    """What is to change; what is left out or null stays."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [examples.CHANGE]})

    url: Url | None = None
    events: Events | None = None
    description: Description | None = None
    enabled: bool | None = None


class SecretRotationIn(BaseModel):
    """How long the old secret signs beside the new one. 0 when it has become known to others."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [examples.ROTATION]})

    overlap_hours: Annotated[int, Field(ge=0, le=168)] = 24


class WebhookOut(BaseModel):
    """An endpoint.

    `state` is `disabled` when nothing is sent: `by_employer`, `gone` (it answered 410) or `failing` (it took
    nothing for five days). What happens meanwhile stands among its dead deliveries.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [examples.ENDPOINT]})

    id: str
    url: str
    events: list[EventType]
    description: str
    state: Literal["enabled", "disabled"]
    disabled_reason: DisabledReason | None
    disabled_at: datetime | None
    failing_since: datetime | None
    last_success_at: datetime | None
    previous_secret_until: datetime | None
    created_at: datetime
    updated_at: datetime


class WebhookWithSecretOut(WebhookOut):
    """An endpoint with its secret, which is shown this once."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.WITH_SECRET]})

    secret: str = Field(examples=["whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"])


class WebhookListOut(BaseModel):
    """All endpoints of your employer, the oldest first."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.ENDPOINTS]})

    items: list[WebhookOut]


class AttemptOut(BaseModel):
    """One try. `status_code` is null when there was no answer, `error_code` when the message was taken."""

    at: datetime
    status_code: int | None
    error_code: str | None
    milliseconds: int


class DeliveryOut(BaseModel):
    """One message to one endpoint, with its last tries.

    `message_id` is what the receiver reads as `webhook-id`: the same at each try and each time it is sent again.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [examples.DELIVERY]})

    id: str
    message_id: str
    type: str
    state: DeliveryState
    error_code: str | None
    tries: int
    attempts: list[AttemptOut]
    payload: dict[str, Any]
    created_at: datetime
    settled_at: datetime | None


class DeliveryPageOut(BaseModel):
    """One page of deliveries, the newest first."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.DELIVERIES]})

    items: list[DeliveryOut]
    next_cursor: str | None


def _fields(row: WebhookEndpoint) -> dict[str, Any]:
    return {
        "id": row.id,
        "url": row.url,
        "events": row.events,
        "description": row.description,
        "state": "enabled" if row.disabled_reason is None else "disabled",
        "disabled_reason": row.disabled_reason,
        "disabled_at": row.disabled_at,
        "failing_since": row.failing_since,
        "last_success_at": row.last_success_at,
        "previous_secret_until": row.previous_secret_until,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }


def webhook_out(row: WebhookEndpoint) -> WebhookOut:
    """The wire form of an endpoint."""
    return WebhookOut.model_validate(_fields(row))


def with_secret_out(row: WebhookEndpoint) -> WebhookWithSecretOut:
    """The wire form of an endpoint whose secret has just been made."""
    return WebhookWithSecretOut.model_validate({**_fields(row), "secret": row.secret})


def delivery_out(row: WebhookDelivery) -> DeliveryOut:
    """The wire form of a delivery."""
    return DeliveryOut(
        id=row.id,
        message_id=row.message_id,
        type=row.type,
        state=DeliveryState(row.state),
        error_code=row.error_code,
        tries=row.tries,
        attempts=[AttemptOut.model_validate(one) for one in row.attempts],
        payload=json.loads(row.body),
        created_at=row.created_at,
        settled_at=row.settled_at,
    )
