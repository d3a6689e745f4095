"""``ponte bench nlu``: how well messages are understood, beside Rasa's default recipe and published figures.

Everything is measured in the bot's environment with the bot's own components, on messages that were written
apart from the training data (``tests/data/nlu``). ``--data DIR`` holds CLINC150 and HWU64, which are not Ponte's.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.supervisor import parts
from api.core.settings import PROJECT_ROOT

# Rasa's documentation of the full CLINC150 set (Larson et al. 2019, table 2): the recipe of that time.
PUBLISHED = {"in_scope_accuracy": 0.915, "out_of_scope_recall": 0.453}
COLUMNS = (
    ("accuracy", "accuracy"),
    ("macro_f1", "macro-F1"),
    ("out_of_scope_recall", "out of scope"),
    ("false_re_asks", "false re-asks"),
    ("calibration_error", "ECE"),
    ("entity_f1", "entity F1"),
    ("language_mistaken", "mistaken"),
    ("language_noticed", "noticed"),
    ("p50_ms", "p50 ms"),
    ("p95_ms", "p95 ms"),
)


def _measure(part: str, *arguments: str) -> dict[str, Any]:
    """Run one part in a process of its own, with one thread for linear algebra, and read its figures."""
    environment = {**os.environ, "PYTHONPATH": str(PROJECT_ROOT), "RASA_TELEMETRY_ENABLED": "false"}
    environment |= {
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    }
    done = subprocess.run(
        [str(parts.BOT_PYTHON), "-W", "ignore", "-m", "benchmarks.understanding.run", part, *arguments],
        cwd=PROJECT_ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise typer.BadParameter(f"Measuring {part} failed: {(done.stderr or done.stdout).strip()[-400:]}")
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def bench_nlu(
    data: Annotated[
        Path | None, typer.Option(help="Folder with clinc150_full.json and KFold_1_{train,test}.json.")
    ] = None,
    diet: Annotated[bool, typer.Option(help="Train Rasa's default recipe as well (takes long).")] = True,
    epochs: Annotated[
        int, typer.Option(help="Epochs of Rasa's default recipe; its own default is 100.")
    ] = 100,
    language: Annotated[
        list[str] | None, typer.Option(help="Learn and measure only this language; may be repeated.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Intents, entities, calibration, latency, time and memory by language, beside Rasa's default recipe."""
    found: dict[str, Any] = {"product": _measure("product", *(language or ()))}
    if data is not None:
        found["clinc150"] = _measure("clinc150", str(data))
        found["hwu64"] = _measure("hwu64", str(data))
    if diet:
        found["diet"] = _measure("diet", str(epochs), *(language or ()))
    typer.echo(json.dumps(found, indent=2) if as_json else _table(found))


def _table(found: dict[str, Any]) -> str:
    lines = []
    for name in ("product", "diet"):
        if name not in found:
            continue
        one = found[name]
        lines += [
            "",
            {"product": "Ponte", "diet": f"Rasa's default recipe (DIET, {one.get('epochs')} epochs)"}[name],
        ]
        columns = [column for column in COLUMNS if all(column[0] in row for row in one["languages"].values())]
        lines.append(" " * 9 + "".join(f"{title:>15}" for _, title in columns))
        for language, row in one["languages"].items():
            lines.append(f"{language:9}" + "".join(f"{row[key]:15.3f}" for key, _ in columns))
        lines.append(
            f"trained in {one['train_seconds']:.0f} s, model {one['model_mb']:.1f} MB, memory {one['memory_mb']:.0f} MB"
        )
    if "diet" in found:
        ours, theirs = found["product"], found["diet"]
        ratios = {
            "macro-F1": _mean(ours, "macro_f1") / _mean(theirs, "macro_f1"),
            "p50": _mean(ours, "p50_ms") / _mean(theirs, "p50_ms"),
            "training time": ours["train_seconds"] / theirs["train_seconds"],
            "memory": ours["memory_mb"] / theirs["memory_mb"],
        }
        lines += ["", "Ponte / DIET: " + ", ".join(f"{name} {ratio:.2f}" for name, ratio in ratios.items())]
    if "clinc150" in found:
        clinc, hwu = found["clinc150"], found["hwu64"]
        lines += [
            "",
            f"CLINC150, threshold {clinc['threshold']:.2f}: in-scope accuracy {clinc['in_scope_accuracy']:.3f} "
            f"(Rasa, published: {PUBLISHED['in_scope_accuracy']}), out-of-scope recall "
            f"{clinc['out_of_scope_recall']:.3f} ({PUBLISHED['out_of_scope_recall']})",
            "  at other thresholds: "
            + ", ".join(
                f"{at}: {inside:.3f} / {outside:.3f}" for at, inside, outside in clinc["at_other_thresholds"]
            ),
            f"HWU64: accuracy {hwu['in_scope_accuracy']:.3f}, macro-F1 {hwu['macro_f1']:.3f}",
        ]
    return "\n".join(lines).lstrip("\n")


def _mean(part: dict[str, Any], key: str) -> float:
    values = [float(row[key]) for row in part["languages"].values()]
    return sum(values) / len(values)
