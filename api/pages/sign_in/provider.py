"""The organisation's sign-in: OpenID Connect with state, nonce and PKCE, by Authlib's client."""

from __future__ import annotations

from typing import Any, Final

import httpx2
from authlib.integrations.starlette_client import OAuth, OAuthError, StarletteOAuth2App
from fastapi import FastAPI, Request, Response
from joserfc.errors import JoseError
from starlette.middleware.sessions import SessionMiddleware

from api.core.channel_settings import is_loopback
from api.core.crypto import pseudonyms
from api.core.settings import Settings
from api.staff.errors import EmailNotVerified, ProviderFailed

START: Final = "/sign-in/oidc"
CALLBACK: Final = "/sign-in/oidc/callback"
_LASTS_SECONDS: Final = 600
_TIMEOUT_SECONDS: Final = 10.0
# Signed with a key of the provider's own. A shared secret, or none, would prove less.
_ALGORITHMS: Final = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
)
_FAILURES: Final = (OAuthError, JoseError, httpx2.HTTPError, RuntimeError, ValueError, KeyError, TypeError)


def install(app: FastAPI) -> None:
    """Make the provider of the settings known to an application; nothing happens when there is none."""
    settings: Settings = app.state.settings
    app.state.oidc = None
    if settings.oidc_issuer is None or settings.oidc_client_secret is None:
        return
    app.state.oidc = OAuth().register(
        "staff",
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret.get_secret_value(),
        server_metadata_url=settings.oidc_issuer.rstrip("/") + "/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email",
            "code_challenge_method": "S256",
            "timeout": _TIMEOUT_SECONDS,
            "trust_env": not is_loopback(settings.oidc_issuer),
        },
    )
    # What the two steps share (state, nonce, PKCE's verifier) travels in a signed cookie of ten minutes.
    app.add_middleware(
        SessionMiddleware,
        secret_key=pseudonyms("oidc_session", settings.oidc_issuer)[0],
        session_cookie="ponte_oidc",
        max_age=_LASTS_SECONDS,
        path=START,
        same_site="lax",
        https_only=settings.base_url.startswith("https:"),
    )


async def off_to_provider(request: Request) -> Response:
    """To the provider's page.

    Raises
    ------
    ProviderFailed
        It does not tell where that page is.
    """
    settings: Settings = request.app.state.settings
    try:
        await _known(request)
        away: Response = await _client(request).authorize_redirect(request, settings.base_url + CALLBACK)
    except _FAILURES as error:
        raise ProviderFailed from error
    return away


async def verified_email(request: Request) -> str:
    """The e-mail address of the person who has just come back from the provider.

    Raises
    ------
    ProviderFailed
        The answer does not belong to a sign-in begun in this browser, the provider refuses the code, or
        its token is not one for us (signature, issuer, audience, expiry, nonce).
    EmailNotVerified
        The provider does not vouch for an address.
    """
    settings: Settings = request.app.state.settings
    try:
        await _known(request)
        token = await _client(request).authorize_access_token(
            request,
            claims_options={
                "iss": {"essential": True, "value": settings.oidc_issuer},
                "aud": {"essential": True, "value": settings.oidc_client_id},
            },
        )
        claims: dict[str, Any] = token["userinfo"]
    except _FAILURES as error:
        raise ProviderFailed from error
    email = claims.get("email")
    if claims.get("email_verified") is not True or not isinstance(email, str):
        raise EmailNotVerified
    return email


def _client(request: Request) -> StarletteOAuth2App:
    client: StarletteOAuth2App = request.app.state.oidc
    return client


async def _known(request: Request) -> None:
    """Read where the provider's pages are, once, and hold it to its name (OpenID Connect Discovery, 4.3)."""
    metadata = await _client(request).load_server_metadata()
    if metadata.get("issuer") != request.app.state.settings.oidc_issuer:
        raise ValueError("another issuer's configuration")
    offered = metadata.get("id_token_signing_alg_values_supported", [])
    metadata["id_token_signing_alg_values_supported"] = [one for one in _ALGORITHMS if one in offered]
