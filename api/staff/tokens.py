"""Access tokens: JSON Web Tokens (RFC 9068) that end by themselves after minutes.

They are signed with keys derived from ``PONTE_SECRET_KEYS``: the newest signs, all are accepted, and
outside demo mode there is no default. A token names its key, and is worth nothing once that has ended.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from api.core.crypto import derived_keys
from api.staff.scopes import Scope, in_order, scopes_of

_PURPOSE = "access tokens"
_HEADER = {"typ": "at+jwt", "alg": "HS256"}


@dataclass(frozen=True)
class TokenClaims:
    """What a good token says: the key it was made with, and what it may do."""

    key_id: str
    scopes: frozenset[Scope]


class AccessTokens:
    """Makes and reads the tokens of one issuer.

    Parameters
    ----------
    issuer : str
        The address people use; a token of another is refused.
    lasts : timedelta
        How long a token works.
    """

    def __init__(self, issuer: str, lasts: timedelta) -> None:
        self._issuer = issuer
        self.lasts = lasts

    def make(self, key_id: str, scopes: frozenset[Scope], now: datetime) -> str:
        """A token for the holder of a key."""
        claims = {
            "iss": self._issuer,
            "aud": self._issuer,
            "sub": key_id,
            "client_id": key_id,
            "scope": " ".join(in_order(scopes)),
            "iat": int(now.timestamp()),
            "exp": int((now + self.lasts).timestamp()),
            "jti": secrets.token_urlsafe(16),
        }
        return jwt.encode(_HEADER, claims, OctKey.import_key(derived_keys(_PURPOSE)[0]))

    def read(self, token: str, now: datetime) -> TokenClaims | None:
        """What a token says; null when it is not ours, was changed, or has ended."""
        must: jwt.ClaimsOption = {"essential": True, "value": self._issuer}
        rules = jwt.JWTClaimsRegistry(
            now=int(now.timestamp()), iss=must, aud=must, exp={"essential": True}, sub={"essential": True}
        )
        for key in derived_keys(_PURPOSE):
            try:
                found = jwt.decode(token, OctKey.import_key(key), algorithms=["HS256"])
                if found.header.get("typ") != _HEADER["typ"]:
                    return None
                rules.validate(found.claims)
            except (JoseError, ValueError):
                continue
            return TokenClaims(found.claims["sub"], scopes_of(str(found.claims.get("scope", "")).split()))
        return None
