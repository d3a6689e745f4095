"""What goes over the wire in a conversation."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

MAX_TEXT = 16_000


class NewSession(BaseModel):
    """Opens a conversation."""

    model_config = ConfigDict(extra="forbid")

    channel: Literal["web", "terminal"] = "web"
    language: Annotated[str, StringConstraints(max_length=10)] | None = None


class NewMessage(BaseModel):
    """What the candidate wrote, or the payload of the button they pressed: one of the two."""

    model_config = ConfigDict(extra="forbid")

    text: str | None = None
    payload: str | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> NewMessage:
        if (self.text is None) == (self.payload is None):
            raise ValueError("give text or payload")
        return self


class Expects(BaseModel):
    """The question that is open and how it is best answered."""

    slot: str
    kind: Literal["text", "choice", "multi"]


class QuickReply(BaseModel):
    title: str
    payload: str


class Link(BaseModel):
    """A document or page for the candidate alone; it works for a short while."""

    title: str
    url: str


class Message(BaseModel):
    """Something the bot said."""

    id: str
    text: str
    quick_replies: list[QuickReply] = []
    cards: list[dict[str, Any]] = []
    links: list[Link] = []
    private: bool = Field(default=False, exclude=True)


class Person(BaseModel):
    """A person was asked for; ``name`` is theirs once they are in the chat."""

    name: str | None


class Answer(BaseModel):
    """The bot's answer to one message. ``pending`` is true while it is still to come.

    While a ``person`` with a name is there the bot is silent, and what they write comes with the transcript.
    """

    messages: list[Message]
    expects: Expects | None
    language: str | None
    pending: bool = False
    person: Person | None = None


class Opened(Answer):
    """A new conversation and the token that belongs to it."""

    session_id: str
    token: str


class Code(BaseModel):
    """A code from another device."""

    model_config = ConfigDict(extra="forbid")

    code: Annotated[str, StringConstraints(max_length=20)]


class Moved(BaseModel):
    """The conversation that goes on here, and its new token."""

    session_id: str
    token: str


class Line(Message):
    """A line of the transcript: by the candidate, the bot, or a person of the team (``name``)."""

    sender: Literal["candidate", "bot", "person"] = Field(serialization_alias="from")
    name: str | None = None
    at: datetime


class Transcript(BaseModel):
    """A conversation as it stands, to go on where it was."""

    session_id: str
    language: str | None
    expects: Expects | None
    pending: bool
    person: Person | None = None
    messages: list[Line]
