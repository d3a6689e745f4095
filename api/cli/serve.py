"""``ponte serve``: all of Ponte under one supervisor, or one of its parts alone."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Annotated

import httpx
import typer

from api.cli import bot, demo_credentials, preflight
from api.cli.bot_model import TrainingFailed, TrainingStopped
from api.cli.demo.reading import SeedError
from api.cli.saying import say
from api.cli.seed import seed_demo
from api.cli.supervisor import parts
from api.cli.supervisor.process import last_line
from api.cli.supervisor.supervisor import Supervisor
from api.core import migrate
from api.core.settings import Settings, SettingsError, load_settings, new_internal_token
from api.vacancies import sources

SAY_EVERY_SECONDS = 5.0
LOOK_EVERY_SECONDS = 0.2
# A part that died this often before the first readiness will not get well by itself.
DEATHS_TOLERATED_AT_START = 3
PORTS_ALONE = {"PONTE_BOT_PORT": 5005, "PONTE_ACTIONS_PORT": 5055}


class CannotStart(Exception):
    """A part does not come up; the text is one clear sentence."""


class _Stop:
    """Whether Ctrl-C, SIGTERM or a closed terminal asked to stop.

    Not a `threading.Event`: its `set` in a signal handler deadlocks when the signal comes while the
    same thread holds its lock.
    """

    def __init__(self) -> None:
        self.asked = False
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, self._ask)

    def _ask(self, *_: object) -> None:
        self.asked = True

    def wait(self, seconds: float) -> bool:
        """Sleep, unless it was asked; tell whether it is by now."""
        if not self.asked:
            time.sleep(seconds)
        return self.asked


def serve(
    only: Annotated[
        str | None, typer.Option(help="Start one part alone: rasa, actions, api or worker.")
    ] = None,
) -> None:
    """Start Ponte; Ctrl-C ends all of it."""
    try:
        settings = load_settings()
        if only is None:
            _serve_all(settings)
        else:
            _become(settings, only)
    except (SettingsError, preflight.NotReady, SeedError, TrainingFailed, CannotStart) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    except TrainingStopped:
        say("Stopped.")


def _serve_all(settings: Settings) -> None:
    began = time.monotonic()
    wiring = parts.Wiring(
        bot_port=_port("PONTE_BOT_PORT") or parts.free_port(),
        actions_port=_port("PONTE_ACTIONS_PORT") or parts.free_port(),
        token=settings.internal_token or new_internal_token(),
    )
    _preflight(settings)
    stop = _Stop()
    model = bot.trained_model(settings.data_dir, say, lambda: stop.asked)
    programs = parts.programs(settings, wiring, model, os.environ)
    supervisor = Supervisor(say)
    say("Starting Rasa, its actions, the API and the worker …")
    try:
        # Rasa takes longest to load, so the database is prepared meanwhile.
        supervisor.start([programs["rasa"], programs["actions"]])
        _prepare_database(settings)
        supervisor.start([programs["api"], programs["worker"]])
        _wait_until_ready(settings, supervisor, stop, began)
        if not stop.asked:
            _show_addresses(settings, time.monotonic() - began)
        while not stop.wait(LOOK_EVERY_SECONDS):
            supervisor.look()
        say("\nStopping …")
    finally:
        supervisor.stop()
    say("Stopped: nothing of Ponte is running any more.")


def _become(settings: Settings, name: str) -> None:
    """Replace this process by one part, so that whoever started it supervises the part itself."""
    if name not in parts.NAMES:
        raise CannotStart(f"--only takes one of {', '.join(parts.NAMES)}.")
    if settings.internal_token is None:
        raise CannotStart("Parts started alone need a common PONTE_INTERNAL_TOKEN.")
    wiring = parts.Wiring(
        bot_port=_port("PONTE_BOT_PORT") or PORTS_ALONE["PONTE_BOT_PORT"],
        actions_port=_port("PONTE_ACTIONS_PORT") or PORTS_ALONE["PONTE_ACTIONS_PORT"],
        token=settings.internal_token,
    )
    preflight.check_data_dir(settings.data_dir)
    sources.load(settings.vacancy_sources)
    model = Path()
    if name in ("rasa", "actions"):
        preflight.check_installed(parts.BOT_PYTHON)
    if name == "rasa":
        preflight.check_port("127.0.0.1", wiring.bot_port, "PONTE_BOT_PORT")
        model = bot.trained_model(settings.data_dir, say)
    if name == "api":
        preflight.check_port(settings.host, settings.port)
        _prepare_database(settings)
    program = parts.programs(settings, wiring, model, os.environ)[name]
    os.chdir(program.cwd)
    os.execve(program.command[0], list(program.command), dict(program.env))


def _preflight(settings: Settings) -> None:
    preflight.check_port(settings.host, settings.port)
    for variable in PORTS_ALONE:
        if port := _port(variable):
            preflight.check_port("127.0.0.1", port, variable)
    preflight.check_data_dir(settings.data_dir)
    preflight.check_installed(parts.BOT_PYTHON)
    sources.load(settings.vacancy_sources)


def _prepare_database(settings: Settings) -> None:
    migrate.upgrade(settings)
    if settings.demo:
        say(seed_demo(settings).sentence())


def _port(variable: str) -> int | None:
    value = os.environ.get(variable, "")
    if not value:
        return None
    if not value.isdigit() or not 1 <= int(value) <= 65535:
        raise SettingsError(f"{variable}: a port is a number from 1 to 65535.")
    return int(value)


def _wait_until_ready(settings: Settings, supervisor: Supervisor, stop: _Stop, began: float) -> None:
    address = f"{parts.api_address(settings)}/readyz"
    said_at = time.monotonic()
    with httpx.Client(timeout=5.0, trust_env=False) as http:
        while not stop.wait(LOOK_EVERY_SECONDS):
            supervisor.look()
            _give_up_on_the_hopeless(supervisor)
            waiting_for = _waiting_for(http, address)
            if waiting_for is None:
                return
            if time.monotonic() - said_at >= SAY_EVERY_SECONDS:
                said_at = time.monotonic()
                say(f"  starting: waiting for {waiting_for}, {said_at - began:.0f} s")


def _waiting_for(http: httpx.Client, address: str) -> str | None:
    """What is not ready yet; null when all is."""
    try:
        answer = http.get(address)
        body = answer.json()
    except (httpx.HTTPError, ValueError):
        return "the API"
    if answer.status_code == 200:
        return None
    missing = [name for name, key in (("Rasa", "bot"), ("the actions", "actions")) if not body.get(key)]
    return " and ".join(missing) or "the database"


def _give_up_on_the_hopeless(supervisor: Supervisor) -> None:
    for name, deaths in supervisor.deaths().items():
        if deaths >= DEATHS_TOLERATED_AT_START:
            log = supervisor.log_of(name)
            raise CannotStart(f"{name} does not start: {last_line(log)} (all of it: {log})")


def _show_addresses(settings: Settings, seconds: float) -> None:
    sign_ins = {"recruiter": "", "coordinator": ""}
    if settings.demo:
        found = demo_credentials.load(settings)
        for role in sign_ins:
            sign_ins[role] = f"  {found[role]['email']}  {found[role]['password']}"
    base = settings.base_url
    say(f"\nPonte is ready after {seconds:.0f} s.\n")
    say(f"  Chat         {base}/")
    say(f"  Recruiter    {base}/recruiter  {sign_ins['recruiter']}")
    say(f"  Coordinator  {base}/coordinator{sign_ins['coordinator']}")
    say(f"\nLogs: {settings.data_dir / 'log'}. Ctrl-C ends all of it.")
