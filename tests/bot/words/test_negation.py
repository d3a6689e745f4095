import pytest
from words.negation import strip_negated


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
