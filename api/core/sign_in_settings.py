"""The settings of staff sign-in through an organisation's own accounts (OpenID Connect)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_NEEDED = ("oidc_issuer", "oidc_client_id", "oidc_client_secret")


class SignInSettings(BaseSettings):
    """The provider staff may sign in with; on only when all three of its settings are there.

    ``dev_sign_in`` opens the demo's accounts without a password.
    """

    oidc_issuer: str | None = None
    oidc_client_id: str | None = None
    oidc_client_secret: SecretStr | None = None
    oidc_name: str = "your organisation"
    dev_sign_in: bool = False

    @field_validator(*_NEEDED, mode="before")
    @classmethod
    def _empty_is_absent(cls, value: Any) -> Any:
        return (value.strip() or None) if isinstance(value, str) else value

    @field_validator("oidc_issuer")
    @classmethod
    def _issuer_is_an_address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        address = urlsplit(value)
        if address.query or address.fragment:
            raise ValueError("an issuer is an address without ? and #")
        if address.scheme == "https" or (address.scheme == "http" and address.hostname in _LOOPBACK):
            return value
        raise ValueError("use an address with https:// (http:// only on this machine)")

    @model_validator(mode="after")
    def _no_provider_is_half_configured(self) -> SignInSettings:
        missing = [f"PONTE_{field.upper()}" for field in _NEEDED if not getattr(self, field)]
        if 0 < len(missing) < len(_NEEDED):
            verb = "is" if len(missing) == 1 else "are"
            raise ValueError(f"{' and '.join(missing)} {verb} missing: sign-in is only half configured")
        return self
