"""What the lexicon of each language finds in everyday messages, read in that language and English."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from words import lexicon
from words.everything import parse_all

# These count only where an example is about them: other words carry them too ("no" in an answer).
ONLY_WHERE_NAMED = frozenset({"number", "polarity", "ordinal", "language_name"})
EXAMPLES = [
    (path.stem, entry["say"], entry["find"])
    for path in sorted((Path(__file__).parent / "examples").glob("*.yml"))
    for entry in yaml.safe_load(path.read_text("utf-8"))
]


def _key(kind: str, value: Any) -> tuple[str, str]:
    if isinstance(value, dict):
        return kind, repr(sorted((name, _plain(one)) for name, one in value.items()))
    return kind, repr(_plain(value))


def _plain(value: Any) -> Any:
    """A whole number is the same with and without its point."""
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


@pytest.mark.parametrize(
    ("language", "say", "find"), EXAMPLES, ids=[f"{lang}-{say}" for lang, say, _ in EXAMPLES]
)
def test_an_everyday_message_is_read(language: str, say: str, find: dict[str, list[Any]]) -> None:
    with lexicon.reading(language, "en"):
        found = parse_all(say)
    about = {kind.removeprefix("not ") for kind in find}
    have = Counter(
        _key(f"not {one.entity}" if one.negated else one.entity, one.value)
        for one in found
        if one.entity in about or one.entity not in ONLY_WHERE_NAMED
    )
    assert have == Counter(_key(kind, value) for kind, values in find.items() for value in values)


def test_every_language_of_the_lexicon_has_examples() -> None:
    counts = Counter(language for language, _, _ in EXAMPLES)
    for language in set(lexicon.languages()) - {"en", "pt"}:  # those have test files of their own
        assert counts[language] >= 90, language
