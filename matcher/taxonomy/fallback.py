"""Titles and skills that only an imported classification knows, turned into skills of the lexicon."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from matcher.lexicon.fallback import Named
from matcher.lexicon.lexicon import Lexicon
from matcher.taxonomy.concepts import Concept, Taxonomy
from matcher.taxonomy.linker import ConceptLinker

# What an occupation essentially asks for, people who had it can nearly always do.
ESSENTIAL = 0.8


class TaxonomyTitles(BaseEstimator):  # type: ignore[misc]
    """Reads titles through an imported classification (ESCO): occupation → its essential skills → the lexicon.

    A concept stands for skills of the lexicon that have its address: itself if it is a skill; if it is
    an occupation, those the lexicon's own entry of this address brings, or else its essential skills
    (ESCO's relation "essential", each as sure as `ESSENTIAL`). Optional skills are left out: few people
    of an occupation have all of them. Concepts that stand for no skill of the lexicon are not read.

    Parameters
    ----------
    taxonomy : Taxonomy
    threshold : float, default=0.8
        Least likeness of the text to the label (a blend of spelling and words), above 0 and up to 1.

    Attributes
    ----------
    named_ : dict of str to Named
        The skills each readable concept stands for.
    linker_ : ConceptLinker or None
        None when no concept is readable.
    """

    def __init__(self, taxonomy: Taxonomy, threshold: float = 0.8) -> None:
        self.taxonomy = taxonomy
        self.threshold = threshold

    def fit(self, lexicon: Lexicon) -> TaxonomyTitles:
        """Find what each concept stands for, and index the labels of those that stand for something.

        Raises
        ------
        ValueError
            When the threshold is out of its range.
        """
        if not 0.0 < self.threshold <= 1.0:
            raise ValueError(f"threshold is {self.threshold}, not above 0 and up to 1")
        self.named_ = self.stand_for(lexicon)
        read: list[Concept] = [self.taxonomy.concepts[uri] for uri in self.named_]
        # A chat's title is compared with labels alone; groups are for lists of titles from offices.
        self.linker_: ConceptLinker | None = None
        if any(language in lexicon.languages for concept in read for language in concept.labels):
            self.linker_ = ConceptLinker(group_weight=0.0).fit(read, languages=lexicon.languages)
        return self

    def stand_for(self, lexicon: Lexicon) -> dict[str, Named]:
        """By address, the skills of the lexicon that each concept stands for, if it does for any."""
        skills: dict[str, list[str]] = defaultdict(list)
        for skill in lexicon.skills.values():
            if skill.esco:
                skills[skill.esco].append(skill.id)
        brings = {one.esco: one.brings for one in lexicon.occupations.values() if one.esco}
        named: dict[str, dict[str, float]] = {}
        for concept in self.taxonomy.concepts.values():
            if concept.kind == "skill":
                named[concept.uri] = dict.fromkeys(skills.get(concept.uri, ()), 1.0)
            elif concept.uri in brings:
                named[concept.uri] = dict(brings[concept.uri])
            elif concept.kind == "occupation":
                named[concept.uri] = {
                    skill_id: ESSENTIAL
                    for uri in sorted(self.taxonomy.essential.get(concept.uri, ()))
                    for skill_id in skills.get(uri, ())
                }
        return {uri: tuple(one.items()) for uri, one in named.items() if one}

    def find(self, texts: Sequence[str]) -> list[Named]:
        """Of each text the skills of the concept with the likest label."""
        check_is_fitted(self, "named_")
        if self.linker_ is None:
            return [() for _ in texts]
        found: list[Named] = []
        for linked in self.linker_.link(texts, k=1):
            near = min(linked[0].score, 1.0) if linked else 0.0
            skills = self.named_[linked[0].uri] if near >= self.threshold else ()
            found.append(tuple((skill, near * sure) for skill, sure in skills))
        return found
