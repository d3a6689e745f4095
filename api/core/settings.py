"""Settings come from environment variables named ``PONTE_…`` and nowhere else."""

from __future__ import annotations

import secrets
from functools import cached_property
from pathlib import Path
from typing import Annotated

from cryptography.fernet import Fernet
from limits import parse_many
from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import NoDecode, SettingsConfigDict

from api.core.channel_settings import ChannelSettings, is_loopback
from api.core.sign_in_settings import SignInSettings

PROJECT_ROOT = Path(__file__).resolve().parents[2]


class SettingsError(Exception):
    """An environment variable holds something Ponte cannot work with; the text is one clear sentence."""


class Settings(ChannelSettings, SignInSettings):
    """Everything a person who runs Ponte can set.

    Outside demo mode a secret has no default: ``PONTE_SECRET_KEYS`` must be given. In demo mode
    it is made once and kept in the data folder, readable by its owner only.
    """

    model_config = SettingsConfigDict(env_prefix="PONTE_", extra="ignore", frozen=True)

    port: int = Field(default=8000, ge=1, le=65535)
    host: str = "127.0.0.1"
    data_dir: Path = Path("var")
    database_url: str | None = None
    demo: bool = False
    secret_keys: Annotated[tuple[str, ...], NoDecode] = ()
    internal_token: str | None = None
    api_url: str | None = None
    bot_url: str = "http://127.0.0.1:5005"
    actions_url: str | None = None
    bot_timeout_seconds: float = Field(default=20.0, gt=0, le=120)
    max_pending_messages: int = Field(default=200, ge=1)
    rate_limit: str = "300/second"
    access_token_minutes: int = Field(default=15, ge=1, le=1440)
    embeddings_dir: Path | None = None
    embeddings_threshold: float = Field(default=0.75, gt=0, le=1)
    webhooks_allow_private: bool = False
    vacancy_sources: Path | None = None
    allow_private_sources: bool = False

    @field_validator("secret_keys", mode="before")
    @classmethod
    def _split_keys(cls, value: object) -> object:
        return tuple(part for part in value.split(",") if part) if isinstance(value, str) else value

    @field_validator("secret_keys")
    @classmethod
    def _keys_are_fernet_keys(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for key in value:
            try:
                Fernet(key.encode())
            except ValueError:
                raise ValueError("each key must be 32 bytes in URL-safe base64") from None
        return value

    @field_validator("rate_limit")
    @classmethod
    def _is_a_limit(cls, value: str) -> str:
        try:
            amounts = [one.amount for one in parse_many(value)]
        except ValueError:
            amounts = [0]
        if min(amounts) < 1:
            raise ValueError("write a limit such as 300/second or 300/second;10000/hour")
        return value

    @field_validator("embeddings_dir")
    @classmethod
    def _there_is_a_model(cls, value: Path | None) -> Path | None:
        if value is not None and not any((value / one).is_file() for one in ("config.json", "modules.json")):
            raise ValueError(f"there is no embedding model in {value}")
        return value

    @field_validator("vacancy_sources")
    @classmethod
    def _there_is_a_list(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_file():
            raise ValueError(f"there is no file {value}")
        return value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str | None) -> str | None:
        if value is None or value.startswith(("sqlite", "postgresql+psycopg:")):
            return value
        if value.startswith(("postgresql:", "postgres:")):
            return "postgresql+psycopg:" + value.split(":", 1)[1]
        raise ValueError("use sqlite:///path or postgresql://user@host/name")

    @model_validator(mode="after")
    def _secrets_outside_demo(self) -> Settings:
        if not self.demo and not self.secret_keys:
            raise ValueError("PONTE_SECRET_KEYS is needed outside demo mode (make one: ponte keys new)")
        return self

    @model_validator(mode="after")
    def _sign_in_has_its_address(self) -> Settings:
        if self.oidc_issuer and not self.public_url:
            raise ValueError(
                "PONTE_PUBLIC_URL is missing: the provider of PONTE_OIDC_ISSUER sends people back to it"
            )
        return self

    @model_validator(mode="after")
    def _no_open_door_in_production(self) -> Settings:
        if not self.dev_sign_in:
            return self
        if not self.demo:
            raise ValueError("PONTE_DEV_SIGN_IN needs no password: it is for demo mode only (PONTE_DEMO)")
        real = {
            "PONTE_OIDC_ISSUER": self.oidc_issuer is not None,
            "PONTE_PUBLIC_URL": self.public_url is not None and not is_loopback(self.public_url),
            "PONTE_HOST": not is_loopback(f"http://{self.host}"),
            "a messaging app": bool(self.channels),
        }
        for name in (name for name, is_set in real.items() if is_set):
            raise ValueError(f"PONTE_DEV_SIGN_IN needs no password: it cannot be on together with {name}")
        return self

    @property
    def base_url(self) -> str:
        """The address people use, without a trailing slash."""
        return (self.public_url or f"http://localhost:{self.port}").rstrip("/")

    @cached_property
    def resolved_database_url(self) -> str:
        """The database's URL; a SQLite file in the data folder unless one is given."""
        if self.database_url:
            return self.database_url
        return f"sqlite:///{(self.data_dir.resolve() / 'ponte.sqlite3').as_posix()}"

    @cached_property
    def resolved_secret_keys(self) -> tuple[str, ...]:
        """The keys for personal data at rest, newest first."""
        if self.secret_keys:
            return self.secret_keys
        return (_demo_secret(self.data_dir / "demo-secret.key"),)


def _demo_secret(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="ascii") as file:
            path.chmod(0o600)
            file.write(Fernet.generate_key().decode())
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii").strip()


def load_settings() -> Settings:
    """Read the environment.

    Raises
    ------
    SettingsError
        One sentence naming the first variable that cannot be used and why.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        where = "PONTE_" + "_".join(str(part) for part in first["loc"]).upper() if first["loc"] else ""
        reason = first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"{where}: {reason}".removeprefix(": ") + ".") from None


def new_internal_token() -> str:
    """A fresh secret shared by the API and the bot of one start."""
    return secrets.token_urlsafe(32)
