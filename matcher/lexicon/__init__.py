"""The skill lexicon and the estimator that links people's own words to it."""

from matcher.lexicon.fallback import Fallback, NearestMeaning
from matcher.lexicon.lexicon import Lexicon, LexiconError, Skill
from matcher.lexicon.skills import SkillLinker

__all__ = ["Fallback", "Lexicon", "LexiconError", "NearestMeaning", "Skill", "SkillLinker"]
