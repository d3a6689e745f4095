"""The four parts of Ponte as programs: rasa, actions, api, worker."""

from __future__ import annotations

import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from api.cli.supervisor.process import Program
from api.core.settings import PROJECT_ROOT, Settings

BOT = PROJECT_ROOT / "bot"
BOT_PYTHON = BOT / ".venv" / "bin" / "python"
RASA = (str(BOT_PYTHON), "-W", "ignore", "run_rasa.py")

NAMES = ("rasa", "actions", "api", "worker")

# Secrets the bot has no business with (it neither decrypts nor opens the database), and what would
# keep its Python from storing compiled modules: without them each start takes 15 s more.
_NOT_FOR_THE_BOT = (
    *("PONTE_SECRET_KEYS", "PONTE_DATABASE_URL", "PYTHONDONTWRITEBYTECODE"),
    *("PONTE_TWILIO_AUTH_TOKEN", "PONTE_TELEGRAM_BOT_TOKEN", "PONTE_TELEGRAM_SECRET"),
)
_BOT_QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
}
# One message keeps one core busy; more threads for its small matrices only get in each other's way.
_ONE_THREAD = dict.fromkeys(
    (
        *("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"),
        *("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"),
        *("TF_INTRA_OP_PARALLELISM_THREADS", "TF_INTER_OP_PARALLELISM_THREADS"),
    ),
    "1",
)


@dataclass(frozen=True, slots=True)
class Wiring:
    """How the parts of one start find and trust each other. Ports are on loopback."""

    bot_port: int
    actions_port: int
    token: str


def free_port() -> int:
    """A TCP port on loopback nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def api_address(settings: Settings) -> str:
    """Where this machine reaches the API: loopback when it listens on every interface."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.host, settings.host)
    return f"http://{f'[{host}]' if ':' in host and not host.startswith('[') else host}:{settings.port}"


def bot_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment for programs in the bot's own Python."""
    theirs = {name: value for name, value in environ.items() if name not in _NOT_FOR_THE_BOT}
    return _ONE_THREAD | theirs | _BOT_QUIET


def programs(
    settings: Settings, wiring: Wiring, model: Path, environ: Mapping[str, str]
) -> dict[str, Program]:
    """Each part's program, by name."""
    shared = {
        "PONTE_BOT_URL": f"http://127.0.0.1:{wiring.bot_port}",
        "PONTE_ACTIONS_URL": f"http://127.0.0.1:{wiring.actions_port}/webhook",
        "PONTE_API_URL": settings.api_url or api_address(settings),
        "PONTE_INTERNAL_TOKEN": wiring.token,
        "PONTE_DATA_DIR": str(settings.data_dir.resolve()),
    }
    bot = bot_environment(environ) | shared
    rasa = [
        *(*RASA, "run", "-i", "127.0.0.1"),
        *("-p", str(wiring.bot_port), "--credentials", "credentials.yml", "--endpoints", "endpoints.yml"),
        *("-m", str(model)),
    ]
    actions = [str(BOT_PYTHON), "-W", "ignore", "serve_actions.py"]
    api = [
        *(sys.executable, "-m", "uvicorn", "--factory", "api.main:create_app", "--no-access-log"),
        *("--host", settings.host, "--port", str(settings.port)),
    ]
    worker = [sys.executable, "-m", "api.worker"]
    here, own, log = Path.cwd(), dict(environ) | shared, settings.data_dir.resolve() / "log"
    return {
        "rasa": Program("rasa", rasa, BOT, bot, log / "rasa.log"),
        "actions": Program("actions", actions, BOT, bot, log / "actions.log"),
        "api": Program("api", api, here, own, log / "api.log"),
        "worker": Program("worker", worker, here, own, log / "worker.log"),
    }
