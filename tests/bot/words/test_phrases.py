import pytest
from words.phrases import PhraseTable, expand, one_slip_apart
from words.tables import Tables
from words.text import tokens


def test_a_pattern_is_written_out_with_nested_and_empty_choices() -> None:
    assert expand("(a|b (c|)) d") == ["a d", "b c d", "b d"]


@pytest.mark.parametrize("pattern", ["(a", "a)", "((a)"])
def test_a_bracket_left_open_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="bracket"):
        expand(pattern)


def test_a_phrase_with_two_meanings_is_refused() -> None:
    with pytest.raises(ValueError, match="means both"):
        PhraseTable([("late", "late"), ("LATE", "early")])


def test_an_empty_phrase_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        PhraseTable([("(a|)", "x")])


def test_the_longest_phrase_wins() -> None:
    table = Tables([PhraseTable([("made", "x"), ("made redundant", "y")])])
    assert [hit.value for hit in table.hits(tokens("I was made redundant, made up"))] == ["y", "x"]


@pytest.mark.parametrize(
    ("first", "second", "near"),
    [
        ("autocarro", "autocaro", True),
        ("weekend", "wekeend", True),
        ("evening", "evenings", True),
        ("morning", "evening", False),
        ("night", "night", True),
        ("abcdef", "abdcfe", False),
    ],
)
def test_one_slip_is_one_letter_or_one_swap(first: str, second: str, near: bool) -> None:
    assert one_slip_apart(first, second) is near


def test_only_long_words_are_forgiven() -> None:
    table = Tables([PhraseTable([("night", "night"), ("weekend", "weekend")], forgiving=True)])
    assert [hit.value for hit in table.hits(tokens("light weeknd"))] == ["weekend"]


def test_tokens_point_into_the_original_across_accents_and_joined_signs() -> None:
    said = "Não— «Mañana» 👍🏽 don’t e\u0301"
    cut = tokens(said)
    assert [token.text for token in cut if token.is_word] == ["nao", "manana", "dont", "e"]
    assert said[cut[-1].start : cut[-1].end] == "e\u0301"
    assert next(token.text for token in cut if said[token.start : token.end] == "don’t") == "dont"
