"""Long words are cut where a reader would pause; nothing of them is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from api.channels.splitting import length, pieces


@given(st.text(max_size=400), st.integers(min_value=2, max_value=120))
def test_every_piece_fits_and_only_space_is_lost(text: str, limit: int) -> None:
    found = pieces(text, limit)
    assert all(piece and length(piece) <= limit for piece in found)
    assert "".join("".join(found).split()) == "".join(text.split())


@given(
    st.lists(st.sampled_from(["Olá.", "Bom dia!", "Sim?", "😀", "مرحبا؟", "\n", "\n\n", " "]), max_size=60)
)
def test_what_fits_is_left_as_it_is(words: list[str]) -> None:
    text = " ".join(words).strip()
    assert pieces(text, 10_000) == ([text] if text else [])


def test_an_emoji_counts_twice_and_is_never_cut() -> None:
    assert pieces("😀" * 5, 4) == ["😀😀", "😀😀", "😀"]


def test_it_is_cut_at_a_paragraph_before_a_line_before_a_sentence_before_a_word() -> None:
    assert pieces("One two.\n\nThree four five.", 20) == ["One two.", "Three four five."]
    assert pieces("One two. Three\nfour five six", 22) == ["One two. Three", "four five six"]
    assert pieces("One two. Three four five", 20) == ["One two.", "Three four five"]
    assert pieces("one two three four", 10) == ["one two", "three four"]
    assert pieces("onetwothreefour", 10) == ["onetwothre", "efour"]


def test_a_pause_right_at_the_limit_is_used() -> None:
    assert pieces("one two three", 7) == ["one two", "three"]


def test_a_pause_near_the_start_does_not_make_a_scrap() -> None:
    assert pieces("Hi.\n" + "word " * 20, 60)[0].startswith("Hi.\nword")
