"""Matching people to entry-level jobs in health and social care: pure functions on frozen records.

No I/O but its own data files, no database, no clock. `match` is the door; `SkillLinker` turns words
into skills; `Geography` turns words into places.
"""

from matcher.features import PairFeatures
from matcher.geography import Geography
from matcher.lexicon import Lexicon, SkillLinker
from matcher.matching import Match, Step, match
from matcher.ranker import PriorRanker
from matcher.reasons import Reason, ReasonCode

__all__ = [
    "Geography",
    "Lexicon",
    "Match",
    "PairFeatures",
    "PriorRanker",
    "Reason",
    "ReasonCode",
    "SkillLinker",
    "Step",
    "match",
]
