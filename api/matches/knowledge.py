"""What the matcher knows, loaded once a process: lexicon, linker, geography, ranker, market."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from api.core.settings import Settings
from api.matches.markets import Markets
from api.matches.model_store import champion_in_use
from matcher import Geography, Lexicon, Ranker, SkillLinker


@dataclass(frozen=True)
class Knowledge:
    """The shipped knowledge and the estimators fitted on it."""

    lexicon: Lexicon
    linker: SkillLinker
    geography: Geography
    ranker: Ranker
    markets: Markets


def load(settings: Settings) -> Knowledge:
    """Read the shipped lexicon and geography, fit the linker (about a second), load the champion."""
    lexicon = Lexicon.shipped()
    return Knowledge(
        lexicon=lexicon,
        linker=SkillLinker().fit(lexicon),
        geography=Geography.shipped(),
        ranker=champion_in_use(settings),
        markets=Markets(),
    )


def _of(request: Request) -> Knowledge:
    knowledge: Knowledge = request.app.state.knowledge
    return knowledge


KnowledgeDep = Annotated[Knowledge, Depends(_of)]
