"""Who calls the API: annotated dependencies that endpoints ask for.

A key comes as ``Authorization: Bearer pk_…`` or as ``X-API-Key: pk_…``. Session cookies of the
pages are not accepted here, so no other site can make a browser call the API.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends
from fastapi.security import APIKeyHeader, HTTPAuthorizationCredentials, HTTPBearer

from api.core.clock import NowDep
from api.core.db import SessionDep
from api.core.errors import DomainError
from api.core.i18n import N_
from api.staff.service import Principal, principal_for_key


class AuthMissing(DomainError):
    """The request carries no key."""

    code = "auth.missing"
    status = 401
    sentence = N_("This needs a key. Send it as a Bearer token or in the X-API-Key header.")


class AuthInvalid(DomainError):
    """The key is unknown or was revoked."""

    code = "auth.invalid"
    status = 401
    sentence = N_("This key is not valid.")


class AuthForbidden(DomainError):
    """The key is good, but not for this."""

    code = "auth.forbidden"
    status = 403
    sentence = N_("This key may not do that.")


_bearer = HTTPBearer(auto_error=False, scheme_name="Key", description="A key, such as `pk_…`.")
_header = APIKeyHeader(
    name="X-API-Key",
    auto_error=False,
    scheme_name="Key header",
    description="The same key in its own header.",
)


def _principal(
    session: SessionDep,
    now: NowDep,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
    header: Annotated[str | None, Depends(_header)],
) -> Principal:
    key = bearer.credentials if bearer else header
    if not key:
        raise AuthMissing
    principal = principal_for_key(session, key, now)
    if principal is None:
        raise AuthInvalid
    return principal


def _recruiter(principal: Annotated[Principal, Depends(_principal)]) -> Principal:
    if principal.role != "recruiter":
        raise AuthForbidden
    return principal


def _coordinator(principal: Annotated[Principal, Depends(_principal)]) -> Principal:
    if principal.role != "coordinator":
        raise AuthForbidden
    return principal


Recruiter = Annotated[Principal, Depends(_recruiter)]
Coordinator = Annotated[Principal, Depends(_coordinator)]
