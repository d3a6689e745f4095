"""A POST of a program that acts once however often it is sent: the dependency that endpoints ask for."""

from __future__ import annotations

from typing import Annotated, TypeVar

from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel
from sqlalchemy.orm import Session

from api.core import idempotency
from api.core.clock import NowDep
from api.core.db import SessionDep
from api.staff.auth import AnyCaller

Answer = TypeVar("Answer", bound=BaseModel)

_Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=100,
        description="Any text you use for this request only, such as a UUID. For 24 hours a request that "
        "comes again with it is not carried out again but gets the same answer.",
        examples=["7f9c24e8-3b12-4fef-91a0-5d8b2c1e6a77"],
    ),
]


class Once:
    """One request: `keep` its answer at the end, and it is given again when the request comes again."""

    def __init__(self, session: Session, asked: idempotency.Asked | None, status: int, now: NowDep) -> None:
        self._session = session
        self._asked = asked
        self._status = status
        self._now = now

    def keep(self, answer: Answer, response: Response) -> Answer:
        """The answer, kept together with its headers when the client sent a key."""
        if self._asked is not None:
            body, headers = answer.model_dump_json(by_alias=True), dict(response.headers)
            idempotency.keep(self._session, self._asked, body, self._status, headers, self._now)
        return answer


async def _body(request: Request) -> bytes:
    return await request.body()


def _once(
    request: Request,
    session: SessionDep,
    now: NowDep,
    caller: AnyCaller,
    body: Annotated[bytes, Depends(_body)],
    key: _Key = None,
) -> Once:
    status = request.scope["route"].status_code or 200
    if key is None:
        return Once(session, None, status, now)
    # A key belongs to the employer, not to a credential: a request that is sent again after a rotation,
    # or with the next access token, is still the same request.
    owner = f"{caller.principal.role}:{caller.principal.employer_id}"
    asked = idempotency.asked(owner, key, request.method, request.url.path, body)
    idempotency.begin(session, asked, now)
    return Once(session, asked, status, now)


OnceDep = Annotated[Once, Depends(_once)]
