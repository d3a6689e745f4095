"""The worker: answers what had to wait, sends what is to leave, pulls vacancies, lets go of what must not be kept."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from datetime import timedelta

import structlog

from api.channels import inbound
from api.channels.inbound import Inbox
from api.channels.running import apps_of
from api.chat import contacts, erasure, hand_over, moves, referral_news
from api.chat.gateway import BotGateway
from api.chat.service import Conversations
from api.chat.store import ChatStore
from api.core import idempotency, outbox
from api.core.clock import Clock, system_clock
from api.core.crypto import use_keys
from api.core.db import Database
from api.core.logs import configure_logs
from api.core.settings import Settings, load_settings
from api.documents import links
from api.notifications.sender import KEEP_SETTLED
from api.referrals import answer_clock, names
from api.vacancies import sources
from api.vacancies.pulling import Puller
from api.webhooks import running as webhooks
from api.webhooks.posting import Poster

log = structlog.get_logger()

# A message younger than this is still being answered by the request that brought it.
WAITING_FOR = timedelta(seconds=3)
LOOK_EVERY_SECONDS = 1.0
WATCH_EVERY_SECONDS = 60.0
RETENTION_EVERY_SECONDS = 3600.0


class Worker:
    """The periodic work of one process."""

    def __init__(
        self,
        database: Database,
        store: ChatStore,
        chats: Conversations,
        bot: BotGateway,
        inbox: Inbox,
        clock: Clock,
    ):
        self._database = database
        self._store = store
        self._chats = chats
        self._bot = bot
        self._inbox = inbox
        self._clock = clock

    async def answer_waiting(self) -> int:
        """Answer messages that were kept while the bot was away. Returns how many conversations."""
        before = self._clock() - WAITING_FOR
        waiting = await asyncio.to_thread(self._store.waiting_since, before)
        if not waiting or not await self._bot.ready():
            return 0
        for session_id in waiting:
            await self._chats.answer_all_waiting(session_id)
        return len(waiting)

    def let_go(self) -> int:
        """Erase conversations whose time is over. Returns how many."""
        with self._database.session() as session:
            links.forget_expired(session, self._clock())
            moves.forget_expired(session, self._clock())
            inbound.forget_old(session, self._clock())
            contacts.forget_unused(session, self._clock() - erasure.KEEP_WITHOUT_CONSENT)
            idempotency.forget_old(session, self._clock())
            outbox.forget_settled(session, self._clock() - KEEP_SETTLED)
            webhooks.let_go(session, self._clock(), KEEP_SETTLED)
            return erasure.erase_expired(session, self._clock())

    def bring_the_bot_back(self) -> int:
        """Where a coordinator has left a candidate without an answer. Returns how many."""
        with self._database.session() as session:
            return hand_over.release_forgotten(session, self._clock())

    def tell_news(self) -> int:
        """Tell candidates what has happened to their referrals, and remind them of interviews. Returns how many."""
        with self._database.session() as session:
            now = self._clock()
            return referral_news.tell(session, now) + referral_news.remind(session, now)

    def watch_the_answers(self) -> int:
        """Remind employers of interviews they owe, and tell coordinators of those overdue. Returns how many."""
        with self._database.session() as session:
            return answer_clock.look(session, self._clock())

    def make_names_findable(self) -> int:
        """Index first names of referrals that were made before they could be searched. Returns how many."""
        indexed = 0
        while True:
            with self._database.session() as session:
                some = names.catch_up(session)
            if not some:
                return indexed
            indexed += some

    async def run(self, stop: asyncio.Event) -> None:
        """Work until told to stop; one failing round is logged, not the end."""
        loop = asyncio.get_running_loop()
        next_retention = next_watch = loop.time()
        while not stop.is_set():
            try:
                await asyncio.to_thread(self.bring_the_bot_back)
                await asyncio.to_thread(self.tell_news)
                await self._inbox.go_on_with_the_left_behind()
                await self.answer_waiting()
                if loop.time() >= next_watch:
                    next_watch = loop.time() + WATCH_EVERY_SECONDS
                    if said := await asyncio.to_thread(self.watch_the_answers):
                        log.info("answers_watched", said=said)
                if loop.time() >= next_retention:
                    next_retention = loop.time() + RETENTION_EVERY_SECONDS
                    await asyncio.to_thread(self.make_names_findable)
                    log.info("retention", erased=await asyncio.to_thread(self.let_go))
            except Exception as error:
                log.error("worker_round_failed", kind=type(error).__name__)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), LOOK_EVERY_SECONDS)


async def _main(settings: Settings) -> None:
    database = Database(settings.resolved_database_url)
    bot = BotGateway(settings.bot_url, settings.internal_token or "", settings.bot_timeout_seconds)
    store = ChatStore(database, system_clock, settings.max_pending_messages)
    chats = Conversations(store, bot, database)
    inbox = Inbox(database, system_clock, chats, settings.max_pending_messages)
    worker = Worker(database, store, chats, bot, inbox, system_clock)
    apps = apps_of(settings, database, system_clock)
    poster = Poster(webhooks.targets_of(settings))
    hooks = webhooks.webhooks_of(poster, database, system_clock)
    pulled = sources.load(settings.vacancy_sources)
    puller = Puller(database, pulled, system_clock, allow_private=settings.allow_private_sources)
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    senders = (*apps.senders, *hooks.senders)
    await asyncio.gather(worker.run(stop), puller.run(stop), *(sender.run(stop) for sender in senders))
    await hooks.close()
    await apps.close()
    await bot.close()
    database.close()


def main() -> None:
    """Run until SIGTERM or SIGINT."""
    configure_logs()
    settings = load_settings()
    use_keys(settings.resolved_secret_keys)
    asyncio.run(_main(settings))


if __name__ == "__main__":
    main()
