"""``POST /oauth/token``: access tokens for programs that speak OAuth 2."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import parse_qsl

from authlib.oauth2.rfc6749.errors import InvalidRequestError
from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from api.core.clock import NowDep
from api.core.db import SessionDep
from api.core.problems import refusals
from api.core.rate_limit import RateLimits, TooManyRequests
from api.staff import token_server
from api.staff.auth import TOKEN_PATH
from api.staff.scopes import Scope
from api.staff.tokens import AccessTokens

router = APIRouter(tags=["keys"])

_MOST_FIELDS = 20
_FORM = "application/x-www-form-urlencoded"


class TokenOut(BaseModel):
    """An access token and how many seconds it works."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "access_token": "eyJ0eXAiOiJhdCtqd3QiLCJhbGciOiJIUzI1NiJ9.…",
                    "token_type": "Bearer",
                    "expires_in": 900,
                    "scope": "referrals:read referrals:write",
                }
            ]
        }
    )

    access_token: str
    token_type: str
    expires_in: int
    scope: str


class TokenErrorOut(BaseModel):
    """A refusal in the shape that RFC 6749, 5.2 prescribes: not a problem+json."""

    error: str = Field(examples=["invalid_client", "invalid_scope"])
    error_description: str = ""


def _refusal(description: str, example: dict[str, str]) -> dict[str, Any]:
    return {
        "model": TokenErrorOut,
        "description": description,
        "content": {"application/json": {"example": example}},
    }


_RESPONSES: dict[int | str, dict[str, Any]] = {
    400: _refusal(
        "The request cannot be granted (`invalid_request`, `invalid_scope`, `unsupported_grant_type`, "
        "`unauthorized_client`, `invalid_client`).",
        {"error": "invalid_scope", "error_description": "This client does not have one of these scopes."},
    ),
    401: _refusal(
        "The client id or its secret is wrong, or the key has ended (`invalid_client`).",
        {"error": "invalid_client", "error_description": "The client does not exist on this server."},
    ),
    **refusals(TooManyRequests),
}
_REQUEST_BODY = {
    "required": True,
    "content": {
        _FORM: {
            "schema": {
                "type": "object",
                "required": ["grant_type"],
                "properties": {
                    "grant_type": {"type": "string", "enum": ["client_credentials"]},
                    "scope": {
                        "type": "string",
                        "description": "Scopes with spaces between; all of the key's when left out.",
                        "examples": [f"{Scope.REFERRALS_READ} {Scope.REFERRALS_WRITE}"],
                    },
                    "client_id": {"type": "string", "description": "A key's id, unless sent as HTTP Basic."},
                    "client_secret": {"type": "string", "description": "The key, unless sent as HTTP Basic."},
                },
            }
        }
    },
}


async def _form(request: Request) -> dict[str, str] | None:
    """The parameters of the request; null when it is not a form that names each once."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != _FORM:
        return None
    try:
        text = (await request.body()).decode()
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
    except ValueError:
        return None
    return dict(pairs) if len({name for name, _ in pairs}) == len(pairs) else None


@router.post(
    TOKEN_PATH, response_model=TokenOut, responses=_RESPONSES, openapi_extra={"requestBody": _REQUEST_BODY}
)
def make_token(
    request: Request,
    session: SessionDep,
    now: NowDep,
    form: Annotated[dict[str, str] | None, Depends(_form)],
) -> JSONResponse:
    """Exchange a key for an access token of some minutes (client credentials, RFC 6749, 4.4).

    The client id is the key's id, the client secret the key. Send them as HTTP Basic or in the form.
    """
    if form is None or "grant_type" not in form:
        error = InvalidRequestError(description="Send a form that names grant_type, and no parameter twice.")
        status, body, headers = error()
        return JSONResponse(body, status, dict(headers))
    tokens: AccessTokens = request.app.state.access_tokens
    given = token_server.answer(session, tokens, form, request.headers, now)
    if given.key_id is not None:
        limits: RateLimits = request.app.state.rate_limits
        limits.count(request, given.key_id)
    return JSONResponse(given.body, given.status, given.headers)
