"""What a message changes: the form gives it to the right topic and never guesses."""

import asyncio
from typing import Any, ClassVar

import pytest
from actions import form
from actions.form import ValidateProfileForm
from components.lexicon_entities import as_entities
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from words.everything import parse_all


class RecordingApi:
    """Stands in for the API: remembers what was saved, knows two towns, one event and two skills."""

    saved: ClassVar[dict[str, Any]] = {}
    erased = False

    def __init__(self, session_id: str, language: str | None) -> None:
        pass

    async def save(self, **fields: Any) -> None:
        RecordingApi.saved.update(fields)

    async def find_place(self, text: str) -> dict[str, str] | None:
        known = {"taunton": "TA1", "bridgwater": "TA6"}
        return next(
            (
                {"place": name.title(), "outward_code": code}
                for name, code in known.items()
                if name in text.lower()
            ),
            None,
        )

    async def find_events(self, text: str) -> list[dict[str, str]]:
        return [{"id": "oscar-mayer", "name": "Oscar Mayer"}] if "oscar" in text.lower() else []

    async def events(self) -> list[dict[str, str]]:
        return [{"id": "oscar-mayer", "name": "Oscar Mayer"}]

    async def link_skills(self, text: str) -> list[dict[str, Any]]:
        known = {"pack": "packing", "limp": "cleaning"}
        return [
            {"id": skill, "label": skill, "source_text": word, "confidence": 0.9}
            for word, skill in known.items()
            if word in text.lower()
        ]

    async def erase(self) -> str:
        RecordingApi.erased = True
        return "D-TEST"


@pytest.fixture(autouse=True)
def api(monkeypatch: pytest.MonkeyPatch) -> type[RecordingApi]:
    RecordingApi.saved, RecordingApi.erased = {}, False
    monkeypatch.setattr(form, "Api", RecordingApi)
    return RecordingApi


def hear(
    text: str = "",
    *,
    intent: str = "nlu_fallback",
    confidence: float = 0.9,
    requested: str,
    payload: dict[str, Any] | None = None,
    parts: tuple[tuple[str, str, float], ...] = (),
    **slots: Any,
) -> tuple[dict[str, Any], list[str]]:
    """The slots a message sets, and the responses said."""
    message = {
        "text": text,
        "intent": {"name": intent, "confidence": confidence},
        "entities": as_entities(parse_all(text)),
        "parts": [
            {"text": said, "intent": meant, "confidence": sure, "entities": as_entities(parse_all(said))}
            for said, meant, sure in parts
        ],
        "metadata": {"is_button": payload is not None, "payload": payload},
    }
    state = {"language": "en", "consent": "yes", "requested_slot": requested, **slots}
    tracker = Tracker("s", state, message, [], False, None, {"name": "profile_form"}, "action_listen")
    say = CollectingDispatcher()
    events = asyncio.run(ValidateProfileForm().run(say, tracker, {}))
    return {event["name"]: event["value"] for event in events}, [one["response"] for one in say.messages]


def answer(slot: str, value: Any) -> dict[str, Any]:
    return {"intent": "answer", "payload": {"slot": slot, "value": value}}


def test_a_town_answers_the_question_about_home(api: type[RecordingApi]) -> None:
    slots, _ = hear("Taunton", requested="home")
    assert slots["home"] == "Taunton"
    assert api.saved == {"home": {"place": "Taunton", "outward_code": "TA1"}}


def test_a_correction_of_home_is_taken_while_another_question_is_open(api: type[RecordingApi]) -> None:
    slots, said = hear(
        "na verdade moro em Bridgwater", intent="inform_home", requested="hours", home="Taunton"
    )
    assert slots["home"] == "Bridgwater"
    assert "hours" not in slots
    assert said == ["utter_changed"]


def test_three_answers_in_one_message_fill_three_slots(api: type[RecordingApi]) -> None:
    slots, said = hear(
        "Moro em Taunton, posso trabalhar de noite e conduzo",
        intent="inform_shifts",
        requested="home",
        parts=(
            ("Moro em Taunton", "inform_home", 0.9),
            ("posso trabalhar de noite", "inform_shifts", 0.9),
            ("e conduzo", "inform_driving", 0.9),
        ),
    )
    assert (slots["home"], slots["shifts"], slots["driving"]) == ("Taunton", ["night"], "yes")
    assert api.saved["can_drive"] is True
    assert said == ["utter_noted"], "one word of thanks for all of it"


def test_a_clause_answers_even_when_the_message_as_a_whole_is_not_understood(api: type[RecordingApi]) -> None:
    slots, _ = hear(
        "estou a pensar, moro em Taunton",
        intent="out_of_scope",
        requested="hours",
        parts=(("estou a pensar", "unsure", 0.6), ("moro em Taunton", "inform_home", 0.9)),
    )
    assert slots == {"home": "Taunton", "misses": 0}


def test_a_clause_that_is_only_guessed_at_fills_nothing(api: type[RecordingApi]) -> None:
    slots, _ = hear(
        "20 horas, trabalhava de noite",
        intent="inform_hours",
        requested="hours",
        parts=(("20 horas", "inform_hours", 0.9), ("trabalhava de noite", "inform_shifts", 0.2)),
    )
    assert "shifts" not in slots
    assert "shifts" not in api.saved


def test_before_consent_no_clause_is_listened_to(api: type[RecordingApi]) -> None:
    slots, _ = hear(
        "hello, I live in Taunton",
        requested="consent",
        consent=None,
        parts=(("hello", "greet", 0.9), ("I live in Taunton", "inform_home", 0.9)),
    )
    assert "home" not in slots
    assert api.saved == {}


def test_the_town_that_is_ruled_out_is_not_taken(api: type[RecordingApi]) -> None:
    slots, _ = hear("not Taunton, Bridgwater", intent="inform_home", requested="experience", home="Taunton")
    assert slots["home"] == "Bridgwater"


def test_a_correction_is_not_mistaken_for_a_name() -> None:
    slots, _ = hear("na verdade moro em Bridgwater", intent="inform_home", requested="first_name")
    assert "first_name" not in slots


@pytest.mark.parametrize(
    "requested", ["home", "contact", "experience", "hours", "shifts", "travel", "driving"]
)
def test_nonsense_fills_nothing_and_gets_a_hint(requested: str, api: type[RecordingApi]) -> None:
    slots, said = hear("blorp zzz", intent="out_of_scope", requested=requested)
    assert slots.get(requested) is None
    assert said == [f"utter_hint_{requested}"]
    assert api.saved == {}


def test_after_the_second_miss_no_hint_is_given_because_the_question_itself_changes() -> None:
    slots, said = hear("blorp", intent="out_of_scope", requested="hours", misses=1)
    assert said == []
    assert slots["misses"] == 2


@pytest.mark.parametrize("requested", ["consent", "situation", "experience", "right_to_work", "travel"])
@pytest.mark.parametrize("intent", ["sensitive_debt", "sensitive_no_papers", "sensitive_conviction"])
def test_a_sensitive_moment_fills_nothing_and_is_left_to_its_rule(
    intent: str, requested: str, api: type[RecordingApi]
) -> None:
    slots, said = hear("i packed food in prison by bus", intent=intent, requested=requested)
    assert (slots, said, api.saved) == ({}, [], {})


@pytest.mark.parametrize(
    "requested", ["situation", "first_name", "contact", "home", "english_reading", "travel"]
)
def test_prefer_not_to_say_skips_the_question(requested: str) -> None:
    slots, said = hear("prefiro não dizer", intent="skip", requested=requested)
    assert slots[requested] == "skipped"
    assert said == ["utter_skipped"]


def test_consent_cannot_be_skipped_and_a_no_stores_nothing(api: type[RecordingApi]) -> None:
    slots, said = hear("não", intent="deny", requested="consent", consent=None)
    assert slots["consent"] is None
    assert said == ["utter_consent_declined"]
    assert api.saved == {}


def test_before_consent_nothing_else_is_listened_to(api: type[RecordingApi]) -> None:
    slots, _ = hear("I live in Taunton", intent="inform_home", requested="consent", consent=None)
    assert "home" not in slots
    assert api.saved == {}


def test_help_is_left_to_the_rules() -> None:
    assert hear("help", intent="help", requested="home") == ({}, [])


def test_losing_the_job_at_a_known_employer_answers_two_questions(api: type[RecordingApi]) -> None:
    slots, _ = hear("fui despedida da Oscar Mayer", intent="inform_situation", requested="situation")
    assert slots["situation"] == "made_redundant"
    assert slots["redundancy_event"] == "oscar-mayer"
    assert api.saved == {"situation": "made_redundant", "redundancy_event": "oscar-mayer"}


def test_without_a_redundancy_the_employer_is_not_asked() -> None:
    slots, _ = hear(requested="situation", **answer("situation", "unemployed"))
    assert slots["redundancy_event"] == "not_asked"


def test_several_shifts_by_button(api: type[RecordingApi]) -> None:
    hear(requested="shifts", **answer("shifts", ["night", "early"]))
    assert api.saved == {"shifts": ["early", "night"]}


def test_not_nights_leaves_the_others_open(api: type[RecordingApi]) -> None:
    hear("não posso à noite", intent="inform_shifts", requested="shifts")
    assert api.saved == {"shifts": ["early", "day", "late", "weekend"]}


def test_a_button_of_an_earlier_question_corrects_it(api: type[RecordingApi]) -> None:
    slots, said = hear(requested="travel", driving="no", **answer("driving", "yes"))
    assert slots["driving"] == "yes"
    assert said == ["utter_changed"]


@pytest.mark.parametrize("value", ["40-20", "0-999", "a-b", "", None, ["1-2"]])
def test_a_forged_hours_button_fills_nothing(value: Any, api: type[RecordingApi]) -> None:
    slots, _ = hear(requested="hours", **answer("hours", value))
    assert slots.get("hours") is None
    assert api.saved == {}


def test_a_share_code_is_answered_with_please_dont() -> None:
    _, said = hear("my code is W12 3C4 5D6", intent="inform_right_to_work", requested="right_to_work")
    assert said[0] == "utter_no_documents"


def test_changing_an_answer_after_the_matches_ranks_anew() -> None:
    slots, _ = hear(
        "moro em Bridgwater",
        intent="inform_home",
        requested="choose_match",
        home="Taunton",
        shown_matches=[{"id": "a", "title": "Porter"}],
    )
    assert slots["shown_matches"] is None


def test_deletion_needs_a_yes(api: type[RecordingApi]) -> None:
    _, said = hear("não", intent="deny", requested="home", confirming_deletion=True)
    assert said == ["utter_data_kept"]
    assert api.erased is False
    slots, said = hear("sim", intent="affirm", requested="home", confirming_deletion=True, first_name="Ana")
    assert said == ["utter_data_deleted"]
    assert api.erased is True
    assert slots["first_name"] is None
    assert slots["requested_slot"] is None


def test_one_button_can_answer_for_speaking_reading_and_writing(api: type[RecordingApi]) -> None:
    slots, _ = hear(requested="english_speaking", **answer("english_speaking", "all-A2"))
    levels = {"english_speaking": "A2", "english_reading": "A2", "english_writing": "A2"}
    assert api.saved == levels
    assert levels.items() <= slots.items()


def test_whose_tasks_differ_is_asked_about_each(api: type[RecordingApi]) -> None:
    slots, said = hear(requested="english_speaking", **answer("english_speaking", "apart"))
    assert (slots["english_apart"], slots["english_speaking"]) == (True, None)
    assert (api.saved, said) == ({}, [])


def test_a_level_said_of_english_as_a_whole_answers_the_whole_question(api: type[RecordingApi]) -> None:
    hear("basic", requested="english_speaking")
    assert set(api.saved) == {"english_speaking", "english_reading", "english_writing"}
    api.saved.clear()
    hear("basic", requested="english_speaking", english_apart=True)
    assert set(api.saved) == {"english_speaking"}


def test_skipping_the_whole_question_skips_its_parts(api: type[RecordingApi]) -> None:
    slots, _ = hear(intent="skip", requested="english_speaking")
    assert {slots[f"english_{task}"] for task in ("speaking", "reading", "writing")} == {"skipped"}


def test_an_employer_pressed_as_the_first_answer_says_that_the_job_was_lost(api: type[RecordingApi]) -> None:
    slots, _ = hear(requested="situation", **answer("redundancy_event", "oscar-mayer"))
    assert (slots["situation"], slots["redundancy_event"]) == ("made_redundant", "oscar-mayer")
    assert api.saved == {"situation": "made_redundant", "redundancy_event": "oscar-mayer"}


def test_who_will_lose_the_job_soon_keeps_that_when_the_employer_is_named(api: type[RecordingApi]) -> None:
    slots, _ = hear(
        requested="redundancy_event", situation="redundancy_soon", **answer("redundancy_event", "oscar-mayer")
    )
    assert "situation" not in slots
    assert api.saved == {"redundancy_event": "oscar-mayer"}


def test_the_employer_is_heard_in_an_answer_that_looks_like_a_home(api: type[RecordingApi]) -> None:
    slots, _ = hear(
        "Oscar Mayer in Bridgwater",
        intent="inform_home",
        requested="redundancy_event",
        situation="redundancy_soon",
    )
    assert (slots["redundancy_event"], slots["situation"]) == ("oscar-mayer", "redundancy_soon")


def test_what_happened_is_heard_in_a_message_about_the_home(api: type[RecordingApi]) -> None:
    slots, _ = hear("my warehouse is closing, I live in Taunton", intent="inform_home", requested="situation")
    assert (slots["situation"], slots["home"]) == ("redundancy_soon", "Taunton")


def test_a_no_in_another_answer_does_not_answer_the_open_question(api: type[RecordingApi]) -> None:
    slots, _ = hear("no, I live in Taunton", intent="inform_home", requested="right_to_work")
    assert slots["home"] == "Taunton"
    assert "right_to_work" not in slots


def test_a_yes_beside_other_answers_answers_the_open_question(api: type[RecordingApi]) -> None:
    slots, _ = hear(
        "sim, 30 horas e não conduzo",
        intent="inform_hours",
        requested="right_to_work",
        parts=(
            ("sim", "affirm", 0.9),
            ("30 horas", "inform_hours", 0.9),
            ("e não conduzo", "inform_driving", 0.9),
        ),
    )
    assert (slots["right_to_work"], slots["driving"]) == ("yes", "no")
    assert api.saved["hours"] == {"min": 30.0, "max": 30.0}


def test_an_address_answers_whatever_its_letters_look_like(api: type[RecordingApi]) -> None:
    slots, _ = hear("kasia@example.org", intent="help", confidence=0.5, requested="contact")
    assert slots["contact"] == "given"
    assert api.saved == {"email": "kasia@example.org"}


def test_a_cry_for_help_is_heard_with_a_number_in_it(api: type[RecordingApi]) -> None:
    slots, _ = hear("call 07700 900123 he is hurting me", intent="sensitive_abuse", requested="contact")
    assert slots == {}
    assert api.saved == {}


def test_pills_given_to_a_relative_are_experience_and_no_emergency(api: type[RecordingApi]) -> None:
    said = "packed her bag and gave her her pills"
    slots, _ = hear(said, intent="sensitive_emergency", confidence=0.6, requested="experience")
    assert slots["experience"] == "given"
