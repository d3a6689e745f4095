"""No loops: a question is put in full twice at most, then by buttons only, then a person is offered."""

from typing import Any

# What is said instead of the question, by how often in a row its answer was not understood.
BUTTONS_ONLY, OFFER_A_PERSON = "utter_still_not_understood", "utter_offer_person"


def instead(response: dict[str, Any], misses: int) -> str | None:
    """Name of the response that stands in for a question; null when the question is put as it is.

    A response is a question when it says what kind of answer it wants; one marked `aside` interrupts
    the form and stays as it is.
    """
    custom = response.get("custom") or {}
    if misses < 2 or "kind" not in custom or custom.get("aside"):
        return None
    return BUTTONS_ONLY if misses == 2 else OFFER_A_PERSON


def in_place_of(question: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """The question with the other's words, and with the other's buttons before its own."""
    payloads = {button["payload"] for button in question.get("buttons", [])}
    added = [button for button in other.get("buttons", []) if button["payload"] not in payloads]
    return {**question, "text": other["text"], "buttons": added + question.get("buttons", [])}
