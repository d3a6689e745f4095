"""The form's validation: gives each message to the topics it may be about."""

from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.client import Api
from actions.consent import Consent
from actions.contact import Contact
from actions.driving import Driving
from actions.english import English, asked_together
from actions.experience import Experience
from actions.home import Home
from actions.hours import Hours
from actions.language import ChooseLanguage, chosen, named_alone
from actions.matches import ChooseMatch
from actions.name import Name
from actions.right_to_work import RightToWork
from actions.share import ShareConsent
from actions.shifts import Shifts
from actions.situation import Situation
from actions.topic import Heard, Topic
from actions.travel import Travel
from actions.turn import SENSITIVE, SKIPPED, Turn

TOPICS: tuple[Topic, ...] = (
    ChooseLanguage(),
    Consent(),
    Situation(),
    Name(),
    Contact(),
    Home(),
    Experience(),
    English(),
    RightToWork(),
    Hours(),
    Shifts(),
    Driving(),
    Travel(),
    ChooseMatch(),
    ShareConsent(),
)

# Before consent nothing is stored, so nothing else is listened to.
BEFORE_CONSENT = frozenset({"language", "consent"})
# Questions whose answer decides what happens next: they are answered, not passed over.
NOT_SKIPPABLE = frozenset({"language", "consent", "choose_match", "share_consent"})
# What matters to the matcher: when one of these changes, shown matches are out of date.
MATCHED_ON = frozenset(
    """
    home experience english_speaking english_reading english_writing right_to_work hours shifts
    driving travel
    """.split()
)
# A short word can look like a command ("Grace" like "thanks"). When these questions are open, what
# can be an answer is one, unless the command is said beyond doubt.
OPEN_QUESTIONS = frozenset({"first_name", "experience"})
# What answers these is told by its words wherever they stand: a message about something else is looked through.
FOUND_ANYWHERE = frozenset(
    "situation redundancy_event contact right_to_work hours shifts driving travel".split()
)
# A clause of these answers any open question, whatever else the message is about: "yes, 30 hours".
ANSWERS = frozenset({"affirm", "deny", "unsure"})
BEYOND_DOUBT = 0.8
# What these questions ask for is told by its shape, whatever the words around it look like.
UNMISTAKABLE = {"contact": ("phone", "email"), "home": ("postcode",)}


def _topic_of(slot: str | None) -> Topic | None:
    return next((topic for topic in TOPICS if slot in topic.slots), None)


def topics_for(turn: Turn) -> list[Topic]:
    """The topics a message may be about, likeliest first."""
    if turn.payload:
        addressed = _topic_of(turn.payload.get("slot"))
        return [addressed] if addressed else []
    asked = _topic_of(turn.requested)
    meant = next((topic for topic in TOPICS if turn.means(*topic.intents)), None)
    order = [meant, asked] if meant else [asked]
    if turn.requested in BEFORE_CONSENT:
        order = [asked]
    return list(dict.fromkeys(topic for topic in order if topic is not None))


class ValidateProfileForm(Action):
    """Called by the form with every message while it is active.

    Returning no event hands the message to the rules (help, why, start again …).
    """

    def name(self) -> str:
        return "validate_profile_form"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list:
        turn = Turn.of(tracker)
        if turn.requested is None:
            return []
        api = Api(turn.session_id, turn.language)
        if turn.slots.get("confirming_deletion") and not turn.is_control:
            return await self._deletion_answer(turn, dispatcher)
        language = None if turn.is_button else named_alone(turn.text)
        if language and turn.requested != "language":
            return chosen(language)
        if turn.is_control and not self._can_be_answer(turn):
            return []
        if turn.values("document_number") or turn.values("share_code"):
            dispatcher.utter_message(response="utter_no_documents")
        if turn.means("skip") and turn.requested not in NOT_SKIPPABLE:
            return await self._skip(turn, api, dispatcher)
        for topic in topics_for(turn):
            heard = await topic.understand(turn.requested, turn, api, dispatcher)
            if heard is not None:
                also = await self._also_said(turn, topic, api, dispatcher)
                return self._accept(turn, [(topic, heard), *also], dispatcher)
        if turn.is_control:
            return []
        also = await self._also_said(turn, None, api, dispatcher)
        if also:
            return self._accept(turn, also, dispatcher)
        return await self._not_understood(turn, api, dispatcher)

    def _can_be_answer(self, turn: Turn) -> bool:
        """Whether what looks like a command may well be the answer to the open question."""
        if turn.is_button:
            return False
        is_trouble = turn.intent.startswith(SENSITIVE)
        if not is_trouble and any(turn.first(kind) for kind in UNMISTAKABLE.get(turn.requested or "", ())):
            return True
        return turn.requested in OPEN_QUESTIONS and turn.confidence < BEYOND_DOUBT

    async def _also_said(
        self, turn: Turn, heard: Topic | None, api: Api, say: CollectingDispatcher
    ) -> list[tuple[Topic, Heard]]:
        """What single clauses say about other topics: "I live in Taunton, can do nights and I drive"."""
        if turn.requested in BEFORE_CONSENT or turn.requested == "share_consent":
            return []
        also: list[tuple[Topic, Heard]] = []
        asked = _topic_of(turn.requested)
        if asked is not None and heard not in (None, asked):
            found = await self._answer_in_passing(turn, asked, api, say)
            if found is not None:
                also.append((asked, found))
        for part in turn.parts():
            done = [heard, *(topic for topic, _ in also)]
            topic = next((one for one in TOPICS if part.means(*one.intents)), None)
            if topic is None or topic in done:
                continue
            found = await topic.understand(topic.slots[0], part, api, say)
            if found is not None:
                also.append((topic, found))
        return also

    async def _answer_in_passing(
        self, turn: Turn, asked: Topic, api: Api, say: CollectingDispatcher
    ) -> Heard | None:
        """The answer to the open question in a message that is about another one."""
        places = [part for part in turn.parts() if part.intent in ANSWERS][:1]
        if turn.requested in FOUND_ANYWHERE:
            # The "no" in it belongs to what it is about.
            told = tuple(one for one in turn.entities if one["entity"] != "polarity")
            places.append(replace(turn, entities=told))
        for place in places:
            found = await asked.understand(
                str(turn.requested), replace(place, requested=asked.slots[0]), api, say
            )
            if found is not None:
                return found
        return None

    def _accept(self, turn: Turn, said: list[tuple[Topic, Heard]], say: CollectingDispatcher) -> list:
        silent = [
            heard for topic, heard in said if turn.requested not in topic.slots and not heard.acknowledged
        ]
        if silent:
            before = [turn.slots.get(slot) for heard in silent for slot in heard.slots]
            known = any(value not in (None, SKIPPED) for value in before)
            say.utter_message(response="utter_changed" if known else "utter_noted")
        heard_slots = {name: value for _, heard in said for name, value in heard.slots.items()}
        slots: dict[str, Any] = {**heard_slots, "misses": 0}
        if MATCHED_ON & heard_slots.keys() and turn.slots.get("shown_matches"):
            slots.update(shown_matches=None, choose_match=None, share_consent=None)
        return [SlotSet(name, value) for name, value in slots.items()]

    async def _not_understood(self, turn: Turn, api: Api, say: CollectingDispatcher) -> list:
        slot = turn.requested
        if slot not in NOT_SKIPPABLE and self._passes_over(turn):
            return await self._skip(turn, api, say)
        misses = int(turn.slots.get("misses") or 0) + 1
        if misses == 1:  # after that components/asking.py puts the question in another way
            say.utter_message(response=f"utter_hint_{slot}")
        return [SlotSet("misses", misses), SlotSet(slot, None)]

    def _passes_over(self, turn: Turn) -> bool:
        """Whether words that answer nothing mean that the candidate would rather go on."""
        if turn.is_button:
            return False
        can_be_refused = turn.requested in ("first_name", "contact", "home", "experience", "shifts")
        return turn.polarity in ("skip", "unsure") or (turn.polarity == "no" and can_be_refused)

    async def _skip(self, turn: Turn, api: Api, say: CollectingDispatcher) -> list:
        topic = _topic_of(turn.requested)
        assert topic is not None
        assert turn.requested is not None
        passed_over = asked_together(turn)
        for slot in passed_over:
            await topic.skip(slot, api)
        say.utter_message(response="utter_skipped")
        return [*(SlotSet(slot, SKIPPED) for slot in passed_over), SlotSet("misses", 0)]

    async def _deletion_answer(self, turn: Turn, say: CollectingDispatcher) -> list:
        if (turn.chosen("delete_confirmation") or turn.polarity) == "yes":
            return await _erase(turn, say)
        say.utter_message(response="utter_data_kept")
        return [SlotSet("confirming_deletion", None)]


async def _erase(turn: Turn, say: CollectingDispatcher) -> list:
    """Delete everything, say so with the receipt's number, and forget it here too."""
    receipt = await Api(turn.session_id, turn.language).erase()
    say.utter_message(response="utter_data_deleted", receipt=receipt)
    cleared = [name for name, value in turn.slots.items() if value is not None and name not in ("language",)]
    return [SlotSet(name, None) for name in cleared]
