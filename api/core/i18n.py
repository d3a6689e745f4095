"""Messages: one gettext catalogue for bot, pages, errors and notifications (`locales/`)."""

from __future__ import annotations

import gettext
import re
import tomllib
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import cache

from babel.core import Locale
from babel.dates import format_date, format_time, match_skeleton
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, get_currency_symbol

from api.core.settings import PROJECT_ROOT

LOCALES = PROJECT_ROOT / "locales"
SOURCE_LANGUAGE = "en"


@dataclass(frozen=True)
class Language:
    """A language of the product, as listed in ``locales/languages.toml``."""

    code: str
    name: str
    direction: str
    shipped: bool
    locale: str | None = None


@cache
def every_language() -> tuple[Language, ...]:
    """The languages of the list, those that do not ship yet as well."""
    entries = tomllib.loads((LOCALES / "languages.toml").read_text(encoding="utf-8"))["language"]
    return tuple(Language(**entry) for entry in entries)


def languages() -> tuple[Language, ...]:
    """The languages that ship, in the order of the list."""
    return tuple(language for language in every_language() if language.shipped)


def is_language(code: str | None) -> bool:
    """Whether `code` is a language that ships."""
    return any(language.code == code for language in languages())


def direction(code: str) -> str:
    """``"ltr"`` or ``"rtl"``."""
    return next((language.direction for language in languages() if language.code == code), "ltr")


def best_language(accept_language: str | None) -> str:
    """The shipped language a browser's ``Accept-Language`` header asks for first, else English."""
    wanted: list[tuple[float, str]] = []
    for part in (accept_language or "")[:500].split(","):
        tag, _, quality = part.strip().partition(";q=")
        try:
            wanted.append((-float(quality or 1), tag.split("-")[0].lower()))
        except ValueError:
            continue
    ranked = sorted(wanted, key=lambda pair: pair[0])
    return next((code for _, code in ranked if is_language(code)), SOURCE_LANGUAGE)


def N_(message: str) -> str:  # noqa: N802 - the name Babel extracts by
    """Mark a message for extraction where it is written but not yet shown."""
    return message


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("messages", LOCALES, languages=[language], fallback=True)


def translate(message: str, language: str, /, **values: object) -> str:
    """The message in `language` (English where it is missing), its ``{placeholders}`` filled."""
    text = _catalogue(language).gettext(message) if message else ""
    return text.format(**values) if values else text


@cache
def _locale(language: str) -> Locale:
    known = {one.code: one.locale for one in every_language()}
    return Locale.parse(known.get(language) or language)


def money(amount: Decimal | float, language: str) -> str:
    """An amount in pounds as the language writes it."""
    locale = _locale(language)
    # Where the pound is foreign it would be "GBP"; everybody here knows it by its sign.
    return format_currency(amount, "GBP", locale=locale).replace(get_currency_symbol("GBP", locale), "£")


def number(value: float, language: str) -> str:
    """A number with at most one decimal as the language writes it."""
    return format_decimal(round(value, 1), locale=_locale(language))


def long_date(day: date, language: str) -> str:
    """A date such as ``Monday 7 June``, as the language writes it."""
    return format_date(day, _day_pattern(_locale(language)), locale=_locale(language))


@cache
def _day_pattern(locale: Locale) -> str:
    """Weekday, day and month in the language's order, written out."""
    nearest = match_skeleton("MMMMEEEEd", locale.datetime_skeletons)
    pattern = str(locale.datetime_skeletons[nearest].pattern)
    return re.sub(r"L{3,}", "LLLL", re.sub(r"M{3,}", "MMMM", re.sub(r"[Ec]+", "EEEE", pattern)))


def clock_time(at: time, language: str) -> str:
    """A time of day such as ``10:30``, with 24 hours and the language's own digits."""
    return format_time(at, "HH:mm", locale=_locale(language))


def listing(items: list[str], language: str) -> str:
    """``a, b and c`` as the language writes it."""
    return format_list(items, locale=_locale(language)) if items else ""
