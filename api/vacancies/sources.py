"""Sources that are pulled by themselves: a TOML file named by ``PONTE_VACANCY_SOURCES``."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from api.core.settings import SettingsError
from api.vacancies.formats import FORMATS
from api.vacancies.inputs import is_address
from api.vacancies.storing import EMPLOYER

_Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,79}$")]


class Source(BaseModel):
    """One source.

    Attributes
    ----------
    urls : tuple of str
        Addresses that together hold all of its vacancies; pages are followed.
    header_variables : mapping of str to str
        A header that is sent, and the environment variable that holds its value: keys stay out of files.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: _Name
    urls: Annotated[tuple[str, ...], Field(min_length=1)]
    format: str | None = None
    every_minutes: Annotated[int, Field(ge=5, le=7 * 24 * 60)] = 60
    employer: str | None = None
    add_employers: bool = False
    keep_missing: bool = False
    header_variables: dict[str, str] = {}

    @model_validator(mode="after")
    def _can_be_read(self) -> Self:
        if self.format is not None and self.format not in FORMATS:
            raise ValueError(f"format must be one of {', '.join(FORMATS)}")
        if not all(is_address(url) for url in self.urls):
            raise ValueError("urls must begin with http:// or https://")
        if self.name == EMPLOYER:
            raise ValueError(f"the name {EMPLOYER} is taken: it marks what employers send by themselves")
        return self


def load(path: Path | None) -> tuple[Source, ...]:
    """The sources of a file; none when no file is named.

    Raises
    ------
    SettingsError
        One sentence naming what in the file cannot be used.
    """
    if path is None:
        return ()
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("source", [])
        sources = tuple(Source.model_validate(entry) for entry in entries)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        reason = first["msg"].removeprefix("Value error, ")
        raise SettingsError(
            f"PONTE_VACANCY_SOURCES, {path}: {field + ': ' if field else ''}{reason}."
        ) from None
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise SettingsError(f"PONTE_VACANCY_SOURCES: {path} cannot be read ({error}).") from None
    names = [source.name for source in sources]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise SettingsError(f"PONTE_VACANCY_SOURCES, {path}: the source {twice} is there twice.")
    return sources


def headers(variables: Mapping[str, str]) -> dict[str, str]:
    """Headers with their values out of the environment.

    Raises
    ------
    SettingsError
        A variable is not set, or holds what no header can.
    """
    found = {}
    for name, variable in variables.items():
        value = os.environ.get(variable, "").strip()
        if not value or not value.isascii() or not value.isprintable():
            raise SettingsError(f"The header {name} needs a value in the environment variable {variable}.")
        found[name] = value
    return found
