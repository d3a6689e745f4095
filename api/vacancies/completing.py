"""From what a source says of a vacancy to what is stored: missing facts are inferred and named as inferred."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any, TypeVar

from api.core.errors import DomainError
from api.core.i18n import N_
from api.vacancies import advert_text
from api.vacancies.places import Places
from api.vacancies.profiles import Profile, Profiles, profiles
from api.vacancies.schemas import LEAST_HOURLY, MOST_HOURLY, PayIn, VacancyIn
from matcher import Geography, Lexicon

T = TypeVar("T")


class VacancyRefused(DomainError):
    """A vacancy that cannot be stored as it is."""

    status = 422


class PlaceUnknown(VacancyRefused):
    """Neither postcode, point nor town leads to a place in the United Kingdom."""

    code = "vacancy.place_unknown"
    sentence = N_("We cannot tell where this vacancy is. Please give a postcode or a town.")


class RoleUnknown(VacancyRefused):
    """The title names none of the entry roles."""

    code = "vacancy.role_unknown"
    sentence = N_("We cannot tell from the title which entry role this is. Please name the role.")


class AboveEntry(VacancyRefused):
    """The title or the band asks for a registration, a degree or people to lead."""

    code = "vacancy.above_entry"
    sentence = N_("This vacancy is above entry level. Ponte only takes entry roles.")


class PayImplausible(VacancyRefused):
    """The pay is less or more than any entry work pays an hour."""

    code = "vacancy.pay_implausible"
    sentence = N_("The pay cannot be right. Please check the amount and the unit.")


class SkillUnknown(VacancyRefused):
    """A skill that is not in the lexicon."""

    code = "vacancy.skill_unknown"
    sentence = N_("We do not know the skill {skill}.")


@dataclass(frozen=True, slots=True)
class Completed:
    """A vacancy as it is stored.

    Attributes
    ----------
    columns : mapping
        By the columns of the table; `posted_on` is null when the source does not say it.
    inferred : tuple of str
        Fields that were not said, in the order of the body of the inbound API.
    """

    reference: str
    columns: Mapping[str, Any]
    inferred: tuple[str, ...]


class Completer:
    """Completes vacancies from their own words and from what their role usually needs.

    Parameters
    ----------
    skills : collection of str
        The skills that may be asked for.
    """

    def __init__(self, profiles: Profiles, places: Places, skills: frozenset[str]) -> None:
        self._profiles = profiles
        self._places = places
        self._skills = skills

    def complete(self, reference: str, vacancy: VacancyIn, hints: str = "") -> Completed:
        """What is stored of a vacancy. `hints` is text of the source beside title and description.

        Raises
        ------
        VacancyRefused
            The one thing that keeps it from being stored.
        """
        text = f"{vacancy.title}\n{hints}\n{vacancy.description}"
        inferred: list[str] = []
        band = vacancy.band or _noted(inferred, "band", advert_text.band(text))
        role = vacancy.role or _noted(inferred, "role", self._role(vacancy.title))
        if band is not None and int(band[0]) >= self._profiles.above_band:
            raise AboveEntry
        profile = self._profiles.of[role]
        columns: dict[str, Any] = {
            "type": vacancy.type,
            "role": role,
            "title": vacancy.title,
            "description": vacancy.description,
            "band": band,
            **self._where(vacancy, inferred),
            **self._when(vacancy, text, inferred),
            "pay_hourly_min": self._pay(vacancy, f"{hints}\n{vacancy.description}", inferred),
            **_needs(vacancy, profile, text, inferred),
            "skills_wanted": self._wanted(vacancy, profile, inferred),
            "experience_required": vacancy.experience_required,
            "posted_on": vacancy.posted_on,
            "closes_on": vacancy.closes_on,
            "starts_on": vacancy.starts_on,
            "ends_on": vacancy.ends_on,
            "places": vacancy.places,
            "minimum_age": vacancy.minimum_age,
            "checks_paid_by": vacancy.checks_paid_by,
        }
        order = list(VacancyIn.model_fields)
        return Completed(reference, columns, tuple(sorted(inferred, key=order.index)))

    def _role(self, title: str) -> str:
        role = self._profiles.role_of(title)
        if self._profiles.is_above_entry(title):
            raise AboveEntry
        if role is None:
            raise RoleUnknown
        return role

    def _where(self, vacancy: VacancyIn, inferred: list[str]) -> dict[str, Any]:
        point = (vacancy.lat, vacancy.lon) if vacancy.lat is not None and vacancy.lon is not None else None
        found = self._places.find(vacancy.place, vacancy.postcode, point)
        if found is None:
            raise PlaceUnknown
        place, is_inferred = found
        if is_inferred:
            inferred.append("postcode")
        return {
            "place": place.name,
            "outward_code": place.outward_code,
            "lat": point[0] if point else place.lat,
            "lon": point[1] if point else place.lon,
        }

    def _when(self, vacancy: VacancyIn, text: str, inferred: list[str]) -> dict[str, Any]:
        if vacancy.hours is not None:
            hours: tuple[float, float] | None = (vacancy.hours.min, vacancy.hours.max)
        else:
            hours = advert_text.hours(text)
            if hours is None and advert_text.is_full_time_only(text):
                hours = (self._profiles.full_time_hours, self._profiles.full_time_hours)
            _noted(inferred, "hours", hours)
        shifts = vacancy.shifts
        if shifts is None:
            shifts = _noted(inferred, "shifts", advert_text.shifts(text))
        return {
            "hours_min": hours[0] if hours else None,
            "hours_max": hours[1] if hours else None,
            "shifts": list(dict.fromkeys(shifts)),
            "first_shift_start": vacancy.first_shift_start,
        }

    def _pay(self, vacancy: VacancyIn, text: str, inferred: list[str]) -> Decimal | None:
        if vacancy.pay is not None:
            hourly = self._hourly(vacancy.pay)
            if hourly is None:
                raise PayImplausible
            if vacancy.pay.unit != "hour" and vacancy.pay.hours_a_week is None:
                inferred.append("pay")
            return hourly
        said = advert_text.pay(text)
        return _noted(inferred, "pay", self._hourly(PayIn.model_validate(said)) if said else None)

    def _hourly(self, pay: PayIn) -> Decimal | None:
        week = pay.hours_a_week or Decimal(str(self._profiles.full_time_hours))
        hours = {
            "hour": Decimal(1),
            "day": week / 5,
            "week": week,
            "month": week * self._profiles.weeks_a_year / 12,
            "year": week * self._profiles.weeks_a_year,
        }[pay.unit]
        hourly = (pay.min / hours).quantize(Decimal("0.01"), ROUND_HALF_UP)
        return hourly if LEAST_HOURLY <= hourly <= MOST_HOURLY else None

    def _wanted(self, vacancy: VacancyIn, profile: Profile, inferred: list[str]) -> list[str]:
        if vacancy.skills_wanted is None:
            return list(_noted(inferred, "skills_wanted", profile.skills))
        for skill in vacancy.skills_wanted:
            if skill not in self._skills:
                raise SkillUnknown(skill=skill, extra={"field": "skills_wanted"})
        return list(dict.fromkeys(vacancy.skills_wanted))


def _noted(inferred: list[str], field: str, value: T) -> T:
    if value:
        inferred.append(field)
    return value


def _needs(vacancy: VacancyIn, profile: Profile, text: str, inferred: list[str]) -> dict[str, Any]:
    dbs = vacancy.dbs or _noted(inferred, "dbs", advert_text.dbs(text) or profile.dbs)
    driving = vacancy.driving or _noted(
        inferred, "driving", advert_text.driving(text) or profile.driving or "none"
    )
    if vacancy.english is not None:
        levels: Mapping[str, str | None] = vacancy.english.model_dump()
    else:
        said = advert_text.english(text)
        levels = dict.fromkeys(("speaking", "reading", "writing"), said) if said else profile.english
        inferred.append("english")
    return {
        "dbs": dbs,
        "driving": driving,
        **{f"english_{task}": levels.get(task) for task in ("speaking", "reading", "writing")},
    }


@cache
def shipped() -> Completer:
    """The completer with the profiles, the gazetteer and the lexicon that ship."""
    return Completer(profiles(), Places(Geography.shipped()), frozenset(Lexicon.shipped().skills))
