"""``ponte bench linking``: job titles linked to ESCO, beside the published table and peers run here.

Data: MELO (MIT), read from a folder outside the project. Measures are those of trec_eval over the
labels of the corpus: reciprocal rank of the first right label, and average precision.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import bm25s
import numpy as np
import typer
from sklearn.feature_extraction.text import TfidfVectorizer

from api.matches.embedders import load_embedder
from api.matches.esco_files import read_esco
from benchmarks.fallbacks import as_table, readings
from benchmarks.latent import LatentMeaning
from matcher.embedding import Embedder
from matcher.lexicon.text import plain
from matcher.market import Floats
from matcher.taxonomy import Concept, ConceptLinker
from matcher.taxonomy.concepts import Kind

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
DATASETS = ("prt_q_pt_c_pt", "prt_q_pt_c_en")
# One label of a concept is listed before its others: who reads a list wants different occupations in it.
FIRST_LABEL = 0.1


@dataclass(frozen=True)
class Dataset:
    """Queries, labels of the corpus with their concepts, and which labels are right for which query."""

    name: str
    queries: list[tuple[str, str]]
    ids: list[str]
    labels: list[str]
    concepts: list[str]
    right: dict[str, set[str]]


def read(folder: Path, name: str) -> Dataset:
    """A dataset of MELO."""

    def rows(file: str) -> list[list[str]]:
        return [line.split("\t") for line in (folder / name / file).read_text("utf-8").splitlines()]

    concept = {row[0]: row[1] for row in rows("concept_mapping.tsv")}
    right: dict[str, set[str]] = defaultdict(set)
    for query, _, label, _ in rows("annotations.tsv"):
        right[query].add(label)
    corpus = rows("corpus_elements.tsv")
    ids = [row[0] for row in corpus]
    return Dataset(
        name, [(row[0], row[1]) for row in rows("queries.tsv")], ids, [row[1] for row in corpus],
        [concept[one] for one in ids], dict(right),
    )  # fmt: skip


def reciprocal_rank_and_precision(scores: Floats, ids: np.ndarray, right: set[str]) -> tuple[float, float]:
    """As trec_eval: of equal scores the greater id goes first."""
    order = np.lexsort((ids, scores.astype(np.float32)))[::-1]
    ranks = np.flatnonzero(np.isin(ids[order], list(right))) + 1
    return 1.0 / ranks[0], float(np.mean(np.arange(1, len(ranks) + 1) / ranks))


def measure(data: Dataset, score: Callable[[list[str]], Floats]) -> tuple[float, float]:
    """MRR and MAP of a way to score all labels for each of some queries."""
    ids = np.array(data.ids)
    asked = [(query, text) for query, text in data.queries if data.right.get(query)]
    found = []
    for start in range(0, len(asked), 64):
        part = asked[start : start + 64]
        for (query, _), scores in zip(part, score([text for _, text in part]), strict=True):
            found.append(reciprocal_rank_and_precision(scores, ids, data.right[query]))
    values = np.array(found).mean(axis=0)
    return float(values[0]), float(values[1])


def tf_idf(data: Dataset, **options: object) -> Callable[[list[str]], Floats]:
    """Cosine of TF-IDF vectors."""
    vectorizer = TfidfVectorizer(preprocessor=plain, **options)
    matrix = vectorizer.fit_transform(data.labels).T.tocsc()
    return lambda texts: np.asarray((vectorizer.transform(texts) @ matrix).toarray())


def bm25(data: Dataset) -> Callable[[list[str]], Floats]:
    """BM25 (bm25s, Lucene's variant)."""
    words = [plain(label).split() for label in data.labels]
    index = bm25s.BM25()
    index.index(words, show_progress=False)
    return lambda texts: np.stack([index.get_scores(plain(text).split()) for text in texts])


def concepts_of(esco: Path, languages: Sequence[str], wanted: set[str]) -> list[Concept]:
    """The wanted concepts with their labels and groups, from the benchmark's ESCO files."""
    labels: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for language in languages:
        with (esco / f"occupation_labels_{language}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                labels[row["conceptUri"]][language].append(row["label"])
    with (esco / "occupations_en.csv").open(encoding="utf-8", newline="") as file:
        group = {row["conceptUri"]: row["iscoGroup"] for row in csv.DictReader(file)}
    return [
        Concept(
            uri,
            _kind(uri),
            {language: tuple(said) for language, said in by_language.items()},
            f"http://data.europa.eu/esco/isco/C{group[uri]}" if uri in group else None,
        )
        for uri, by_language in sorted(labels.items())
        if uri in wanted
    ]


def _kind(uri: str) -> Kind:
    return "group" if "/isco/" in uri else "occupation"


def ours(
    data: Dataset, esco: Path, languages: Sequence[str], embedder: Embedder | None = None, **options: float
) -> Callable[[list[str]], Floats]:
    """The product's linker: concepts are found through labels in the query's language, then listed by label."""
    linker = ConceptLinker(embedder=embedder, **options).fit(
        concepts_of(esco, languages, set(data.concepts)), languages=languages
    )
    at = {concept.uri: place for place, concept in enumerate(linker.concepts_)}
    place = np.array([at.get(uri, -1) for uri in data.concepts])
    label_at = {
        (linker.concepts_[owner].uri, label): n
        for n, (owner, label) in enumerate(zip(linker.owner_, linker.labels_, strict=True))
    }
    own = np.array([label_at.get(pair, -1) for pair in zip(data.concepts, data.labels, strict=True)])

    def score(texts: list[str]) -> Floats:
        by_label = linker.label_scores(texts)
        found = np.where(place >= 0, linker.concept_scores(by_label)[:, place], 0.0)
        # Within a concept the likest label goes first; one in another language has no likeness of its own.
        found = found + 1e-3 * np.where(own >= 0, by_label[:, own], 0.0)
        for row in found:
            order = np.argsort(-row, kind="stable")
            _, first = np.unique(place[order], return_index=True)
            row[order[first]] += FIRST_LABEL
        return found

    return score


def bench_linking(
    data: Annotated[Path, typer.Option(help="The folder with melo/ and esco/.")] = SHARED,
    embedder: Annotated[Path | None, typer.Option(help="A local folder with an embedding model.")] = None,
) -> None:
    """Link Portuguese job titles to ESCO and print MRR and MAP beside published and own peers."""
    if not (data / "melo").is_dir():
        typer.echo(f"There is no benchmark data in {data}: give its folder with --data.", err=True)
        raise typer.Exit(2)
    published = _published(data / "melo" / "published_results_pt.csv")
    taxonomy = read_esco([data / "esco"]).taxonomy
    vectors: dict[str, Embedder] = {
        "vectors learned here from ESCO's labels (LSA)": LatentMeaning(
            one for one in taxonomy.concepts.values() if one.kind != "skill"
        )
    }
    if embedder:
        vectors[f"vectors of {embedder.name}"] = load_embedder(embedder)
    for name in DATASETS:
        dataset = read(data / "melo", name)
        typer.echo(
            f"\n{name}: {len(dataset.queries)} titles, {len(dataset.labels)} labels (trec_eval's MRR and MAP)"
        )
        rows: list[tuple[str, float, float]] = [
            (f"published: {model}", *values[name]) for model, values in published.items()
        ]
        esco = data / "esco"
        own = {
            "run here: char TF-IDF (char_wb 2-5)": tf_idf(dataset, analyzer="char_wb", ngram_range=(2, 5)),
            "run here: word TF-IDF": tf_idf(dataset, token_pattern=r"\w+"),
            "run here: BM25 (bm25s)": bm25(dataset),
            "Ponte, labels alone": ours(dataset, esco, ["pt"], group_weight=0.0, group_share=1.0),
            "Ponte, labels and groups": ours(dataset, esco, ["pt"]),
        }
        for model, meaning in vectors.items():
            own[f"Ponte, labels, groups, {model}"] = ours(dataset, esco, ["pt"], meaning)
        rows += [(label, *measure(dataset, score)) for label, score in own.items()]
        for label, mrr, mean_precision in rows:
            typer.echo(f"  {label:68} MRR {mrr:.4f}  MAP {mean_precision:.4f}")
    typer.echo(
        "\nPonte links through the concept's labels in the language of the query (Portuguese), in both rows; "
        "with groups, also through the name of the ISCO group the occupation belongs to."
    )
    typer.echo("\nWhat the optional fallbacks add on everyday messages (tests/data/sentences):")
    typer.echo(as_table(readings(taxonomy, vectors)))


def _published(path: Path) -> dict[str, dict[str, tuple[float, float]]]:
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["model"]: {name: (float(row[f"{name}:mrr"]), float(row[f"{name}:map"])) for name in DATASETS}
            for row in csv.DictReader(file)
        }
