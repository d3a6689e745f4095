"""An employer's own keys over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.core.clock import NowDep
from api.core.db import SessionDep
from api.core.idempotency import REFUSALS
from api.core.paging import NO_NUL
from api.core.problems import refusals
from api.staff import keys
from api.staff.auth import KeyManager
from api.staff.key_schemas import KeyListOut, KeyOut, NewKeyIn, NewKeyOut, RotationIn, key_out, new_key_out
from api.staff.once import OnceDep
from api.staff.scopes import scopes_of

router = APIRouter(prefix="/v1/keys", tags=["keys"])

KeyId = Annotated[str, Path(max_length=80, pattern=NO_NUL, examples=["key_5e0c9a1f7b3d2468ace01357"])]


@router.get("")
def list_keys(caller: KeyManager, session: SessionDep, now: NowDep) -> KeyListOut:
    """Your employer's keys, those that ended too, the newest first."""
    rows = keys.of_employer(session, caller.principal.employer_id)
    return KeyListOut(items=[key_out(row, now) for row in rows])


@router.post(
    "",
    status_code=201,
    responses=refusals(keys.TooManyKeys, keys.MomentPassed, keys.ScopeNotHeld, *REFUSALS),
)
def make_key(
    wish: NewKeyIn, caller: KeyManager, session: SessionDep, now: NowDep, once: OnceDep, response: Response
) -> NewKeyOut:
    """Make a key with scopes that yours has. It is shown in this answer only."""
    keys.check_may_give(caller, wish.scopes)
    made = keys.create(
        session,
        role=caller.principal.role,
        employer_id=caller.principal.employer_id,
        name=wish.name,
        now=now,
        scopes=wish.scopes,
        expires_at=wish.expires_at,
    )
    response.headers["Cache-Control"] = "no-store"
    return once.keep(new_key_out(made, now), response)


@router.post(
    "/{key_id}/rotate",
    status_code=201,
    responses=refusals(
        keys.KeyUnknown, keys.KeyEnded, keys.TooManyKeys, keys.MomentPassed, keys.ScopeNotHeld, *REFUSALS
    ),
)
def rotate_key(
    key_id: KeyId,
    wish: RotationIn,
    caller: KeyManager,
    session: SessionDep,
    now: NowDep,
    once: OnceDep,
    response: Response,
) -> NewKeyOut:
    """Make a key with the same name and scopes; the old one works for a while longer."""
    row = keys.find(session, caller.principal.employer_id, key_id)
    keys.check_may_give(caller, scopes_of(row.scopes))
    made = keys.rotate(session, row, now, old_works_until=wish.old_works_until, expires_at=wish.expires_at)
    response.headers["Cache-Control"] = "no-store"
    return once.keep(new_key_out(made, now), response)


@router.delete("/{key_id}", responses=refusals(keys.KeyUnknown))
def revoke_key(key_id: KeyId, caller: KeyManager, session: SessionDep, now: NowDep) -> KeyOut:
    """End a key at once, and every access token made with it. Twice is as good as once."""
    row = keys.find(session, caller.principal.employer_id, key_id)
    keys.revoke(row, now)
    return key_out(row, now)
