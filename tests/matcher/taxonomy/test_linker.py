"""Titles find their concepts through labels in any language, misspelt, and through the group's name."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.base import clone

from matcher.taxonomy import Concept, ConceptLinker, Taxonomy, TaxonomyError

CONCEPTS = (
    Concept("g", "group", {"pt": ("Padeiros e pasteleiros",), "en": ("Bakers and pastry-cooks",)}),
    Concept("baker", "occupation", {"pt": ("padeiro", "padeira"), "en": ("baker",)}, "g"),
    Concept("pastry", "occupation", {"pt": ("pasteleiro", "pasteleira"), "en": ("pastry maker",)}, "g"),
    Concept(
        "packer", "occupation", {"pt": ("embalador manual", "embaladora manual"), "en": ("hand packer",)}
    ),
    Concept("bus", "occupation", {"pt": ("motorista de autocarro",), "en": ("bus driver",)}),
)
LINKER = ConceptLinker().fit(CONCEPTS)


@pytest.mark.parametrize(
    ("said", "uri"),
    [
        ("embaladora", "packer"),
        ("Enbaladora manual", "packer"),
        ("motorista autocarros", "bus"),
        ("bus driver", "bus"),
        ("PADEIRA", "baker"),
    ],
)
def test_a_title_finds_its_concept_however_it_is_written(said: str, uri: str) -> None:
    assert LINKER.link([said], k=1)[0][0].uri == uri


def test_an_occupation_goes_before_the_group_that_is_named_alike() -> None:
    found = [one.uri for one in LINKER.link(["padeiros e pasteleiros"])[0]]
    assert set(found[:2]) == {"baker", "pastry"}


def test_the_nearest_label_is_told() -> None:
    assert LINKER.link(["padeira numa fábrica"], k=1)[0][0].label == "padeira"


def test_what_shares_nothing_finds_nothing() -> None:
    assert LINKER.link(["", "ζζζ"]) == [[], []]
    assert LINKER.link([]) == []


def test_only_the_languages_asked_for_are_indexed() -> None:
    english = ConceptLinker().fit(CONCEPTS, languages=["en"])
    assert set(english.labels_) == {
        "Bakers and pastry-cooks",
        "baker",
        "pastry maker",
        "hand packer",
        "bus driver",
    }


def test_without_labels_there_is_one_clear_error() -> None:
    with pytest.raises(TaxonomyError, match="no label"):
        ConceptLinker().fit([])
    with pytest.raises(TaxonomyError, match="x has no label"):
        Taxonomy("t", {"x": Concept("x", "skill", {})})


class Meanings:
    """A tiny model: words of one field have one vector."""

    FIELDS = (("baker", "padeiro", "bolos"), ("driver", "motorista", "camioneta"))

    def encode(self, texts: list[str], /) -> np.ndarray:
        return np.array(
            [[sum(word in text.lower() for word in field) for field in self.FIELDS] for text in texts],
            dtype=np.float32,
        )


def test_vectors_find_what_no_letter_does() -> None:
    with_meaning = clone(ConceptLinker(embedder=Meanings()), safe=False).fit(CONCEPTS)
    assert LINKER.link(["camioneta"], k=1)[0][:1] == [] or LINKER.link(["camioneta"], k=1)[0][0].score < 0.2
    assert with_meaning.link(["camioneta"], k=1)[0][0].uri == "bus"
