"""A message of the conversation as words and buttons, before an app's own limits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from api.chat.pressed import choice
from api.core.i18n import N_, translate

CHOOSE_SEVERAL_BY_NUMBER = N_("You can choose more than one. Write the numbers, for example: 1 3")
CHOOSE_SEVERAL_BY_TAP = N_("You can choose more than one. Then press “{done}”.")

# Cards repeat their place in the list; beside a number of its own it would stand there twice.
_NUMBER = re.compile(r"^\d{1,2}\.\s+")


@dataclass(frozen=True)
class Button:
    """Something to press: what is written on it and what it carries."""

    title: str
    payload: str


@dataclass(frozen=True)
class Shown:
    """A message as every app shows it.

    Attributes
    ----------
    lead, more
        The words themselves, and what belongs to them: cards and links.
    together
        The payloads of buttons that can be chosen together.
    """

    lead: str
    language: str
    more: tuple[str, ...] = ()
    buttons: tuple[Button, ...] = ()
    together: frozenset[str] = field(default=frozenset())

    @property
    def text(self) -> str:
        """All the words."""
        return "\n\n".join(filter(None, [self.lead, *self.more]))

    @property
    def numbered(self) -> str:
        """The words with the buttons as a list to answer by number."""
        lines = [f"{number} {button.title}" for number, button in enumerate(self.buttons, start=1)]
        if self.together:
            lines.append(translate(CHOOSE_SEVERAL_BY_NUMBER, self.language))
        return "\n".join(filter(None, [self.text, *lines]))


def shown(letter: dict[str, Any]) -> Shown:
    """What a letter of the outbox shows.

    Cards become a few lines each, links their address. Where a person of the team writes, their name stands
    before their words.
    """
    body, language = letter["body"], letter["language"]
    text = str(body.get("text") or "")
    author = letter.get("author")
    more = [_card(number, card, language) for number, card in enumerate(body.get("cards") or (), start=1)]
    more += [f"{link['title']}: {link['url']}" for link in body.get("links") or ()]
    buttons = [
        Button(_NUMBER.sub("", one["title"]), one["payload"]) for one in body.get("quick_replies") or ()
    ]
    expects = letter.get("expects") or {}
    together: frozenset[str] = frozenset()
    if expects.get("kind") == "multi":
        slot = str(expects["slot"])
        together = frozenset(one.payload for one in buttons if choice(one.payload, slot) is not None)
    lead = f"{author}: {text}" if author else text
    return Shown(lead, language, tuple(more), tuple(buttons), together)


def _card(number: int, card: dict[str, Any], language: str) -> str:
    where = ", ".join(filter(None, [card.get("employer"), card.get("place"), card.get("distance")]))
    why: Sequence[str] = card.get("why") or ()
    missing: Sequence[str] = card.get("missing") or ()
    lines = [
        f"{number}. {card['title']}",
        where,
        card.get("pay"),
        card.get("hours"),
        card.get("next_intake"),
        card.get("guaranteed_interview"),
        _labelled(N_("Why it fits you"), why, language),
        _labelled(N_("Still needed"), missing, language),
    ]
    return "\n".join(str(line) for line in lines if line)


def _labelled(label: str, items: Sequence[str], language: str) -> str | None:
    return f"{translate(label, language)}: {'; '.join(items)}" if items else None
