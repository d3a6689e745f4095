"""What the lexicon's phrases do not explain is read by meaning, where a model is given; never otherwise."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from matcher import Lexicon, SkillLinker
from matcher.lexicon import NearestMeaning

LEXICON = Lexicon.shipped()
PLAIN = SkillLinker().fit(LEXICON)
# What a tiny model knows: words of one meaning share a direction.
MEANINGS = {
    "sew": ("sewing", "zelwing", "costura"),
    "bees": ("apiarist",),
    "drive": ("forklift",),
}


class Tiny:
    """A model of a few words; a text is the mean of the words it knows."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str], /) -> NDArray[np.float32]:
        self.asked = list(texts)
        vectors = np.zeros((len(texts), len(MEANINGS) + 1), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for word in text.casefold().split():
                at = [nth for nth, words in enumerate(MEANINGS.values()) if word in words]
                row[at or [-1]] += 1.0
        return vectors


class Broken:
    def __init__(self, vectors: NDArray[np.float32]) -> None:
        self.vectors = vectors

    def encode(self, texts: Sequence[str], /) -> NDArray[np.float32]:
        return self.vectors


def _reading_meaning(threshold: float = 0.9) -> tuple[SkillLinker, Tiny]:
    model = Tiny()
    return SkillLinker(fallbacks=[NearestMeaning(model, threshold)]).fit(LEXICON), model


def test_a_word_no_phrase_explains_is_read_by_its_meaning() -> None:
    linker, _ = _reading_meaning()
    assert PLAIN.link("I did zelwing") == []
    (found,) = linker.link("I did zelwing")
    assert (found.skill_id, found.source_text) == ("sewing", "zelwing")
    assert 0.9 <= found.confidence <= 1.0


def test_what_is_too_far_from_every_phrase_is_left() -> None:
    linker, _ = _reading_meaning()
    assert linker.link("zelwing apiarist apiarist") == []


def test_the_model_is_asked_about_the_telling_words_as_they_were_written_and_nothing_else() -> None:
    linker, model = _reading_meaning()
    linker.link("I worked as an Ápiarist, cleaning")
    assert model.asked == ["Ápiarist"]


def test_what_is_denied_is_not_read_either() -> None:
    linker, _ = _reading_meaning()
    assert linker.link("I never did zelwing") == []


def test_without_a_model_nothing_changes() -> None:
    linker, _ = _reading_meaning()
    for text in ("packing and cleaning", "limpeza de quartos", "I cooked"):
        assert linker.link(text) == PLAIN.link(text)


def test_a_very_long_message_is_asked_about_in_part() -> None:
    linker, model = _reading_meaning()
    linker.link(", ".join(f"zelw{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(500)))
    assert 0 < len(model.asked) <= 30


@pytest.mark.parametrize("threshold", [0.0, -1.0, 1.5, float("nan")])
def test_a_threshold_out_of_range_is_refused(threshold: float) -> None:
    with pytest.raises(ValueError, match="not above 0 and up to 1"):
        NearestMeaning(Tiny(), threshold).fit(LEXICON)


@pytest.mark.parametrize(
    "vectors",
    [np.zeros(3, dtype=np.float32), np.zeros((2, 3), dtype=np.float32)],
    ids=["one dimension", "too few"],
)
def test_a_model_that_gives_no_vector_a_text_is_refused(vectors: NDArray[np.float32]) -> None:
    with pytest.raises(ValueError, match="one finite vector"):
        NearestMeaning(Broken(vectors)).fit(LEXICON)
