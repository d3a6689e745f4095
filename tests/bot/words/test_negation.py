import pytest
from words import lexicon
from words.negation import clauses, strip_negated
from words.phrases import expand
from words.text import tokens


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("not Taunton, Bridgwater", "Bridgwater"),
        ("não em Taunton, em Bridgwater", "em Bridgwater"),
        ("I don't live in Taunton, I live in Wells", "I live in Wells"),
        ("Bridgwater not Taunton", "Bridgwater"),
        ("não, moro em Wells", "não, moro em Wells"),
        ("no I live in Yeovil", "no I live in Yeovil"),
        ("moro no centro de Taunton", "moro no centro de Taunton"),
        ("pelo menos em Taunton", "pelo menos em Taunton"),
        ("em Taunton não, em Chard", "em Chard"),
        ("not Taunton", ""),
        ("Taunton", "Taunton"),
        ("", ""),
    ],
)
def test_only_what_is_not_ruled_out_remains(said: str, kept: str) -> None:
    assert strip_negated(said) == kept


@pytest.mark.parametrize(
    ("language", "said", "last"),
    [
        ("pt", "moro em Chard e não conduzo", "nao conduzo"),
        ("pt", "30 horas, mas não conduzo", "nao conduzo"),
        ("en", "I live in Chard and don't drive", "dont drive"),
        ("ro", "locuiesc în Chard și nu conduc", "nu conduc"),
    ],
)
def test_a_clause_is_never_cut_between_a_not_and_its_verb(language: str, said: str, last: str) -> None:
    with lexicon.reading(language, "en"):
        cut = tokens(said)
        found = [" ".join(token.text for token in cut[first:stop]) for first, stop in clauses(said)]
    assert not any(part.endswith((" not", " nao", " nu", " dont")) for part in found)
    assert found[-1].endswith(last)


@pytest.mark.parametrize("language", sorted(lexicon.languages()))
def test_no_word_that_ends_a_clause_hides_a_not(language: str) -> None:
    by_kind: dict[str, set[tuple[str, ...]]] = {}
    for pattern, kind in lexicon.coded(language, "negation"):
        for phrase in expand(pattern):
            by_kind.setdefault(kind, set()).add(tuple(token.text for token in tokens(phrase)))
    nots = {phrase for phrase in by_kind["not"] if len(phrase) == 1}
    hiding = [phrase for kind in ("but", "ends") for phrase in by_kind[kind] if phrase[-1:] in nots]
    assert hiding == []
