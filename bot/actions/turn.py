"""One message of the candidate, as the topics read it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from rasa_sdk import Tracker

SKIPPED = "skipped"

# Under this the classifier is guessing; the words themselves (entities, lexicon) then decide alone.
SURE = 0.3
# As likely as this, next to the best guess, and a message may well be about something else altogether.
STRANGE = 0.3
# A clause's likeliest intent counts from here: the topic must find its own words in it besides.
LIKELY = 0.25

# Intents of hard moments start with this.
SENSITIVE = "sensitive_"

CONTROL_INTENTS = frozenset(
    """
    greet thanks why help start_again speak_to_person change_language delete_data what_do_you_know
    show_matches start done go_on change_answer ask_again change_skills remove_skill ask_cv export_data
    continue_elsewhere equality interview
    sensitive_emergency sensitive_distress sensitive_debt sensitive_housing
    sensitive_abuse sensitive_discrimination sensitive_dismissed sensitive_conviction sensitive_no_papers
    """.split()
)


def confidence(intent: dict[str, Any], ranking: Iterable[dict[str, Any]]) -> float:
    """How sure the intent is: its probability, but none where the message may be about something else.

    Between two kinds of trouble it matters most that it is trouble: theirs add up.
    """
    own, chances = float(intent.get("confidence") or 0.0), {one["name"]: one["confidence"] for one in ranking}
    name = intent.get("name") or ""
    if name.startswith(SENSITIVE):
        return max(own, sum(chance for one, chance in chances.items() if one.startswith(SENSITIVE)))
    strange = chances.get("out_of_scope", 0.0)
    return 0.0 if name != "out_of_scope" and strange > STRANGE * own else own


@dataclass(frozen=True)
class Turn:
    """A message: its text, what the model made of it, and the question it followed."""

    session_id: str
    text: str
    intent: str
    confidence: float
    entities: tuple[dict[str, Any], ...]
    payload: dict[str, Any] | None
    is_button: bool
    slots: dict[str, Any]
    requested: str | None
    clauses: tuple[dict[str, Any], ...] = ()

    @classmethod
    def of(cls, tracker: Tracker) -> "Turn":
        message = tracker.latest_message
        intent = message.get("intent") or {}
        metadata = message.get("metadata") or {}
        slots = dict(tracker.slots)
        return cls(
            session_id=tracker.sender_id,
            text=(message.get("text") or "").strip(),
            intent=intent.get("name") or "nlu_fallback",
            confidence=confidence(intent, message.get("intent_ranking") or ()),
            entities=tuple(message.get("entities") or ()),
            payload=metadata.get("payload"),
            is_button=bool(metadata.get("is_button")),
            slots=slots,
            requested=slots.get("requested_slot"),
            clauses=tuple(message.get("parts") or ()),
        )

    def parts(self) -> list["Turn"]:
        """Each clause that says something of its own, as a message that answers no question."""
        return [
            replace(
                self,
                text=part["text"],
                intent=part["intent"],
                confidence=max(part["confidence"], SURE),
                entities=tuple(part["entities"]),
                requested=None,
                clauses=(),
            )
            for part in self.clauses
            if part["confidence"] >= LIKELY
        ]

    @property
    def language(self) -> str | None:
        return self.slots.get("language")

    def means(self, *intents: str) -> bool:
        """Whether the message is one of these intents, said clearly enough."""
        return self.intent in intents and (self.is_button or self.confidence >= SURE)

    @property
    def is_control(self) -> bool:
        return self.means(*CONTROL_INTENTS)

    def chosen(self, slot: str) -> Any | None:
        """The value of a pressed button that answers `slot`."""
        if self.payload and self.payload.get("slot") == slot:
            return self.payload.get("value")
        return None

    def values(self, entity: str, *, negated: bool = False) -> list[Any]:
        """Values of an entity in the order of the text; by default only those not negated."""
        return [
            found["value"]
            for found in self.entities
            if found["entity"] == entity and bool(found.get("negated")) == negated
        ]

    def first(self, entity: str) -> Any | None:
        """The first value of an entity that is not negated."""
        return next(iter(self.values(entity)), None)

    @property
    def polarity(self) -> str | None:
        """``yes``, ``no``, ``unsure`` or ``skip``, by intent or by word."""
        by_intent = {"affirm": "yes", "deny": "no", "unsure": "unsure", "skip": "skip"}
        if self.means(*by_intent):
            return by_intent[self.intent]
        return self.first("polarity")
