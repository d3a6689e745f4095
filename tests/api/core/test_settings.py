"""Every setting is checked at the start, with one sentence that names it."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from api.core.settings import SettingsError, load_settings


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("PORT", "DATABASE_URL", "DEMO", "SECRET_KEYS", "DATA_DIR"):
        monkeypatch.delenv(f"PONTE_{name}", raising=False)
    monkeypatch.setenv("PONTE_DATA_DIR", str(tmp_path))


def test_outside_demo_mode_a_secret_has_no_default() -> None:
    with pytest.raises(SettingsError, match="PONTE_SECRET_KEYS is needed outside demo mode"):
        load_settings()


def test_in_demo_mode_the_secret_is_made_once_and_only_its_owner_reads_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PONTE_DEMO", "1")
    first = load_settings().resolved_secret_keys
    assert load_settings().resolved_secret_keys == first
    assert (tmp_path / "demo-secret.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PONTE_PORT", "eighty", "PONTE_PORT"),
        ("PONTE_PORT", "70000", "PONTE_PORT"),
        ("PONTE_SECRET_KEYS", "short", "PONTE_SECRET_KEYS: each key must be 32 bytes"),
        ("PONTE_RATE_LIMIT", "", "PONTE_RATE_LIMIT: write a limit such as 300/second"),
        ("PONTE_RATE_LIMIT", "many", "PONTE_RATE_LIMIT: write a limit such as 300/second"),
        ("PONTE_RATE_LIMIT", "0/second", "PONTE_RATE_LIMIT: write a limit such as 300/second"),
        ("PONTE_ACCESS_TOKEN_MINUTES", "0", "PONTE_ACCESS_TOKEN_MINUTES"),
        ("PONTE_DATABASE_URL", "mysql://x", "PONTE_DATABASE_URL: use sqlite:///path or postgresql://"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv("PONTE_DEMO", "1")
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert str(refused.value).startswith(sentence)
    assert "\n" not in str(refused.value)


def test_a_plain_postgresql_address_gets_the_driver_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PONTE_SECRET_KEYS", Fernet.generate_key().decode())
    monkeypatch.setenv("PONTE_DATABASE_URL", "postgresql://ponte@localhost/ponte")
    assert load_settings().resolved_database_url == "postgresql+psycopg://ponte@localhost/ponte"


SMS = {
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": "t" * 32,
    "TWILIO_SMS_FROM": "+447700900123",
}
TELEGRAM = {"TELEGRAM_BOT_TOKEN": "1:" + "x" * 35, "TELEGRAM_SECRET": "a-long-enough-secret"}
AT = {"PUBLIC_URL": "https://ponte.example"}


def with_settings(monkeypatch: pytest.MonkeyPatch, values: dict[str, str]) -> None:
    monkeypatch.setenv("PONTE_DEMO", "1")
    for name, value in values.items():
        monkeypatch.setenv(f"PONTE_{name}", value)


@pytest.mark.parametrize(
    ("values", "on"),
    [
        ({}, ()),
        ({"TWILIO_SMS_FROM": "", "TELEGRAM_SECRET": ""}, ()),
        (SMS | AT, ("sms",)),
        (SMS | AT | {"TWILIO_WHATSAPP_FROM": "whatsapp:+447700900123"}, ("sms", "whatsapp")),
        (TELEGRAM | AT, ("telegram",)),
        (SMS | TELEGRAM | AT, ("sms", "telegram")),
    ],
)
def test_a_messaging_app_is_on_when_all_its_settings_are_there(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str], on: tuple[str, ...]
) -> None:
    with_settings(monkeypatch, values)
    assert load_settings().channels == on


@pytest.mark.parametrize(
    ("left_out", "sentence"),
    [
        ("TWILIO_ACCOUNT_SID", "PONTE_TWILIO_ACCOUNT_SID is missing: Twilio is only half configured."),
        ("TWILIO_AUTH_TOKEN", "PONTE_TWILIO_AUTH_TOKEN is missing: Twilio is only half configured."),
        (
            "TWILIO_SMS_FROM",
            "PONTE_TWILIO_SMS_FROM or PONTE_TWILIO_WHATSAPP_FROM is missing: Twilio is only half configured.",
        ),
        ("TELEGRAM_BOT_TOKEN", "PONTE_TELEGRAM_BOT_TOKEN is missing: Telegram is only half configured."),
        ("TELEGRAM_SECRET", "PONTE_TELEGRAM_SECRET is missing: Telegram is only half configured."),
        (
            "PUBLIC_URL",
            "PONTE_PUBLIC_URL is missing: messaging apps send what people write to that address.",
        ),
    ],
)
def test_a_half_configured_messaging_app_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, left_out: str, sentence: str
) -> None:
    with_settings(monkeypatch, {name: one for name, one in (SMS | TELEGRAM | AT).items() if name != left_out})
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TWILIO_ACCOUNT_SID", "AC123"),
        ("TWILIO_AUTH_TOKEN", "with a space in it"),
        ("TWILIO_SMS_FROM", "Ponte"),
        ("TWILIO_WHATSAPP_FROM", "07700900123"),
        ("TWILIO_BASE_URL", "http://api.twilio.com"),
        ("TELEGRAM_BOT_TOKEN", "secret-and-wrong"),
        ("TELEGRAM_SECRET", "short"),
        ("TELEGRAM_BASE_URL", "ftp://x"),
    ],
)
def test_a_setting_of_a_messaging_app_that_cannot_be_used_is_named_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    with_settings(monkeypatch, SMS | TELEGRAM | AT | {name: value})
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert str(refused.value).startswith(f"PONTE_{name}: ")
    assert value not in str(refused.value)


def test_secrets_of_messaging_apps_do_not_show_when_settings_are_printed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with_settings(monkeypatch, SMS | TELEGRAM | AT)
    printed = repr(load_settings())
    assert "t" * 32 not in printed
    assert "x" * 35 not in printed
    assert "a-long-enough-secret" not in printed


@pytest.mark.parametrize(
    ("base", "content"),
    [
        ("", "https://content.twilio.com"),
        ("https://api.dublin.ie1.twilio.com", "https://content.dublin.ie1.twilio.com"),
        ("http://127.0.0.1:9", "http://127.0.0.1:9"),
    ],
)
def test_templates_are_kept_beside_the_api(monkeypatch: pytest.MonkeyPatch, base: str, content: str) -> None:
    with_settings(monkeypatch, SMS | AT | {"TWILIO_BASE_URL": base})
    assert load_settings().twilio_content_url == content


OIDC = {
    "PONTE_OIDC_ISSUER": "https://login.example/tenant",
    "PONTE_OIDC_CLIENT_ID": "ponte",
    "PONTE_OIDC_CLIENT_SECRET": "a secret",
    "PONTE_PUBLIC_URL": "https://ponte.example",
}


def test_sign_in_by_a_provider_is_on_when_all_of_it_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PONTE_DEMO", "1")
    for name, value in OIDC.items():
        monkeypatch.setenv(name, value)
    settings = load_settings()
    assert settings.oidc_issuer == "https://login.example/tenant"
    assert "a secret" not in repr(settings)


@pytest.mark.parametrize("missing", list(OIDC))
def test_sign_in_that_is_half_configured_names_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setenv("PONTE_DEMO", "1")
    for name, value in OIDC.items():
        if name != missing:
            monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"{missing} is missing"):
        load_settings()


@pytest.mark.parametrize("issuer", ["http://login.example", "login.example", "https://login.example?x=1"])
def test_an_issuer_is_an_address_nobody_can_listen_in_on(
    monkeypatch: pytest.MonkeyPatch, issuer: str
) -> None:
    monkeypatch.setenv("PONTE_DEMO", "1")
    for name, value in {**OIDC, "PONTE_OIDC_ISSUER": issuer}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match="PONTE_OIDC_ISSUER"):
        load_settings()


def test_accounts_without_a_password_open_on_a_developers_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PONTE_DEMO", "PONTE_DEV_SIGN_IN"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("PONTE_PUBLIC_URL", "http://localhost:8000")
    assert load_settings().dev_sign_in


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"PONTE_DEMO": "0", "PONTE_SECRET_KEYS": Fernet.generate_key().decode()}, "PONTE_DEMO"),
        (OIDC, "PONTE_OIDC_ISSUER"),
        ({"PONTE_PUBLIC_URL": "https://ponte.example"}, "PONTE_PUBLIC_URL"),
        ({"PONTE_HOST": "0.0.0.0"}, "PONTE_HOST"),
    ],
)
def test_accounts_without_a_password_are_refused_beside_anything_real(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], named: str
) -> None:
    for name, value in {"PONTE_DEMO": "1", "PONTE_DEV_SIGN_IN": "1", **settings}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=named):
        load_settings()
