"""What the bot learns from, and what it is measured on."""

import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import pytest
import yaml
from rapidfuzz import process
from rapidfuzz.distance import Indel

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = sorted(folder.name for folder in (ROOT / "bot" / "data" / "nlu").iterdir() if folder.is_dir())
INTENTS = set(
    """
    greet thanks affirm deny unsure skip why help start_again speak_to_person change_language delete_data
    what_do_you_know show_matches out_of_scope inform_situation inform_name inform_contact inform_home
    inform_experience inform_english inform_right_to_work inform_hours inform_shifts inform_driving
    inform_travel choose_match sensitive_emergency sensitive_distress sensitive_debt sensitive_housing
    sensitive_abuse sensitive_discrimination sensitive_dismissed sensitive_conviction sensitive_no_papers
    ask_cv export_data change_answer continue_elsewhere
    """.split()
)
NEAR = 0.9
"""Share of letters two sentences may have in common, in order, before one is a copy of the other."""


def _examples(path: Path) -> list[tuple[str, str]]:
    content = yaml.safe_load(path.read_text("utf-8"))
    return [
        (entry["intent"], line.removeprefix("- ").strip())
        for entry in content["nlu"]
        for line in entry["examples"].splitlines()
        if line.strip()
    ]


def training(language: str) -> list[tuple[str, str]]:
    return [
        one for path in sorted((ROOT / "bot/data/nlu" / language).glob("*.yml")) for one in _examples(path)
    ]


def held_out(language: str) -> list[tuple[str, str]]:
    return _examples(ROOT / "tests/data/nlu" / f"{language}.yml")


def plain(text: str) -> str:
    kept = (c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in kept).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_intent_has_enough_examples(language: str) -> None:
    counts = Counter(intent for intent, _ in training(language))
    assert set(counts) == INTENTS
    assert min(counts.values()) >= 30, counts.most_common()[-3:]
    assert counts["out_of_scope"] >= 80
    for intent in INTENTS:
        if intent.startswith("inform_") or intent in ("affirm", "deny", "skip", "why"):
            assert counts[intent] >= 40, intent


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_intent_is_measured(language: str) -> None:
    counts = Counter(intent for intent, _ in held_out(language))
    assert set(counts) == INTENTS
    assert min(counts.values()) >= 8


def test_no_sentence_means_two_things() -> None:
    meanings = defaultdict(set)
    for language in LANGUAGES:
        for intent, text in training(language) + held_out(language):
            meanings[plain(text) or text].add(intent)
    assert {text: found for text, found in meanings.items() if len(found) > 1} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_measured_that_was_learned(language: str) -> None:
    learned = [plain(text) for other in LANGUAGES for _, text in training(other)]
    measured = [plain(text) for _, text in held_out(language)]
    alike = process.cdist(measured, learned, scorer=Indel.normalized_similarity, score_cutoff=NEAR)
    copies = [(measured[row], learned[column]) for row, column in np.argwhere(alike >= NEAR)]
    assert copies == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_example_is_given_twice(language: str) -> None:
    counts = Counter(text for _, text in training(language))
    assert [text for text, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_examples_carry_no_annotations_because_the_lexicon_finds_the_entities(language: str) -> None:
    assert [text for _, text in training(language) + held_out(language) if "[" in text or "{" in text] == []
