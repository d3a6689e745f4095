"""Rankings are signed, compared before they are put to use, and can be taken back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from cryptography.fernet import Fernet

from api.core.settings import Settings
from api.matches.model_store import PRIOR, ModelStore, ModelStoreError, champion_in_use
from matcher.features import FEATURES
from matcher.learned import LearnedRanker
from matcher.registry import Card

KEY, OTHER_KEY = (Fernet.generate_key().decode() for _ in range(2))
CHANCE = np.random.default_rng(3)
VALUES = CHANCE.random((400, len(FEATURES)))
RANKER = LearnedRanker(trees=10).fit(VALUES, (VALUES[:, 0] > 0.5).astype(float))
CARD = Card(
    version="learned-1",
    made_at="2026-06-03T12:00:00+00:00",
    simulated=False,
    window=("2026-01-01", "2026-05-01"),
    candidates=120,
    pairs=400,
    metrics={"champion": PRIOR},
    promotable=True,
)


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models", [KEY])


def _save(store: ModelStore, **changes: object) -> None:
    store.save(RANKER, replace(CARD, **changes))  # type: ignore[arg-type]


def test_as_long_as_nothing_was_promoted_the_prior_is_the_champion(store: ModelStore) -> None:
    assert store.champion == PRIOR
    assert store.every() == []


def test_a_ranking_that_was_kept_is_the_same_when_loaded(store: ModelStore) -> None:
    _save(store)
    ranker, card = store.load("learned-1")
    assert card == CARD
    assert np.array_equal(ranker.contributions(VALUES), RANKER.contributions(VALUES))


def test_the_card_lies_beside_it_for_people(store: ModelStore) -> None:
    assert store.save(RANKER, CARD).read_text("utf-8").startswith("# Ranking learned-1")


def test_promoted_and_rolled_back(store: ModelStore) -> None:
    _save(store)
    store.promote("learned-1")
    assert store.champion == "learned-1"
    assert store.rollback() == PRIOR
    assert store.champion == PRIOR


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"promotable": False, "hindrances": ["It is unfair."]}, "may not be promoted: It is unfair."),
        ({"simulated": True}, "learned from a simulation"),
        ({"metrics": {"champion": "learned-0"}}, "was compared with learned-0, and prior-2 is in use"),
    ],
)
def test_what_may_not_be_promoted_is_not(store: ModelStore, changes: dict[str, object], message: str) -> None:
    _save(store, **changes)
    with pytest.raises(ModelStoreError, match=message):
        store.promote("learned-1")
    assert store.champion == PRIOR


def test_twice_the_same_is_refused(store: ModelStore) -> None:
    _save(store)
    store.promote("learned-1")
    with pytest.raises(ModelStoreError, match="in use already"):
        store.promote("learned-1")
    with pytest.raises(ModelStoreError, match="already"):
        _save(store)


def test_before_the_first_there_is_nothing_to_go_back_to(store: ModelStore) -> None:
    with pytest.raises(ModelStoreError, match="nothing to go back to"):
        store.rollback()


def test_a_changed_file_is_refused_before_it_is_read(store: ModelStore, tmp_path: Path) -> None:
    _save(store)
    file = tmp_path / "models" / "learned-1.skops"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(bytes(data))
    with pytest.raises(ModelStoreError, match="signature does not hold"):
        store.load("learned-1")
    assert store.every()[0].card is None
    with pytest.raises(ModelStoreError, match="signature does not hold"):
        store.promote("learned-1")


def test_a_file_from_another_installation_is_refused(store: ModelStore, tmp_path: Path) -> None:
    _save(ModelStore(tmp_path / "models", [OTHER_KEY]))
    with pytest.raises(ModelStoreError, match="not made here"):
        store.load("learned-1")


def test_after_the_keys_were_changed_what_an_old_key_signed_still_holds(
    store: ModelStore, tmp_path: Path
) -> None:
    _save(store)
    assert ModelStore(tmp_path / "models", [OTHER_KEY, KEY]).load("learned-1")[1] == CARD


def test_a_missing_signature_or_file_is_said(store: ModelStore, tmp_path: Path) -> None:
    with pytest.raises(ModelStoreError, match="no ranking learned-9"):
        store.load("learned-9")
    _save(store)
    (tmp_path / "models" / "learned-1.sig").unlink()
    with pytest.raises(ModelStoreError, match="signature is missing"):
        store.load("learned-1")


@pytest.mark.parametrize("version", ["../secret", "", "A b", "x" * 80])
def test_a_name_that_is_no_version_is_refused(store: ModelStore, version: str) -> None:
    with pytest.raises(ModelStoreError, match="is no version"):
        store.load(version)


def test_when_the_champion_cannot_be_used_people_still_get_matches(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, secret_keys=(KEY,), demo=False)
    store = ModelStore(tmp_path / "models", [KEY])
    _save(store)
    store.promote("learned-1")
    assert champion_in_use(settings).version == "learned-1"
    (tmp_path / "models" / "learned-1.skops").write_bytes(b"something else")
    assert champion_in_use(settings).version == PRIOR


@pytest.mark.parametrize("content", ["[", "[]", "{}", '{"history": []}', '{"history": [1]}'])
def test_a_damaged_note_of_what_is_in_use_is_said(store: ModelStore, tmp_path: Path, content: str) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "in-use.json").write_text(content, "utf-8")
    with pytest.raises(ModelStoreError, match="is damaged"):
        _ = store.champion
