"""What a provider delivers, in words every app has in common."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict


class Heard(BaseModel):
    """One message of one person.

    Attributes
    ----------
    delivery_id, order_no
        The provider's number of it, and the place in its order where it tells one.
    pressed
        What the buttons carry that were pressed; several only where several answers were ticked.
    language
        What the app says its user speaks.
    keyword
        What the provider has taken the message for, and has answered by itself.
    begins
        The app's own sign that someone opens the conversation; it is no words of theirs.
    """

    model_config = ConfigDict(frozen=True)

    channel: Literal["sms", "whatsapp", "telegram"]
    delivery_id: str
    address: str
    order_no: int | None = None
    text: str = ""
    pressed: tuple[str, ...] = ()
    language: str | None = None
    has_media: bool = False
    keyword: Literal["stop", "start", "help"] | None = None
    begins: bool = False


class Passed(BaseModel):
    """A delivery there is nothing to do about; it is only counted, so that it leaves no gap in the order."""

    model_config = ConfigDict(frozen=True)

    channel: Literal["sms", "whatsapp", "telegram"]
    delivery_id: str
    order_no: int | None = None
