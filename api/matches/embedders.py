"""Reading an embedding model from a folder of the operator's; nothing is ever downloaded."""

from __future__ import annotations

import json
from pathlib import Path

from matcher.embedding import Embedder


class EmbedderUnusable(Exception):
    """The folder holds no model that can be read here; the text is one clear sentence."""


def load_embedder(folder: Path) -> Embedder:
    """The model in a local folder: a static model (model2vec) or a sentence-transformers model.

    Raises
    ------
    EmbedderUnusable
        When there is no such folder, no model in it, or the package that reads it is not installed.
    """
    described = [folder / name for name in ("config.json", "modules.json")]
    if not any(one.is_file() for one in described):
        raise EmbedderUnusable(f"There is no embedding model in {folder}.")
    if described[1].is_file() and not _is_static(described[1]):
        return _sentence_transformer(folder)
    return _static(folder)


def _is_static(modules: Path) -> bool:
    """Whether the folder is as model2vec saves it: one static module, in the folder itself."""
    try:
        found = json.loads(modules.read_text("utf-8"))
        return [(one["path"], one["type"].split(".")[-1]) for one in found][:1] == [(".", "StaticEmbedding")]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _static(folder: Path) -> Embedder:
    try:
        from model2vec import StaticModel
    except ImportError:
        raise EmbedderUnusable("To read this model, install Ponte with its extra `embeddings`.") from None
    try:
        model: Embedder = StaticModel.from_pretrained(str(folder))
    except Exception as error:  # the package raises whatever its readers do
        raise EmbedderUnusable(f"The embedding model in {folder} cannot be read.") from error
    return model


def _sentence_transformer(folder: Path) -> Embedder:
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError:
        raise EmbedderUnusable("To read this model, install the package sentence-transformers.") from None
    try:
        model: Embedder = SentenceTransformer(str(folder), local_files_only=True)
    except Exception as error:  # the package raises whatever its readers do
        raise EmbedderUnusable(f"The embedding model in {folder} cannot be read.") from error
    return model
