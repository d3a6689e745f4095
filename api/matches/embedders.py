"""Reading an embedding model from a folder of the operator's; nothing is ever downloaded."""

from __future__ import annotations

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
    if not (folder / "config.json").is_file():
        raise EmbedderUnusable(f"There is no embedding model in {folder}.")
    if (folder / "modules.json").is_file() and not _is_static(folder):
        return _sentence_transformer(folder)
    return _static(folder)


def _is_static(folder: Path) -> bool:
    return "model2vec" in (folder / "config.json").read_text("utf-8", errors="replace")


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
