"""What the matcher knows, loaded once a process: lexicon, linker, geography, ranker, market."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from api.core.settings import Settings
from api.matches.embedders import load_embedder
from api.matches.markets import Markets
from api.matches.model_store import champion_in_use
from api.matches.taxonomy_store import taxonomy_in_use
from matcher import Geography, Lexicon, Ranker, SkillLinker
from matcher.lexicon import Fallback, NearestMeaning
from matcher.taxonomy import TaxonomyTitles


@dataclass(frozen=True)
class Knowledge:
    """The shipped knowledge and the estimators fitted on it."""

    lexicon: Lexicon
    linker: SkillLinker
    geography: Geography
    ranker: Ranker
    markets: Markets


def load(settings: Settings) -> Knowledge:
    """Read the shipped lexicon and geography, fit the linker (some seconds), load the champion.

    Raises
    ------
    EmbedderUnusable
        When the folder of `Settings.embeddings_dir` holds no model that can be read here.
    """
    lexicon = Lexicon.shipped()
    return Knowledge(
        lexicon=lexicon,
        linker=SkillLinker(fallbacks=_fallbacks(settings)).fit(lexicon),
        geography=Geography.shipped(),
        ranker=champion_in_use(settings),
        markets=Markets(),
    )


def _fallbacks(settings: Settings) -> tuple[Fallback, ...]:
    """What the operator added to the lexicon: an imported classification, a model of meaning."""
    found: list[Fallback] = []
    taxonomy = taxonomy_in_use(settings)
    if taxonomy is not None:
        found.append(TaxonomyTitles(taxonomy))
    if settings.embeddings_dir is not None:
        embedder = load_embedder(settings.embeddings_dir)
        found.append(NearestMeaning(embedder, settings.embeddings_threshold))
    return tuple(found)


def _of(request: Request) -> Knowledge:
    knowledge: Knowledge = request.app.state.knowledge
    return knowledge


KnowledgeDep = Annotated[Knowledge, Depends(_of)]
