"""Assembles the application."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from api import __version__
from api.channels import endpoints as channels
from api.channels.inbound import Inbox
from api.channels.telegram import Telegram
from api.chat import bot_endpoints, entitlement_endpoints, person_endpoints
from api.chat import endpoints as chat
from api.chat import errors as chat_errors
from api.chat.gateway import BotGateway
from api.chat.service import Conversations
from api.chat.store import ChatStore
from api.core import errors, idempotency, migrate, openapi, rate_limit
from api.core.clock import Clock, system_clock
from api.core.crypto import use_keys
from api.core.db import Database
from api.core.limits import BodyLimit
from api.core.logs import configure_logs
from api.core.settings import Settings, load_settings, new_internal_token
from api.documents import endpoints as documents
from api.entitlements import endpoints as entitlement_facts
from api.entitlements import service as entitlements
from api.insights import endpoints as insights
from api.interviews import endpoints as interviews
from api.matches import knowledge
from api.opportunities import endpoints as opportunities
from api.pages import mount_pages
from api.programmes import endpoints as programmes
from api.referrals import endpoints as referrals
from api.referrals import json_schema
from api.reviews import endpoints as reviews
from api.staff import auth, key_endpoints, token_endpoints
from api.staff.tokens import AccessTokens
from api.vacancies import endpoints as vacancies
from api.webhooks import documented
from api.webhooks import endpoints as webhooks
from api.webhooks.running import targets_of


def create_app(settings: Settings | None = None, clock: Clock = system_clock) -> FastAPI:
    """The whole API and its pages. `settings` come from the environment when not given."""
    settings = settings or load_settings()
    configure_logs()
    use_keys(settings.resolved_secret_keys)
    app = FastAPI(
        title="Ponte",
        version=__version__,
        lifespan=_lifespan,
        docs_url="/docs",
        redoc_url=None,
        webhooks=documented.router,
    )
    app.state.settings = settings
    app.state.clock = clock
    app.state.database = Database(settings.resolved_database_url)
    app.state.internal_token = settings.internal_token or new_internal_token()
    app.state.knowledge = knowledge.load(settings)
    app.state.gateway = BotGateway(settings.bot_url, app.state.internal_token, settings.bot_timeout_seconds)
    app.state.conversations = conversations(settings, app.state.database, app.state.gateway, clock)
    app.state.inbox = Inbox(app.state.database, clock, app.state.conversations, settings.max_pending_messages)
    app.state.telegram = Telegram(settings) if "telegram" in settings.channels else None
    app.state.webhook_targets = targets_of(settings)
    app.state.interview_routes = entitlements.interview_routes
    app.state.access_tokens = AccessTokens(
        settings.base_url, timedelta(minutes=settings.access_token_minutes)
    )
    errors.install(app)
    idempotency.install(app)
    rate_limit.install(app, settings.rate_limit)
    app.add_middleware(BodyLimit)
    for router in (
        chat.router,
        bot_endpoints.router,
        person_endpoints.router,
        entitlement_endpoints.router,
        channels.router,
        documents.internal,
        documents.router,
        opportunities.router,
        vacancies.router,
        programmes.router,
        entitlement_facts.router,
        referrals.router,
        interviews.router,
        json_schema.router,
        key_endpoints.router,
        token_endpoints.router,
        reviews.router,
        insights.router,
        webhooks.router,
    ):
        app.include_router(router)
    mount_pages(app)
    openapi.install(app, {**chat_errors.REFUSED_BY_SCHEME, **auth.REFUSED_BY_SCHEME})
    app.add_api_route("/healthz", healthz, include_in_schema=False)
    app.add_api_route("/readyz", readyz, include_in_schema=False)
    return app


def conversations(settings: Settings, database: Database, gateway: BotGateway, clock: Clock) -> Conversations:
    """The conversations of one process, API or worker."""
    return Conversations(ChatStore(database, clock, settings.max_pending_messages), gateway, database)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    await app.state.gateway.close()
    if app.state.telegram is not None:
        await app.state.telegram.close()
    app.state.webhook_targets.close()
    app.state.database.close()


async def healthz() -> dict[str, str]:
    """The process is alive."""
    return {"status": "alive", "version": __version__}


async def readyz(request: Request) -> JSONResponse:
    """200 only when a message would be answered: schema migrated, model loaded, actions running."""
    state = request.app.state
    have = await asyncio.to_thread(_schema_version, state.database)
    want = migrate.newest_version()
    bot, actions = await asyncio.gather(state.gateway.ready(), _actions_ready(state.settings))
    ready = bot and actions and have == want
    body = {
        "ready": ready,
        "bot": bot,
        "actions": actions,
        "schema": {"have": have, "want": want},
        "version": __version__,
    }
    return JSONResponse(body, 200 if ready else 503)


def _schema_version(database: Database) -> str | None:
    return migrate.current_version(database.engine)


async def _actions_ready(settings: Settings) -> bool:
    if settings.actions_url is None:
        return True  # an API started alone, against a bot that somebody else runs
    health = settings.actions_url.rsplit("/webhook", 1)[0] + "/health"
    try:
        async with httpx.AsyncClient(timeout=2.0, trust_env=False) as http:
            return (await http.get(health)).status_code == 200
    except httpx.HTTPError:
        return False
