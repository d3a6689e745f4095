"""Whose vacancy it is: employers by id or by the name an advert has, and who may write for whom."""

from __future__ import annotations

import re
import unicodedata

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.errors import DomainError
from api.core.i18n import N_
from api.staff.models import Employer
from api.staff.service import Principal


class EmployerUnknown(DomainError):
    """There is no such employer, or the key does not recruit for it: which of the two is not told."""

    code = "vacancy.employer_unknown"
    status = 404
    sentence = N_("This key recruits for no employer of that name.")


def written_for(session: Session, principal: Principal, employer_id: str) -> Employer:
    """The employer, if the key is its own or that of the organisation that recruits for it.

    Raises
    ------
    EmployerUnknown
        Any other key.
    """
    employer = session.get(Employer, employer_id)
    own = (employer_id, employer.recruits_through_id if employer else None)
    if employer is None or principal.employer_id not in own:
        raise EmployerUnknown
    return employer


class Directory:
    """The employers of the database, found by id or by name in any spelling of case and punctuation."""

    def __init__(self, session: Session) -> None:
        self._by_name: dict[str, str] = {}
        self._ids: set[str] = set()
        for employer_id, name in session.execute(select(Employer.id, Employer.name).order_by(Employer.id)):
            self._ids.add(employer_id)
            self._by_name.setdefault(_plain(name), employer_id)

    def find(self, name: str) -> str | None:
        """The id of the employer with this id or name."""
        return name if name in self._ids else self._by_name.get(_plain(name))

    def add(self, session: Session, name: str) -> str:
        """A new employer with this name; its id is made of the name."""
        stem = re.sub(r"[^a-z0-9]+", "-", _ascii(name)).strip("-")[:60] or "employer"
        employer_id, number = stem, 2
        while employer_id in self._ids:
            employer_id, number = f"{stem}-{number}", number + 1
        kind = "nhs_trust" if re.search(r"\bnhs\b", name, re.IGNORECASE) else "social_care"
        session.add(Employer(id=employer_id, name=name, kind=kind))
        session.flush()
        self._ids.add(employer_id)
        self._by_name[_plain(name)] = employer_id
        return employer_id


def _ascii(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    return decomposed.encode("ascii", "ignore").decode()


def _plain(name: str) -> str:
    plain = unicodedata.normalize("NFKC", name).casefold().replace("&", " and ")
    return " ".join(word for word in re.split(r"\W+", plain) if word not in ("", "the", "ltd", "limited"))
