"""How the messaging apps stand: set up or not, whether the provider answers, what waits, what died."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from api.channels.sending import json_of
from api.channels.telegram import UPDATES, Telegram
from api.channels.twilio import TwilioAccount
from api.core import outbox
from api.core.channel_settings import NEEDED, variable
from api.core.db import Database
from api.core.settings import Settings

LONG_WAIT = timedelta(minutes=10)
TELEGRAM_PATH = "/webhooks/telegram"


@dataclass
class Report:
    """How one app stands. `problem` is one sentence; null when there is nothing to be done."""

    channel: str
    configured: bool
    missing: list[str] = field(default_factory=list)
    answers: bool | None = None
    facts: dict[str, str] = field(default_factory=dict)
    waiting: int = 0
    oldest_waiting: str | None = None
    dead: dict[str, int] = field(default_factory=dict)
    problem: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The report as an object."""
        return asdict(self)

    def line(self) -> str:
        """The report as one line for a person."""
        if not self.configured:
            return f"{self.channel}: not set up (needs {', '.join(self.missing)})"
        said = [f"{self.channel}: {'answers' if self.answers else 'does not answer'}"]
        said += [f"{name} {value}" for name, value in self.facts.items()]
        said.append(
            f"waiting {self.waiting}" + (f" since {self.oldest_waiting}" if self.oldest_waiting else "")
        )
        dead = ", ".join(f"{code} {count}" for code, count in self.dead.items())
        said.append(f"dead {sum(self.dead.values())}" + (f" ({dead})" if dead else ""))
        return "; ".join(said) + (f". {self.problem}" if self.problem else "")


async def check(settings: Settings, database: Database, now: datetime) -> list[Report]:
    """A report for each app Ponte knows."""
    reports = [_report(settings, database, channel, now) for channel in NEEDED]
    by_name = {report.channel: report for report in reports if report.configured}
    asking: list[Awaitable[None]] = []
    twilio = [by_name[channel] for channel in ("sms", "whatsapp") if channel in by_name]
    if twilio:
        asking.append(_ask_twilio(settings, twilio))
    if "telegram" in by_name:
        asking.append(_ask_telegram(settings, by_name["telegram"]))
    await asyncio.gather(*asking)
    return reports


def _report(settings: Settings, database: Database, channel: str, now: datetime) -> Report:
    missing = [variable(field) for field in NEEDED[channel] if not getattr(settings, field)]
    with database.session() as session:
        found = outbox.standing(session, channel)
    report = Report(channel, not missing, missing, waiting=found.waiting, dead=found.dead)
    if found.oldest is not None:
        report.oldest_waiting = found.oldest.isoformat(timespec="seconds")
        if report.configured and now - found.oldest > LONG_WAIT:
            report.problem = "Messages have waited for long: is the worker running?"
    return report


async def _asked(
    provider: str, ask: Callable[[], Awaitable[httpx.Response]]
) -> tuple[dict[str, Any], str | None]:
    """What a provider answers, or one sentence on why it does not."""
    try:
        answer = await ask()
    except httpx.TimeoutException:
        return {}, f"{provider} did not answer in time."
    except httpx.HTTPError:
        return {}, f"{provider} cannot be reached from here."
    if answer.status_code in (401, 403, 404):
        return {}, f"{provider} does not accept the account or its token."
    if answer.status_code != 200:
        return {}, f"{provider} answered with an error (HTTP {answer.status_code})."
    return json_of(answer), None


async def _ask_twilio(settings: Settings, reports: list[Report]) -> None:
    account = TwilioAccount(settings)
    try:
        found, problem = await _asked("Twilio", account.read)
    finally:
        await account.close()
    status = str(found.get("status", ""))
    if problem is None and status != "active":
        problem = f"The Twilio account is {status or 'in an unknown state'}, not active."
    for report in reports:
        report.answers, report.problem = bool(found), problem or report.problem
        if status:
            report.facts["account"] = status


async def _ask_telegram(settings: Settings, report: Report) -> None:
    telegram = Telegram(settings)
    try:
        me, problem = await _asked("Telegram", lambda: telegram.call("getMe"))
        hook: dict[str, Any] = {}
        if problem is None:
            hook, problem = await _asked("Telegram", lambda: telegram.call("getWebhookInfo"))
    finally:
        await telegram.close()
    report.answers = bool(me)
    report.problem = problem or report.problem
    if problem is None:
        report.facts["bot"] = "@" + str((me.get("result") or {}).get("username", "?"))
        _tell_webhook(settings, hook.get("result") or {}, report)


def _tell_webhook(settings: Settings, hook: dict[str, Any], report: Report) -> None:
    address, wanted = str(hook.get("url") or ""), settings.base_url + TELEGRAM_PATH
    report.facts["address"] = address or "none"
    report.facts["pending"] = str(hook.get("pending_update_count", 0))
    error = hook.get("last_error_message")
    if error:
        at = datetime.fromtimestamp(int(hook.get("last_error_date") or 0), UTC).isoformat(timespec="seconds")
        report.facts["last error"] = f"{error} ({at})"
    if address != wanted:
        report.problem = "Telegram sends messages elsewhere: run `ponte channels connect telegram`."


async def connect_telegram(settings: Settings) -> str | None:
    """Tell Telegram where to send messages. Returns one sentence on why it failed; null when it did not."""
    assert settings.telegram_secret is not None
    telegram = Telegram(settings)
    body = {
        "url": settings.base_url + TELEGRAM_PATH,
        "secret_token": settings.telegram_secret.get_secret_value(),
        "allowed_updates": UPDATES,
    }
    try:
        answer = await telegram.call("setWebhook", body)
    except httpx.HTTPError:
        return "Telegram cannot be reached from here."
    finally:
        await telegram.close()
    said = json_of(answer)
    if answer.status_code == 200 and said.get("ok"):
        return None
    reason = str(said.get("description") or f"HTTP {answer.status_code}").rstrip(".")
    return f"Telegram refused: {reason}."
