"""Commands whose modules are read only when they are used: scientific packages take seconds to load."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup


def lazy_group(help_text: str, commands: Mapping[str, str]) -> typer.Typer:
    """A group of commands, each given as ``"module:function"``."""

    class Group(TyperGroup):
        def list_commands(self, ctx: Any) -> list[str]:
            return list(commands)

        def get_command(self, ctx: Any, cmd_name: str) -> Any:
            if cmd_name not in commands:
                return None
            module, function = commands[cmd_name].split(":")
            one = typer.Typer(add_completion=False)
            try:
                one.command(cmd_name)(getattr(import_module(module), function))
            except ModuleNotFoundError as error:
                typer.echo(f"This command needs the package {error.name} (development packages).", err=True)
                raise typer.Exit(2) from None
            return typer.main.get_command(one)

    group = typer.Typer(cls=Group, no_args_is_help=True, help=help_text)

    @group.callback()
    def _about() -> None: ...

    _about.__doc__ = help_text
    return group
