"""`ponte channels`: how the messaging apps stand, in lines or as an object; secrets are never shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli.main import app
from api.core import crypto
from api.core.db import Database
from api.core.migrate import upgrade_engine
from tests.api.channels.conftest import PUBLIC
from tests.support.providers import AUTH_TOKEN, BOT_TOKEN, HANGS_UP, SECRET, Providers, providers


@pytest.fixture
def fakes() -> Iterator[Providers]:
    with providers() as found:
        yield found


@pytest.fixture
def environment(
    fakes: Providers, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[pytest.MonkeyPatch]:
    url = f"sqlite:///{tmp_path / 'ponte.sqlite3'}"
    database = Database(url)
    upgrade_engine(database.engine)
    database.close()
    keys = [key.decode() for key in crypto._keys]
    more = {"PONTE_DATABASE_URL": url, "PONTE_SECRET_KEYS": ",".join(keys), "PONTE_DATA_DIR": str(tmp_path)}
    for name, value in {**fakes.environment(PUBLIC), **more}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("PONTE_DEMO", raising=False)
    yield monkeypatch
    crypto.use_keys(keys)


def run(*words: str) -> Result:
    result = CliRunner().invoke(app, ["channels", *words])
    assert not any(secret in result.output for secret in (AUTH_TOKEN, BOT_TOKEN, SECRET))
    return result


def test_all_is_well_after_telegram_is_connected(environment: pytest.MonkeyPatch, fakes: Providers) -> None:
    before = run("check")
    assert before.exit_code == 1
    assert "run `ponte channels connect telegram`" in before.output

    connected = run("connect", "telegram")
    assert connected.exit_code == 0
    assert fakes.bodies("/setWebhook") == [
        {
            "url": f"{PUBLIC}/webhooks/telegram",
            "secret_token": SECRET,
            "allowed_updates": ["message", "callback_query"],
        }
    ]

    after = run("check")
    assert after.exit_code == 0
    assert after.output.splitlines() == [
        "sms: answers; account active; waiting 0; dead 0",
        "whatsapp: answers; account active; waiting 0; dead 0",
        f"telegram: answers; bot @ponte_test_bot; address {PUBLIC}/webhooks/telegram; pending 0; waiting 0; dead 0",
    ]


def test_as_json(environment: pytest.MonkeyPatch, fakes: Providers) -> None:
    fakes.webhook = {
        "url": f"{PUBLIC}/webhooks/telegram",
        "pending_update_count": 3,
        "last_error_date": 1780488000,
        "last_error_message": "Wrong response from the webhook: 502 Bad Gateway",
    }
    result = run("check", "--json")
    assert result.exit_code == 0
    found = {one["channel"]: one for one in json.loads(result.stdout)["channels"]}
    assert found["sms"]["configured"] is found["sms"]["answers"] is True
    assert found["telegram"]["facts"]["pending"] == "3"
    assert found["telegram"]["facts"]["last error"].startswith("Wrong response from the webhook: 502")


def test_what_is_not_set_up_is_named_and_no_failure(environment: pytest.MonkeyPatch) -> None:
    for name in ("PONTE_TELEGRAM_BOT_TOKEN", "PONTE_TELEGRAM_SECRET", "PONTE_TWILIO_WHATSAPP_FROM"):
        environment.delenv(name)
    result = run("check")
    assert result.exit_code == 0
    assert result.output.splitlines()[1:] == [
        "whatsapp: not set up (needs PONTE_TWILIO_WHATSAPP_FROM)",
        "telegram: not set up (needs PONTE_TELEGRAM_BOT_TOKEN, PONTE_TELEGRAM_SECRET)",
    ]
    refused = run("connect", "telegram")
    assert refused.exit_code == 1
    assert "set PONTE_TELEGRAM_BOT_TOKEN and PONTE_TELEGRAM_SECRET" in refused.output


def test_half_a_setting_is_one_sentence(environment: pytest.MonkeyPatch) -> None:
    environment.delenv("PONTE_TWILIO_AUTH_TOKEN")
    result = run("check")
    assert result.exit_code == 1
    assert result.output == "PONTE_TWILIO_AUTH_TOKEN is missing: Twilio is only half configured.\n"


def test_a_wrong_token_an_account_at_rest_and_silence_are_one_sentence_each(
    environment: pytest.MonkeyPatch, fakes: Providers
) -> None:
    environment.setenv("PONTE_TWILIO_AUTH_TOKEN", "x" * 32)
    assert "Twilio does not accept the account or its token." in run("check").output
    environment.setenv("PONTE_TWILIO_AUTH_TOKEN", AUTH_TOKEN)
    fakes.account_status = "suspended"
    assert "The Twilio account is suspended, not active." in run("check").output
    environment.setenv("PONTE_TELEGRAM_BASE_URL", "http://127.0.0.1:9")
    result = run("check")
    assert result.exit_code == 1
    assert "Telegram cannot be reached from here." in result.output
    assert "Telegram cannot be reached from here." in run("connect", "telegram").output


def test_connecting_that_is_refused_or_breaks_off_says_why(
    environment: pytest.MonkeyPatch, fakes: Providers
) -> None:
    fakes.next_answers = [HANGS_UP]
    assert "cannot be reached" in run("connect", "telegram").output
    environment.setenv("PONTE_TELEGRAM_BOT_TOKEN", "1:" + "x" * 40)
    assert run("connect", "telegram").output == "Telegram refused: Unauthorized.\n"
    assert "Only telegram" in run("connect", "signal").output


def test_a_database_that_was_never_migrated_is_one_sentence(
    environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    environment.setenv("PONTE_DATABASE_URL", f"sqlite:///{tmp_path / 'new.sqlite3'}")
    assert run("check").output == "The database cannot be read: run `ponte migrate`.\n"
