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
