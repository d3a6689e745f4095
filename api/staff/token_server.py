"""The OAuth 2 client credentials grant (RFC 6749, 4.4) on Authlib, for keys as clients."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from authlib.oauth2.rfc6749 import AuthorizationServer, ClientMixin, OAuth2Request
from authlib.oauth2.rfc6749.errors import InvalidClientError, InvalidScopeError
from authlib.oauth2.rfc6749.grants import ClientCredentialsGrant
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from sqlalchemy.orm import Session

from api.core.crypto import token_hash
from api.staff import keys, repository
from api.staff.models import ApiKey
from api.staff.scopes import Scope, in_order, scopes_of
from api.staff.tokens import AccessTokens

METHODS = ["client_secret_basic", "client_secret_post"]


@dataclass(frozen=True)
class TokenAnswer:
    """What the token endpoint answers, in the shapes of RFC 6749, 5.1 and 5.2.

    `key_id` is the client's once it is known, else null.
    """

    status: int
    body: dict[str, Any]
    headers: dict[str, str]
    key_id: str | None


class _Client(ClientMixin):  # type: ignore[misc]
    """A key as Authlib's client: its id and the key itself are id and secret."""

    def __init__(self, row: ApiKey) -> None:
        self.row = row
        self.scopes = scopes_of(row.scopes)

    def check_client_secret(self, client_secret: str) -> bool:
        return hmac.compare_digest(token_hash(client_secret), self.row.key_hash)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method in METHODS

    def check_grant_type(self, grant_type: str) -> bool:
        # A coordinators' key has no scopes that a token could carry.
        return self.row.role == "recruiter"


class _Request(OAuth2Request):  # type: ignore[misc]
    def __init__(self, form: Mapping[str, str], headers: Mapping[str, str]) -> None:
        # Authlib wants https here; whether to demand it is decided where the application is published.
        super().__init__("POST", "https://localhost", headers=headers)
        self.payload = BasicOAuth2Payload(form)

    @property
    def form(self) -> Mapping[str, str]:
        data: Mapping[str, str] = self.payload.data
        return data


class _Grant(ClientCredentialsGrant):  # type: ignore[misc]
    TOKEN_ENDPOINT_AUTH_METHODS = METHODS

    def validate_requested_scope(self) -> None:
        wanted = (self.request.payload.scope or "").split()
        if not set(wanted) <= set(self.request.client.scopes):
            raise InvalidScopeError(description="This client does not have one of these scopes.")


class _Server(AuthorizationServer):  # type: ignore[misc]
    def __init__(self, session: Session, tokens: AccessTokens, now: datetime) -> None:
        super().__init__()
        self._session = session
        self._tokens = tokens
        self._now = now
        self.register_grant(_Grant)
        self.register_token_generator("client_credentials", self._make)

    def query_client(self, client_id: str) -> _Client | None:
        row = None if "\0" in client_id else repository.key_by_id(self._session, client_id)
        return None if row is None or not keys.is_live(row, self._now) else _Client(row)

    def create_oauth2_request(self, request: _Request) -> _Request:
        return request

    def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
        """Authlib tells frameworks of its steps; nobody listens here."""

    def save_token(self, token: dict[str, Any], request: _Request) -> None:
        # A token stands for its key and is not stored; making one counts as a use.
        keys.note_use(self._session, request.client.row, self._now)

    def _make(self, client: _Client, scope: str | None, **_: Any) -> dict[str, Any]:
        wanted = frozenset(Scope(one) for one in scope.split()) if scope else frozenset()
        scopes = wanted or client.scopes
        return {
            "access_token": self._tokens.make(client.row.id, scopes, self._now),
            "token_type": "Bearer",
            "expires_in": int(self._tokens.lasts.total_seconds()),
            "scope": " ".join(in_order(scopes)),
        }

    def handle_response(
        self, status: int, body: dict[str, Any], headers: list[tuple[str, str]]
    ) -> tuple[int, dict[str, Any], dict[str, str]]:
        return status, body, dict(headers)


def answer(
    session: Session,
    tokens: AccessTokens,
    form: Mapping[str, str],
    headers: Mapping[str, str],
    now: datetime,
) -> TokenAnswer:
    """Answer a token request; `form` holds each parameter once."""
    request = _Request(form, headers)
    server = _Server(session, tokens, now)
    try:
        status, body, sent = server.create_token_response(request)
    except ValueError:  # a Basic header that is no text
        error = InvalidClientError(status_code=401, description="The Authorization header cannot be read.")
        status, body, sent = server.handle_error_response(request, error)
    return TokenAnswer(status, body, sent, request.client.row.id if request.client else None)
