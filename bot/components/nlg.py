"""Responses in the candidate's language: the domain's English text is the gettext message id."""

import copy
from typing import Any

from actions.turn import CONTROL_INTENTS, SURE, confidence
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from components import asking
from components.catalogue import translate


def _was_aside(tracker: DialogueStateTracker) -> bool:
    """Whether the last message was understood, but was no answer: the question then comes as it is."""
    message = tracker.latest_message
    if message is None or message.intent.get("name") not in CONTROL_INTENTS:
        return False
    return confidence(message.intent, message.parse_data.get("intent_ranking") or ()) >= SURE


class GettextNlg(TemplatedNaturalLanguageGenerator):
    """Renders ``utter_…`` responses through the catalogues.

    Keyword arguments of an utterance fill the ``{placeholders}`` of its text. ``options`` (title
    and payload each, already in the candidate's language) become buttons before the response's own,
    ``cards`` and ``links`` go along as they are. It derives from the templated generator because Rasa hands a
    newly loaded model's responses to that class only.
    """

    def __init__(self, endpoint_config: EndpointConfig, domain: Domain) -> None:
        super().__init__(domain.responses)

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        variants = self.responses.get(utter_action)
        if not variants:
            return None
        language = tracker.get_slot("language")
        response = copy.deepcopy(variants[0])
        other = asking.instead(response, 0 if _was_aside(tracker) else int(tracker.get_slot("misses") or 0))
        if other:
            response = asking.in_place_of(response, copy.deepcopy(self.responses[other][0]))
        # Plain replacement, not str.format: what a candidate wrote may hold braces.
        text = translate(response.get("text", ""), language)
        for name, value in kwargs.items():
            if isinstance(value, (str, int)):
                text = text.replace("{" + name + "}", str(value))
        response["text"] = text
        buttons = [
            {**button, "title": translate(button["title"], language)}
            for button in response.get("buttons", [])
        ]
        response["buttons"] = kwargs.get("options", []) + buttons
        extras = {name: kwargs[name] for name in ("cards", "links") if name in kwargs}
        if extras:
            response["custom"] = {**response.get("custom", {}), **extras}
        return response
