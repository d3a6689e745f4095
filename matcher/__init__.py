"""Matching people to entry-level jobs in health and social care: pure functions on frozen records.

No I/O but its own data files, no database, no clock. `match` is the door; `SkillLinker` turns words
into skills; `Geography` turns words into places.
"""

from matcher.geography import Geography
from matcher.lexicon import Lexicon, SkillLinker
from matcher.market import Market
from matcher.matching import Match, Ranking, Step, explained, match, rank
from matcher.ranker import PriorRanker, Ranker
from matcher.reasons import Reason, ReasonCode

__all__ = [
    "Geography",
    "Lexicon",
    "Market",
    "Match",
    "PriorRanker",
    "Ranker",
    "Ranking",
    "Reason",
    "ReasonCode",
    "SkillLinker",
    "Step",
    "explained",
    "match",
    "rank",
]
