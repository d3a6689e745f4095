"""Who calls the API: annotated dependencies that endpoints ask for.

A key comes as ``Authorization: Bearer pk_…`` or as ``X-API-Key: pk_…``; an access token, made with a key at
``POST /oauth/token``, as ``Authorization: Bearer eyJ…``. Session cookies of the pages are not accepted
here, so no other site can make a browser call the API.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.openapi.models import OAuthFlowClientCredentials, OAuthFlows
from fastapi.security import APIKeyHeader, HTTPAuthorizationCredentials, HTTPBearer, OAuth2, SecurityScopes
from sqlalchemy.orm import Session

from api.core.clock import NowDep
from api.core.db import SessionDep
from api.core.errors import DomainError
from api.core.i18n import N_
from api.core.rate_limit import RateLimits, TooManyRequests
from api.staff.keys import Caller, caller_for_id, caller_for_key
from api.staff.scopes import SCOPES, Scope
from api.staff.service import Principal
from api.staff.tokens import AccessTokens

TOKEN_PATH = "/oauth/token"


class AuthMissing(DomainError):
    """The request carries no key."""

    code = "auth.missing"
    status = 401
    sentence = N_("This needs a key. Send it as a Bearer token or in the X-API-Key header.")


class AuthInvalid(DomainError):
    """The key is unknown, was revoked or has expired."""

    code = "auth.invalid"
    status = 401
    sentence = N_("This key is not valid.")


class AuthForbidden(DomainError):
    """The key is good, but not for this."""

    code = "auth.forbidden"
    status = 403
    sentence = N_("This key may not do that.")


class ScopeMissing(DomainError):
    """The key is good, but lacks a scope; `scopes` in the answer lists what is missing."""

    code = "auth.scope_missing"
    status = 403
    sentence = N_("This key needs another scope for that: {scopes}.")
    sample = {"scopes": "referrals:write"}  # noqa: RUF012


_bearer = HTTPBearer(
    auto_error=False, scheme_name="Key", description="A key, such as `pk_…`, or an access token."
)
_header = APIKeyHeader(
    name="X-API-Key",
    auto_error=False,
    scheme_name="Key header",
    description="The same key in its own header.",
)
_client_credentials = OAuth2(
    flows=OAuthFlows(
        clientCredentials=OAuthFlowClientCredentials(
            tokenUrl=TOKEN_PATH, scopes={str(scope): meaning for scope, meaning in SCOPES.items()}
        )
    ),
    scheme_name="Client credentials",
    description="An access token (RFC 6749, 4.4). The client id is a key's id, the secret is the key.",
    auto_error=False,
)


def _caller_of(session: Session, tokens: AccessTokens, credential: str, now: NowDep) -> Caller | None:
    if credential.startswith("pk_"):
        return caller_for_key(session, credential, now)
    claims = tokens.read(credential, now)
    return caller_for_id(session, claims.key_id, claims.scopes, now) if claims else None


def _caller(
    request: Request,
    session: SessionDep,
    now: NowDep,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
    header: Annotated[str | None, Depends(_header)],
) -> Caller:
    # Asked for with and without scopes in one request, this would run more than once.
    known: Caller | None = getattr(request.state, "caller", None)
    if known is not None:
        return known
    credential = bearer.credentials if bearer else header
    if not credential:
        raise AuthMissing
    caller = _caller_of(session, request.app.state.access_tokens, credential, now)
    if caller is None:
        raise AuthInvalid
    limits: RateLimits = request.app.state.rate_limits
    limits.count(request, caller.key_id)
    request.state.caller = caller
    return caller


AnyCaller = Annotated[Caller, Depends(_caller)]


def _recruiting(
    caller: AnyCaller,
    needed: SecurityScopes,
    # Says in the OpenAPI document that an access token is as good; it is read as a Bearer token above.
    _token: Annotated[str | None, Depends(_client_credentials)],
) -> Caller:
    if caller.principal.role != "recruiter":
        raise AuthForbidden
    missing = [scope for scope in needed.scopes if scope not in caller.scopes]
    if missing:
        challenge = f'Bearer error="insufficient_scope", scope="{needed.scope_str}"'
        raise ScopeMissing(
            scopes=", ".join(missing), extra={"scopes": missing}, headers={"WWW-Authenticate": challenge}
        )
    return caller


def _recruiter(caller: Annotated[Caller, Depends(_recruiting)]) -> Principal:
    return caller.principal


def _coordinator(caller: AnyCaller) -> Principal:
    if caller.principal.role != "coordinator":
        raise AuthForbidden
    return caller.principal


Recruiter = Annotated[Principal, Depends(_recruiter)]
ReferralReader = Annotated[Principal, Security(_recruiter, scopes=[Scope.REFERRALS_READ])]
ReferralWriter = Annotated[Principal, Security(_recruiter, scopes=[Scope.REFERRALS_WRITE])]
OpportunityWriter = Annotated[Principal, Security(_recruiter, scopes=[Scope.OPPORTUNITIES_WRITE])]
WebhookManager = Annotated[Principal, Security(_recruiter, scopes=[Scope.WEBHOOKS_MANAGE])]
KeyManager = Annotated[Caller, Security(_recruiting, scopes=[Scope.KEYS_MANAGE])]
Coordinator = Annotated[Principal, Depends(_coordinator)]

# What every address for programs can refuse; scopes are asked for with client credentials only.
REFUSED_BY_SCHEME = {
    "Key": (AuthMissing, AuthInvalid, AuthForbidden, TooManyRequests),
    "Client credentials": (ScopeMissing,),
}
