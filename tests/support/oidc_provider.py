"""A small OpenID Connect provider: discovery, authorize, token and keys, as RFC 6749, 7636 and OIDC Core ask."""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import FastAPI, Form, Header, Query
from fastapi.responses import JSONResponse, RedirectResponse, Response
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.support.serving import served

CLIENT_ID = "ponte"
CLIENT_SECRET = "a secret that two programs share"


@cache
def _published() -> RSAKey:
    # Made once: a key takes a while.
    return RSAKey.generate_key(2048, {"kid": "first"})


@dataclass
class Provider:
    """The provider, and how it misbehaves when a test wants it to.

    Attributes
    ----------
    person : dict
        What it says of whoever signs in.
    claims : dict
        Claims of the token it puts in place of the right ones; left out where the value is null.
    configuration : dict
        Entries of its configuration it puts in place of the right ones.
    signs_with : RSAKey
        The key of its tokens. The published one, unless a test takes another.
    """

    issuer: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    configuration: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=_published)
    signs_with: RSAKey | None = None
    asked: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def id_token(self, asked: dict[str, str]) -> str:
        """The token for a sign-in that was asked for."""
        now = int(time.time())
        right = {
            "iss": self.issuer,
            "sub": "person-1",
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            **self.person,
        }
        claims = {name: value for name, value in {**right, **self.claims}.items() if value is not None}
        return jwt.encode({"alg": "RS256", "kid": "first"}, claims, self.signs_with or self.key)


def _app(provider: Provider) -> FastAPI:
    app = FastAPI()

    @app.get("/.well-known/openid-configuration")
    def configuration() -> dict[str, Any]:
        return {
            "issuer": provider.issuer,
            "authorization_endpoint": f"{provider.issuer}/authorize",
            "token_endpoint": f"{provider.issuer}/token",
            "jwks_uri": f"{provider.issuer}/jwks",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            **provider.configuration,
        }

    @app.get("/jwks")
    def jwks() -> dict[str, Any]:
        return {"keys": [provider.key.as_dict(private=False)]}

    @app.get("/authorize")
    def authorize(
        response_type: str,
        client_id: str,
        redirect_uri: str,
        scope: str,
        state: str,
        nonce: str,
        code_challenge: str,
        code_challenge_method: Annotated[str, Query(pattern="^S256$")],
    ) -> Response:
        assert (response_type, client_id, scope) == ("code", CLIENT_ID, "openid email")
        code = secrets.token_urlsafe(16)
        asked = {"redirect_uri": redirect_uri, "nonce": nonce, "challenge": code_challenge, "state": state}
        provider.asked.append(asked)
        provider.codes[code] = asked
        return RedirectResponse(f"{redirect_uri}?{urlencode({'code': code, 'state': state})}", 302)

    @app.post("/token")
    def token(
        code: Annotated[str, Form()],
        redirect_uri: Annotated[str, Form()],
        code_verifier: Annotated[str, Form()],
        grant_type: Annotated[str, Form(pattern="^authorization_code$")],
        authorization: Annotated[str, Header()],
    ) -> Response:
        asked = provider.codes.pop(code, None)
        basic = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        digest = hashlib.sha256(code_verifier.encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if authorization != f"Basic {basic}":
            return JSONResponse({"error": "invalid_client"}, 401)
        if asked is None or asked["redirect_uri"] != redirect_uri or asked["challenge"] != challenge:
            return JSONResponse({"error": "invalid_grant"}, 400)
        return JSONResponse(
            {
                "access_token": "x",
                "token_type": "Bearer",
                "expires_in": 300,
                "id_token": provider.id_token(asked),
            },
            headers={"Cache-Control": "no-store"},
        )

    return app


@contextmanager
def running_provider() -> Iterator[Provider]:
    """A provider on a free port of this machine."""
    provider = Provider()
    with served(_app(provider)) as provider.issuer:
        yield provider
