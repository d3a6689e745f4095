"""What the matcher knows, loaded once a process: lexicon, linker, geography, ranker, market."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from api.matches.markets import Markets
from matcher import Geography, Lexicon, PriorRanker, Ranker, SkillLinker


@dataclass(frozen=True)
class Knowledge:
    """The shipped knowledge and the estimators fitted on it."""

    lexicon: Lexicon
    linker: SkillLinker
    geography: Geography
    ranker: Ranker
    markets: Markets


def load() -> Knowledge:
    """Read the shipped lexicon and geography and fit the linker (about a second)."""
    lexicon = Lexicon.shipped()
    return Knowledge(
        lexicon=lexicon,
        linker=SkillLinker().fit(lexicon),
        geography=Geography.shipped(),
        ranker=PriorRanker.ready(),
        markets=Markets(),
    )


def _of(request: Request) -> Knowledge:
    knowledge: Knowledge = request.app.state.knowledge
    return knowledge


KnowledgeDep = Annotated[Knowledge, Depends(_of)]
