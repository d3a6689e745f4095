"""The messaging apps that are on, put together for the parts of Ponte that need them."""

from __future__ import annotations

from dataclasses import dataclass

from api.channels.sending import App, Delivery
from api.channels.telegram import Telegram
from api.channels.twilio import Sms, TwilioAccount, WhatsApp
from api.channels.whatsapp_buttons import Templates
from api.core.clock import Clock
from api.core.db import Database
from api.core.settings import Settings
from api.notifications.sender import Sender


@dataclass(frozen=True)
class Apps:
    """What sends, and the accounts it sends with."""

    senders: tuple[Sender, ...]
    accounts: tuple[TwilioAccount | Telegram, ...]

    async def close(self) -> None:
        """Close every connection."""
        for account in self.accounts:
            await account.close()


def apps_of(settings: Settings, database: Database, clock: Clock) -> Apps:
    """A sender for each app that is on."""
    apps: list[App] = []
    accounts: list[TwilioAccount | Telegram] = []
    if settings.twilio_account_sid is not None:
        account = TwilioAccount(settings)
        accounts.append(account)
        if settings.twilio_sms_from is not None:
            apps.append(Sms(account, settings.twilio_sms_from))
        if settings.twilio_whatsapp_from is not None:
            templates = Templates(database, clock)
            apps.append(WhatsApp(account, settings.twilio_whatsapp_from, templates))
    if "telegram" in settings.channels:
        telegram = Telegram(settings)
        apps.append(telegram)
        accounts.append(telegram)
    senders = tuple(Sender(database, clock, app.channel, Delivery(app, database, clock)) for app in apps)
    return Apps(senders, tuple(accounts))
