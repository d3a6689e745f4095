"""A model of meaning from the operator's folder: a tiny one is made here, saved, loaded and used."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from model2vec import StaticModel
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from api.core.settings import Settings, SettingsError, load_settings
from api.matches import knowledge
from api.matches.embedders import EmbedderUnusable, load_embedder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A static model in which "zelwing" means what "sewing" does."""
    vocabulary = {"[UNK]": 0, "sewing": 1, "zelwing": 2, "driving": 3}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    vectors = np.array([[0.01, 0.01, 1], [1, 0, 0], [0.98, 0.05, 0], [0, 1, 0]], dtype=np.float32)
    StaticModel(vectors, tokenizer).save_pretrained(str(tmp_path / "model"))
    return tmp_path / "model"


def test_a_saved_model_is_loaded_from_its_folder(folder: Path) -> None:
    sewing, zelwing, driving = load_embedder(folder).encode(["sewing", "zelwing", "driving"])
    assert sewing @ zelwing > 0.9 > 0.2 > sewing @ driving


def test_named_in_the_settings_it_reads_what_the_lexicon_does_not_know(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PONTE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PONTE_DEMO", "1")
    assert knowledge.load(Settings()).linker.link("zelwing") == []
    monkeypatch.setenv("PONTE_EMBEDDINGS_DIR", str(folder))
    assert [one.skill_id for one in knowledge.load(Settings()).linker.link("zelwing")] == ["sewing"]


def test_a_folder_without_a_model_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EmbedderUnusable, match="There is no embedding model"):
        load_embedder(tmp_path)
    monkeypatch.setenv("PONTE_DEMO", "1")
    monkeypatch.setenv("PONTE_EMBEDDINGS_DIR", str(tmp_path))
    with pytest.raises(SettingsError, match=r"PONTE_EMBEDDINGS_DIR: there is no embedding model in .*\.$"):
        load_settings()


def test_a_damaged_model_is_refused(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(b"not tensors")
    with pytest.raises(EmbedderUnusable, match="cannot be read"):
        load_embedder(folder)


def test_without_the_package_that_reads_it_the_extra_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "model2vec", None)
    with pytest.raises(EmbedderUnusable, match="extra `embeddings`"):
        load_embedder(folder)
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    (folder / "config.json").write_text("{}")
    (folder / "modules.json").write_text("[]")
    with pytest.raises(EmbedderUnusable, match="sentence-transformers"):
        load_embedder(folder)
