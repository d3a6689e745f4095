"""What goes over the wire about keys."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from api.core.paging import NO_NUL
from api.staff import keys
from api.staff.models import ApiKey
from api.staff.scopes import Scope, in_order, scopes_of

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60, pattern=NO_NUL)]

_KEY = {
    "id": "key_5e0c9a1f7b3d2468ace01357",
    "name": "Applicant tracking system",
    "scopes": ["referrals:read", "referrals:write"],
    "created_at": "2026-06-03T12:00:00Z",
    "expires_at": None,
    "last_used_at": "2026-06-03T12:41:00Z",
    "revoked_at": None,
    "works": True,
}


def _examples(*examples: dict[str, Any]) -> dict[str, Any]:
    return {"examples": list(examples)}


class KeyOut(BaseModel):
    """A key, without itself: that is shown once. `works` is false once it was revoked or has expired."""

    model_config = ConfigDict(json_schema_extra=_examples(_KEY))

    id: str
    name: str
    scopes: list[Scope]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None
    works: bool


class NewKeyOut(KeyOut):
    """A key just made. `key` is shown now and never again."""

    model_config = ConfigDict(json_schema_extra=_examples({**_KEY, "last_used_at": None, "key": "pk_9Xo2…"}))

    key: str


class KeyListOut(BaseModel):
    """The employer's keys, those that ended too, the newest first."""

    model_config = ConfigDict(json_schema_extra=_examples({"items": [_KEY]}))

    items: list[KeyOut]


class NewKeyIn(BaseModel):
    """A wish for a key."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra=_examples(
            {"name": "Applicant tracking system", "scopes": ["referrals:read", "referrals:write"]}
        ),
    )

    name: Name
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=20)]
    expires_at: AwareDatetime | None = None


class RotationIn(BaseModel):
    """A wish for a key in another's place."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra=_examples({"old_works_until": "2026-06-10T12:00:00Z"})
    )

    old_works_until: Annotated[
        AwareDatetime | None,
        Field(description="When the old key ends; seven days from now if left out, at once if passed."),
    ] = None
    expires_at: AwareDatetime | None = None


def _facts(row: ApiKey, now: datetime) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.label,
        "scopes": in_order(scopes_of(row.scopes)),
        "created_at": row.created_at,
        "expires_at": row.expires_at,
        "last_used_at": row.last_used_at,
        "revoked_at": row.revoked_at,
        "works": keys.is_live(row, now),
    }


def key_out(row: ApiKey, now: datetime) -> KeyOut:
    """The wire form of a key."""
    return KeyOut.model_validate(_facts(row, now))


def new_key_out(made: keys.NewKey, now: datetime) -> NewKeyOut:
    """The wire form of a key just made."""
    return NewKeyOut.model_validate({**_facts(made.row, now), "key": made.key})
