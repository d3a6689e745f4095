"""The state that travels with a message brings the conversation back as it was."""

from components.channel import expects, state_of, tracker_from_state, wire_messages
from rasa.shared.core.slots import AnySlot

SLOTS = [
    AnySlot(name, mappings=[{}]) for name in ("language", "home", "confirming_deletion", "requested_slot")
]


def test_a_tracker_comes_back_as_it_was() -> None:
    state = {"slots": {"language": "pt", "home": "Chard"}, "form": "profile_form", "requested": "hours"}
    tracker = tracker_from_state("s", state, SLOTS)
    assert state_of(tracker) == state
    assert tracker.active_loop_name == "profile_form"
    assert tracker.latest_action_name == "action_listen"


def test_a_new_conversation_has_no_state() -> None:
    assert state_of(tracker_from_state("s", None, SLOTS)) == {"slots": {}, "form": None, "requested": None}


def test_the_open_question_and_its_kind_are_told() -> None:
    state = {"slots": {}, "form": "profile_form", "requested": "home"}
    tracker = tracker_from_state("s", state, SLOTS)
    said = [{"text": "hint"}, {"text": "question", "custom": {"kind": "text"}}]
    assert expects(tracker, said) == {"slot": "home", "kind": "text"}
    assert expects(tracker_from_state("s", None, SLOTS), said) is None


def test_waiting_for_a_yes_to_deletion_is_its_own_question() -> None:
    state = {"slots": {"confirming_deletion": True}, "form": "profile_form", "requested": "home"}
    tracker = tracker_from_state("s", state, SLOTS)
    assert expects(tracker, [{"custom": {"kind": "choice"}}]) == {
        "slot": "delete_confirmation",
        "kind": "choice",
    }


def test_only_what_clients_need_goes_over_the_wire() -> None:
    said = [
        {
            "text": "Hello",
            "buttons": [{"title": "Yes", "payload": "/x", "type": "postback"}],
            "utter_action": "u",
        },
        {"text": ""},
    ]
    assert wire_messages(said) == [
        {"text": "Hello", "quick_replies": [{"title": "Yes", "payload": "/x"}], "cards": [], "links": []}
    ]
