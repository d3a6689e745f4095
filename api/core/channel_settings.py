"""The settings of messaging apps: an app is on only when all of its settings are there."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings

TWILIO_URL = "https://api.twilio.com"
TELEGRAM_URL = "https://api.telegram.org"

# What each app needs, beside PONTE_PUBLIC_URL.
NEEDED = {
    "sms": ("twilio_account_sid", "twilio_auth_token", "twilio_sms_from"),
    "whatsapp": ("twilio_account_sid", "twilio_auth_token", "twilio_whatsapp_from"),
    "telegram": ("telegram_bot_token", "telegram_secret"),
}
_SHAPES = {
    "twilio_account_sid": (r"AC[0-9a-fA-F]{32}", "a Twilio account SID is AC and 32 hexadecimal digits"),
    "twilio_auth_token": (r"\S{16,200}", "this is not a Twilio auth token"),
    "twilio_sms_from": (r"\+?[0-9]{5,15}", "write a number such as +447700900123"),
    "twilio_whatsapp_from": (r"\+[0-9]{7,15}", "write a number such as +447700900123"),
    "telegram_bot_token": (
        r"[0-9]+:[A-Za-z0-9_-]{30,100}",
        "a bot token looks like 123456:ABC…, by @BotFather",
    ),
    "telegram_secret": (r"[A-Za-z0-9_-]{16,256}", "use 16 to 256 letters, digits, _ or -"),
}
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def variable(field: str) -> str:
    """The environment variable of a setting."""
    return f"PONTE_{field.upper()}"


class ChannelSettings(BaseSettings):
    """Accounts at the providers of messaging apps. Secrets have no default and are never shown."""

    public_url: str | None = None
    twilio_account_sid: str | None = None
    twilio_auth_token: SecretStr | None = None
    twilio_sms_from: str | None = None
    twilio_whatsapp_from: str | None = None
    twilio_base_url: str = TWILIO_URL
    telegram_bot_token: SecretStr | None = None
    telegram_secret: SecretStr | None = None
    telegram_base_url: str = TELEGRAM_URL

    @field_validator(*_SHAPES, mode="before")
    @classmethod
    def _has_its_shape(cls, value: Any, info: ValidationInfo) -> Any:
        if not isinstance(value, str):
            return value
        text = value.strip().removeprefix("whatsapp:")
        if not text:
            return None
        shape, sentence = _SHAPES[str(info.field_name)]
        if not re.fullmatch(shape, text):
            raise ValueError(sentence)
        return text

    @field_validator("twilio_base_url", "telegram_base_url", mode="before")
    @classmethod
    def _is_an_address(cls, value: Any, info: ValidationInfo) -> Any:
        if not isinstance(value, str) or not value.strip():
            return cls.model_fields[str(info.field_name)].default
        text = value.strip().rstrip("/")
        address = urlsplit(text)
        if address.scheme == "https" or (address.scheme == "http" and address.hostname in _LOOPBACK):
            return text
        raise ValueError("use an address with https:// (http:// only on this machine)")

    @model_validator(mode="after")
    def _no_app_is_half_configured(self) -> ChannelSettings:
        numbers = ("twilio_sms_from", "twilio_whatsapp_from")
        account = ("twilio_account_sid", "twilio_auth_token")
        if any(getattr(self, field) for field in (*account, *numbers)):
            missing = [variable(field) for field in account if not getattr(self, field)]
            if not any(getattr(self, field) for field in numbers):
                missing.append(" or ".join(variable(field) for field in numbers))
            _refuse("Twilio", missing)
        telegram = NEEDED["telegram"]
        if any(getattr(self, field) for field in telegram):
            _refuse("Telegram", [variable(field) for field in telegram if not getattr(self, field)])
        if self.channels and not self.public_url:
            raise ValueError(
                "PONTE_PUBLIC_URL is missing: messaging apps send what people write to that address"
            )
        return self

    @property
    def channels(self) -> tuple[str, ...]:
        """The messaging apps that are on."""
        return tuple(
            channel for channel, needed in NEEDED.items() if all(getattr(self, field) for field in needed)
        )

    @property
    def twilio_content_url(self) -> str:
        """Where Twilio keeps message templates: beside its API, or at the same test address."""
        if self.twilio_base_url.startswith("https://api.") and self.twilio_base_url.endswith(".twilio.com"):
            return self.twilio_base_url.replace("https://api.", "https://content.", 1)
        return self.twilio_base_url


def _refuse(provider: str, missing: list[str]) -> None:
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        raise ValueError(f"{' and '.join(missing)} {verb} missing: {provider} is only half configured")


def is_loopback(url: str) -> bool:
    """Whether an address is on this machine."""
    return urlsplit(url).hostname in _LOOPBACK
