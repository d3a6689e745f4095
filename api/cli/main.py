"""The `ponte` command: each sub-command stands in its own module."""

from __future__ import annotations

import typer

from api.cli import bot, chat, demo_credentials, keys, locales, messages, seed, serve
from api.cli.lazy import lazy_group
from api.core.migrate import upgrade
from api.core.settings import SettingsError, load_settings

app = typer.Typer(
    name="ponte",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Ponte: a bridge into entry-level jobs in health and social care.",
)
app.add_typer(messages.app, name="messages")
app.add_typer(locales.app, name="locales")
app.add_typer(bot.app, name="bot")
app.command(name="chat")(chat.chat)
app.command(name="serve")(serve.serve)

app.command(name="seed")(seed.seed)
app.add_typer(demo_credentials.app, name="demo")

app.add_typer(
    lazy_group(
        "Benchmarks, each beside a peer in the same run.",
        {
            "chat": "benchmarks.chat:chat",
            "conversations": "benchmarks.conversations.bench:bench_conversations",
            "import": "benchmarks.importing:bench_import",
            "linking": "benchmarks.linking:bench_linking",
            "match": "benchmarks.match:bench_match",
            "nlu": "benchmarks.nlu:bench_nlu",
            "ranking": "benchmarks.ranking:bench_ranking",
        },
    ),
    name="bench",
)

app.add_typer(
    lazy_group(
        "The ranking: learn a challenger, compare it with the champion, put it to use or go back.",
        {
            "train": "api.cli.model:train",
            "evaluate": "api.cli.model:evaluate",
            "promote": "api.cli.model:promote",
            "rollback": "api.cli.model:rollback",
            "list": "api.cli.model:list_",
        },
    ),
    name="model",
)

app.add_typer(
    lazy_group(
        "A classification of occupations (ESCO), read beside Ponte's own lexicon.",
        {
            "import": "api.cli.taxonomy:import_",
            "show": "api.cli.taxonomy:show",
            "remove": "api.cli.taxonomy:remove",
        },
    ),
    name="taxonomy",
)

app.add_typer(
    lazy_group(
        "Vacancies from outside: files and addresses in the formats that employers and job boards have.",
        {"import": "api.cli.opportunities:import_", "pull": "api.cli.opportunities:pull"},
    ),
    name="opportunities",
)

app.add_typer(
    lazy_group(
        "Messaging apps: how they stand, and where they send what people write.",
        {"check": "api.cli.channels:check", "connect": "api.cli.channels:connect"},
    ),
    name="channels",
)

app.add_typer(keys.app, name="keys")
app.add_typer(
    lazy_group("Webhooks to recruiters' systems.", {"status": "api.cli.webhooks:status"}), name="webhooks"
)
app.add_typer(
    lazy_group(
        "Accounts of recruiters and coordinators.",
        {
            "add": "api.cli.staff:add",
            "list": "api.cli.staff:list_",
            "deactivate": "api.cli.staff:deactivate",
        },
    ),
    name="staff",
)


@app.command()
def migrate() -> None:
    """Bring the database's schema up to date."""
    try:
        upgrade(load_settings())
    except SettingsError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
