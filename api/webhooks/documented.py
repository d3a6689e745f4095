"""The messages as OpenAPI tells of them, under `webhooks`. Nothing here is ever called: receivers answer these."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Header

from api.webhooks.events import TEST, EventType, InterviewMessage, ReferralMessage, WebhookTestMessage

_ANSWERS: dict[int | str, dict[str, Any]] = {
    "2XX": {"description": "You have taken the message. Nothing of the answer's body is read."},
    410: {"description": "The endpoint is gone: it is disabled."},
    "default": {"description": "Not taken: sent again later, with the same webhook-id."},
}

router = APIRouter()

MessageId = Annotated[str, Header(alias="webhook-id", description="The same at each try: handle it once.")]
Moment = Annotated[int, Header(alias="webhook-timestamp", description="Seconds since 1970, of this try.")]
Signature = Annotated[
    str, Header(alias="webhook-signature", description="`v1,…`; two, separated by a space, while rotating.")
]


def _document(name: str, summary: str, message: type[Any]) -> None:
    def receive(body: Any, message_id: MessageId, moment: Moment, signature: Signature) -> None:
        """Never called: only what it takes is read."""

    receive.__doc__ = message.__doc__
    receive.__annotations__["body"] = message
    router.add_api_route(
        name,
        receive,
        methods=["POST"],
        name=name,
        operation_id=name.replace(".", "_"),
        summary=summary,
        status_code=204,
        responses=_ANSWERS,
        tags=["webhooks"],
    )


for _kind, _summary in {
    EventType.SENT: "A referral was sent to you",
    EventType.UPDATED: "Something happened to a referral",
    EventType.WITHDRAWN: "A referral was withdrawn, or stopped by a coordinator",
    EventType.INTERVIEW_GRANTED: "The candidate of a referral is guaranteed an interview",
    EventType.INTERVIEW_DUE_SOON: "A guaranteed interview must be answered soon",
    EventType.INTERVIEW_OVERDUE: "A guaranteed interview should have been answered",
}.items():
    _document(_kind, _summary, InterviewMessage if "interview" in _kind else ReferralMessage)
_document(TEST, "You asked for a test", WebhookTestMessage)
