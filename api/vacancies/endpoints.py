"""An employer's own vacancies over HTTP: put one, end one (docs/guides/vacancies.md)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from api.core.clock import NowDep, local_day
from api.core.db import SessionDep
from api.core.errors import DomainError
from api.core.i18n import N_
from api.core.problems import refusals
from api.opportunities.endpoints import RoutesDep
from api.opportunities.repository import find
from api.opportunities.schemas import opportunity_out
from api.staff.auth import OpportunityWriter
from api.vacancies import storing
from api.vacancies.completing import Completer, shipped
from api.vacancies.employers import EmployerUnknown, written_for
from api.vacancies.schemas import VacancyIn, VacancyStored

router = APIRouter()


class VacancyUnknown(DomainError):
    """The employer has no vacancy with this reference."""

    code = "vacancy.unknown"
    status = 404
    sentence = N_("This employer has no vacancy with that reference.")


class WrittenAtOnce(DomainError):
    """Two requests wrote the same vacancy; the other one was first."""

    code = "vacancy.written_at_once"
    status = 409
    sentence = N_("Someone else has just changed this vacancy. Please send it again.")


EmployerId = Annotated[str, Path(max_length=120, pattern=r"^[^\x00-\x1f\x7f]+$")]
Reference = Annotated[
    str,
    Path(
        max_length=120,
        pattern=r"^[^\x00-\x1f\x7f]+$",
        description="What the employer calls the vacancy; it stays the same for as long as the vacancy lives.",
    ),
]
CompleterDep = Annotated[Completer, Depends(shipped)]
_TRIES = 3
# References hold slashes: "123/26/DOM".
_PATH = "/v1/opportunities/{employer}/{reference:path}"


@router.put(
    _PATH,
    tags=["opportunities"],
    responses={
        201: {"model": VacancyStored, "description": "Created."},
        **refusals(EmployerUnknown, WrittenAtOnce),
    },
)
def put_vacancy(
    request: Request,
    response: Response,
    session: SessionDep,
    now: NowDep,
    routes_of: RoutesDep,
    recruiter: OpportunityWriter,
    complete: CompleterDep,
    employer: EmployerId,
    reference: Reference,
    body: VacancyIn,
) -> VacancyStored:
    """Create the vacancy or bring it in line; sending the same again changes nothing.

    201 when it was created, else 200. A vacancy whose `closes_on` is past is stored as closed, one that was
    ended opens again when it is sent with a later day. What an import wrote is the employer's from now on.
    """
    written_for(session, recruiter, employer)
    today = local_day(now)
    wanted = storing.Wanted(employer, complete.complete(reference, body))
    stored = _store(session, wanted, today)
    row = find(session, stored.opportunity_id)
    assert row is not None
    assert stored.result not in ("kept", "ended"), "nothing stands against the employer's own word"
    response.status_code = 201 if stored.result == "created" else 200
    return VacancyStored(
        result=stored.result,
        changed=list(stored.changed),
        inferred=list(row.inferred),
        opportunity=opportunity_out(row, routes_of(session, [row], today).get(row.id, ())),
    )


@router.delete(
    _PATH,
    status_code=204,
    tags=["opportunities"],
    responses=refusals(EmployerUnknown, VacancyUnknown),
)
def end_vacancy(
    session: SessionDep, recruiter: OpportunityWriter, employer: EmployerId, reference: Reference
) -> Response:
    """End the vacancy: nobody is referred to it any more. Ending it again changes nothing.

    Referrals that were made stay, and go on.
    """
    written_for(session, recruiter, employer)
    row = storing.find(session, employer, reference)
    if row is None:
        raise VacancyUnknown
    storing.end(row)
    return Response(status_code=204)


def _store(session: Session, wanted: storing.Wanted, today: date) -> storing.Stored:
    for _ in range(_TRIES):
        try:
            with session.begin_nested():
                return storing.store(session, [wanted], storing.EMPLOYER, today)[0]
        except (IntegrityError, StaleDataError):
            continue  # another request was first: what it wrote is there to be changed now
    raise WrittenAtOnce
