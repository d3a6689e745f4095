"""``ponte bench ranking``: the prior and the learned ranking on the judged set, beside three peers.

All rank the same: what the rules leave each person. Whatever learns does so in the same five folds,
split by person, and is measured on the people it has not seen.
"""

from __future__ import annotations

from collections.abc import Callable

import bm25s
import lightgbm
import numpy as np
import typer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import GroupKFold

from benchmarks.judged import Pairs, pairs, personas
from matcher import Lexicon, PriorRanker, SkillLinker
from matcher.evaluate import by_candidate, calibration_error, difference, mean_with_interval, ndcg, recall
from matcher.features import FEATURES
from matcher.learned import LearnedRanker
from matcher.lexicon.text import plain
from matcher.market import Floats, Ints

FOLDS = 5
BEST_GRADE = 3
Learner = Callable[[Pairs, Ints, Ints], Floats]


def learned(data: Pairs, learn: Ints, left: Ints) -> Floats:
    """Ponte's additive, monotonic ranking."""
    ranker = LearnedRanker(min_samples_leaf=10).fit(
        data.values[learn], data.grades[learn] / BEST_GRADE, groups=data.owner[learn]
    )
    return ranker.predict(data.values[left])


def lambdarank(data: Pairs, learn: Ints, left: Ints) -> Floats:
    """LightGBM's lambdarank on the same features, of about the same size."""
    sizes = np.unique(data.owner[learn], return_counts=True)[1]
    model = lightgbm.LGBMRanker(
        objective="lambdarank", n_estimators=120, learning_rate=0.08, num_leaves=7, min_child_samples=10,
        random_state=0, n_jobs=1, verbose=-1, deterministic=True,
    )  # fmt: skip
    model.fit(data.values[learn], data.grades[learn].astype(int), group=sizes)
    return np.asarray(model.predict(data.values[left]))


def in_folds(data: Pairs, learner: Learner) -> Floats:
    """Scores of every pair by a learner that has not seen its person."""
    scores = np.full(len(data.grades), np.nan)
    for learn, left in GroupKFold(FOLDS).split(data.values, groups=data.owner):
        scores[left] = learner(data, learn, left)
    return scores


def tf_idf(data: Pairs) -> Floats:
    """Cosine of what the person said and what the advert says."""
    vectorizer = TfidfVectorizer(preprocessor=plain, ngram_range=(1, 2)).fit([*data.texts, *data.candidates])
    every = (vectorizer.transform(data.candidates) @ vectorizer.transform(data.texts).T).toarray()
    return np.asarray(every[data.owner, data.opportunity])


def bm25(data: Pairs) -> Floats:
    """BM25 of the same texts."""
    index = bm25s.BM25()
    index.index([plain(text).split() for text in data.texts], show_progress=False)
    every = np.stack([index.get_scores(plain(said).split()) for said in data.candidates])
    return np.asarray(every[data.owner, data.opportunity])


def bench_ranking() -> None:
    """Rank the judged set with the prior, the learned ranking and peers; print nDCG@5 and recall@5."""
    lexicon, people = Lexicon.shipped(), personas()
    data = pairs(people, SkillLinker().fit(lexicon), lexicon)
    contenders = {
        "Ponte, prior": PriorRanker.ready().predict(data.values),
        "Ponte, learned (held out)": in_folds(data, learned),
        "LightGBM lambdarank (held out)": in_folds(data, lambdarank),
        "BM25 (bm25s)": bm25(data),
        "TF-IDF cosine": tf_idf(data),
    }
    typer.echo(
        f"{len(people)} judged people, {len(data.grades)} possible pairs; all rank what the rules leave."
    )
    gains = {}
    for name, scores in contenders.items():
        gains[name] = by_candidate(ndcg, scores, data.grades, data.owner)[1]
        found = by_candidate(recall, scores, data.grades, data.owner)[1]
        typer.echo(
            f"  {name:32} nDCG@5 {mean_with_interval(gains[name])}  recall@5 {mean_with_interval(found)}"
        )
    typer.echo("Learned less each of the others, paired by person (nDCG@5):")
    for name in contenders:
        if name != "Ponte, learned (held out)":
            typer.echo(f"  {name:32} {difference(gains['Ponte, learned (held out)'], gains[name])}")
    error = calibration_error(contenders["Ponte, learned (held out)"], data.grades / BEST_GRADE)
    typer.echo(f"Calibration error of the learned ranking against grade / {BEST_GRADE}: {error:.3f}")
    typer.echo(f"Features: {', '.join(FEATURES)}")
