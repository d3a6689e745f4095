"""Champion and challenger: ``ponte model train | evaluate | promote | rollback | list``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated

import numpy as np
import typer

from api.core.clock import system_clock
from api.core.crypto import use_keys
from api.core.db import Database
from api.core.settings import Settings, SettingsError, load_settings
from api.insights.training import decisions
from api.matches.model_store import PRIOR, ModelStore, ModelStoreError, store_of
from matcher.registry import as_markdown
from matcher.training import Decisions, TooLittleToLearn, as_table, compare
from matcher.training import train as learn

_NEXT_START = "It is used from the next start of Ponte on."

Simulated = Annotated[int, typer.Option(help="Learn from so many simulated candidates instead.", min=0)]
Version = Annotated[str, typer.Argument(help="As `ponte model list` prints it.")]


@contextmanager
def _told() -> Iterator[tuple[Settings, ModelStore]]:
    """Settings and store; what cannot be done is one sentence, and the exit status 1."""
    try:
        settings = load_settings()
        yield settings, store_of(settings)
    except (SettingsError, ModelStoreError, TooLittleToLearn) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


def train(simulated: Simulated = 0) -> None:
    """Learn a challenger from decisions and outcomes, compare it with the champion, and keep it."""
    with _told() as (settings, store):
        now = system_clock()
        ranker, card = learn(
            _simulated(simulated) if simulated else _decisions(settings),
            store.load(store.champion)[0],
            version=f"{'simulated' if simulated else 'learned'}-{now:%Y%m%d-%H%M%S}",
            made_at=now,
            simulated=bool(simulated),
        )
        path = store.save(ranker, card)
        typer.echo(as_markdown(card))
        typer.echo(f"Kept as {card.version}; its card: {path}")


def evaluate(version: Version, simulated: Simulated = 0) -> None:
    """Compare a ranking with the champion on candidates who came after it was learned."""
    with _told() as (settings, store):
        ranker, card = store.load(version)
        champion = store.load(store.champion)[0]
        known = _simulated(simulated, seed=1) if simulated else _decisions(settings)
        if card is not None and not simulated:
            known = known.take(np.flatnonzero(known.moments > _end_of(card.window[1])))
        if not len(known) or not known.worth.any():
            raise TooLittleToLearn("No candidate who came after it was learned has chosen anything yet.")
        found = compare(ranker, champion, known)
        people = len(np.unique(known.candidates))
        typer.echo(f"{version} on {people} {'simulated ' if simulated else ''}candidates it has not seen:")
        for name, value in as_table(found, champion.version).items():
            typer.echo(f"  {name:28} {value}")
        for one in found.hindrances:
            typer.echo(f"  - {one}")


def promote(version: Version) -> None:
    """Put a ranking to use, if it surely beats the champion, is calibrated, and is fair."""
    with _told() as (settings, store):
        store.promote(version, simulations=settings.demo)
        typer.echo(f"{version} is the champion. {_NEXT_START}")


def rollback() -> None:
    """Go back to the ranking that was in use before."""
    with _told() as (_, store):
        typer.echo(f"{store.rollback()} is the champion again. {_NEXT_START}")


def list_() -> None:
    """Print every ranking: which is in use, what it was learned from, whether it may be promoted."""
    with _told() as (_, store):
        champion = store.champion
        typer.echo(f"{'*' if champion == PRIOR else ' '} {PRIOR}: the weights Ponte starts with")
        for one in store.every():
            mark = "*" if one.version == champion else " "
            if one.card is None:
                typer.echo(f"{mark} {one.version}: {one.problem}")
                continue
            verdict = "may be promoted" if one.card.promotable else "may not be promoted"
            source = "simulated candidates" if one.card.simulated else "candidates"
            typer.echo(
                f"{mark} {one.version}: {one.card.candidates} {source}, {one.card.window[0]} to "
                f"{one.card.window[1]}, {verdict}"
            )


def _decisions(settings: Settings) -> Decisions:
    use_keys(settings.resolved_secret_keys)
    database = Database(settings.resolved_database_url)
    try:
        with database.session() as session:
            return decisions(session)
    finally:
        database.close()


def _simulated(people: int, seed: int = 0) -> Decisions:
    from benchmarks.decisions import simulated_decisions  # a module of its own weight, seldom needed

    return simulated_decisions(people, seed=seed)


def _end_of(day: str) -> float:
    return datetime.fromisoformat(f"{day}T23:59:59").replace(tzinfo=UTC).timestamp()
