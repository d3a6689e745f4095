"""What the optional fallbacks add to the lexicon: measured on everyday messages in six languages."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from matcher import SkillLinker
from matcher.embedding import Embedder
from matcher.lexicon import Fallback, NearestMeaning
from matcher.taxonomy import Taxonomy, TaxonomyTitles

SENTENCES = Path(__file__).resolve().parents[1] / "tests" / "data" / "sentences"


@dataclass(frozen=True)
class Reading:
    """How a linker reads the messages: share of the named skills found, denied ones found, skills, time."""

    name: str
    recall: float
    denied: int
    skills_a_message: float
    milliseconds: float


def readings(taxonomy: Taxonomy, vectors: dict[str, Embedder]) -> list[Reading]:
    """The lexicon alone, with the classification, and with each model of meaning."""
    found = [_read("the lexicon alone", ()), _read("and ESCO's titles", (TaxonomyTitles(taxonomy),))]
    for name, embedder in vectors.items():
        found.append(_read(f"and {name}", (NearestMeaning(embedder),)))
    return found


def _read(name: str, fallbacks: Sequence[Fallback]) -> Reading:
    linker = SkillLinker(fallbacks=fallbacks).fit()
    named = right = denied = messages = links = 0
    started = time.perf_counter()
    for file in sorted(SENTENCES.glob("*.toml")):
        for message in tomllib.loads(file.read_text("utf-8"))["sentence"]:
            found = {
                one.skill_id for one in linker.lexicon_.with_broader(linker.link(message["text"], file.stem))
            }
            named += len(message["named"])
            right += len(found & set(message["named"]))
            denied += len(found & set(message.get("other", ())))
            links += len(found)
            messages += 1
    spent = (time.perf_counter() - started) * 1000 / messages
    return Reading(name, right / named, denied, links / messages, spent)


def as_table(found: Sequence[Reading]) -> str:
    """A line a reading."""
    return "\n".join(
        f"  {one.name:58} recall {one.recall:.3f}  denied but found {one.denied}  "
        f"skills a message {one.skills_a_message:.2f}  {one.milliseconds:.1f} ms"
        for one in found
    )
