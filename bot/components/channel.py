"""The API's way in: a REST channel whose state comes with the request and leaves with the answer.

Rasa keeps nothing between two messages. The API stores the returned state in the same transaction
as the answer, so a turn that fails half-way leaves no trace and can safely be taken again.
"""

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any

import aiohttp
import structlog
from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.shared.core.constants import ACTION_LISTEN_NAME, REQUESTED_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from components.catalogue import translate
from components.turns import TurnStore
from components.typed_language import Followed, Notice, follow

log = structlog.get_logger()

_failures: ContextVar[list[Exception]] = ContextVar("failures")


class Collector(CollectingOutputChannel):
    """Keeps each response whole, as ``{text, buttons, custom}``."""

    @classmethod
    def name(cls) -> str:
        return "ponte"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        self.messages.append(message)


def tracker_from_state(sender: str, state: dict[str, Any] | None, slots: list) -> DialogueStateTracker:
    """A tracker as it stood after the last answer; a new one when there is no state."""
    events: list = [
        ActionExecuted("action_session_start"),
        SessionStarted(),
        ActionExecuted(ACTION_LISTEN_NAME),
    ]
    if state:
        events = events[:2]
        events += [SlotSet(name, value) for name, value in state["slots"].items()]
        if state.get("form"):
            events += [ActionExecuted(state["form"]), ActiveLoop(state["form"])]
            events += [SlotSet(REQUESTED_SLOT, state.get("requested"))]
    events += [ActionExecuted(ACTION_LISTEN_NAME)]
    return DialogueStateTracker.from_events(sender, events, slots)


def state_of(tracker: DialogueStateTracker) -> dict[str, Any]:
    """All that the next message needs: slots, the running form and the question that is open."""
    values = {
        name: slot.value
        for name, slot in tracker.slots.items()
        if slot.value is not None and name != REQUESTED_SLOT
    }
    return {"slots": values, "form": tracker.active_loop_name, "requested": tracker.get_slot(REQUESTED_SLOT)}


def said(domain: Domain, notice: Notice) -> dict[str, Any]:
    """A notice as a response."""
    text = domain.responses[notice.response][0]["text"]
    return {"text": translate(text, notice.language).replace("{name}", notice.name)}


def _button(button: dict[str, Any]) -> dict[str, Any]:
    return {"title": button["title"], "payload": button["payload"]}


def wire_messages(collected: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The responses as the API takes them."""
    return [
        {
            "text": message.get("text") or "",
            "quick_replies": [_button(button) for button in message.get("buttons") or []],
            "cards": (message.get("custom") or {}).get("cards", []),
            "links": (message.get("custom") or {}).get("links", []),
            # A question beside the form (equality monitoring) is nobody's but the candidate's.
            **({"private": True} if "slot" in (message.get("custom") or {}) else {}),
        }
        for message in collected
        if message.get("text") or (message.get("custom") or {}).get("cards")
    ]


def expects(tracker: DialogueStateTracker, collected: list[dict[str, Any]]) -> dict[str, str] | None:
    """What the bot waits for; null when no question is open. A question beside the form names its own slot."""
    slot = tracker.get_slot(REQUESTED_SLOT)
    if tracker.get_slot("confirming_deletion"):
        slot = "delete_confirmation"
    if slot is None:
        return None
    questions = [message["custom"] for message in collected if (message.get("custom") or {}).get("kind")]
    last = questions[-1] if questions else {}
    return {"slot": last.get("slot", slot), "kind": last.get("kind", "text")}


def watch(endpoint: EndpointConfig, failures: ContextVar[list[Exception]]) -> None:
    """Note every failed call to the actions in `failures`.

    Rasa logs a failed action and goes on without it, which would lose an answer or skip a
    question. A turn with a failure in it is reported as failed instead, and taken again.
    """
    if getattr(endpoint, "watched_by_ponte", False):
        return
    request = endpoint.request

    async def watched(*args: Any, **kwargs: Any) -> Any:
        try:
            return await request(*args, **kwargs)
        except Exception as error:
            failures.get([]).append(error)
            raise

    endpoint.request = watched
    endpoint.watched_by_ponte = True


def failure_answer(failures: list[Exception]) -> HTTPResponse:
    """503 when the actions cannot be reached (the message waits), 500 when they failed on it."""
    away = any(isinstance(error, (aiohttp.ClientConnectionError, asyncio.TimeoutError)) for error in failures)
    log.error("ponte.action_failed", kinds=sorted({type(error).__name__ for error in failures}))
    return response.json({"code": "bot.actions_away" if away else "bot.failed"}, status=503 if away else 500)


class PonteInput(InputChannel):
    """``POST /webhooks/ponte/webhook`` with ``{sender, message, metadata, state}``."""

    @classmethod
    def name(cls) -> str:
        return "ponte"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> "PonteInput":
        token = (credentials or {}).get("token")
        if not token:
            raise ValueError("The channel needs a token: set PONTE_INTERNAL_TOKEN.")
        return cls(token)

    def __init__(self, token: str) -> None:
        self._expected = f"Bearer {token}"
        self._warm = False

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        webhook = Blueprint("ponte_webhook")

        @webhook.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            agent = request.app.ctx.agent
            ready = agent is not None and agent.is_ready()
            if ready and not self._warm:
                # The first message through a freshly loaded model takes seconds; no candidate's should.
                await agent.parse_message("olá")
                self._warm = True
            return response.json({"ready": ready}, status=200 if ready else 503)

        @webhook.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            if not hmac.compare_digest(request.headers.get("authorization", ""), self._expected):
                return response.json({"code": "auth.invalid"}, status=401)
            agent = request.app.ctx.agent
            if agent is None or not agent.is_ready():
                return response.json({"code": "bot.loading"}, status=503)
            body = request.json
            sender = body["sender"]
            watch(agent.action_endpoint, _failures)
            failures: list[Exception] = []
            _failures.set(failures)
            collector = Collector()
            state, metadata = body.get("state"), body.get("metadata") or {}
            followed = Followed(state, []) if metadata.get("is_button") else follow(body["message"], state)
            if followed.notice:
                collector.messages.append(said(agent.domain, followed.notice))
            try:
                TurnStore.open_turns[sender] = tracker_from_state(sender, followed.state, agent.domain.slots)
                await on_new_message(
                    UserMessage(
                        body["message"],
                        collector,
                        sender,
                        input_channel=self.name(),
                        metadata={**metadata, "languages": followed.read_in},
                    )
                )
                if failures:
                    return failure_answer(failures)
                tracker = TurnStore.open_turns[sender]
                return response.json(
                    {
                        "messages": wire_messages(collector.messages),
                        "state": state_of(tracker),
                        "expects": expects(tracker, collector.messages),
                        "language": tracker.get_slot("language"),
                    }
                )
            except Exception as error:
                # The kind of error only: its text may quote the candidate.
                log.error("ponte.turn_failed", kind=type(error).__name__)
                return response.json({"code": "bot.failed"}, status=500)
            finally:
                TurnStore.open_turns.pop(sender, None)

        return webhook
