"""Who is entitled to an interview, where, and by which rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from api.core.clock import local_day
from api.entitlements import repository
from api.entitlements.clock import first_respond_by
from api.entitlements.clock import is_overdue as is_overdue
from api.entitlements.clock import settle as settle
from api.entitlements.clock import start_clock as start_clock
from api.entitlements.evidence import evidence
from api.entitlements.facts import Facts, minimum_criteria
from api.entitlements.facts import facts_of as facts_of
from api.entitlements.models import GuaranteedInterview, InterviewSignup
from api.entitlements.nations import nation_of
from api.entitlements.preview import Preview as Preview
from api.entitlements.routes import Route, routes_on
from api.opportunities.models import Opportunity
from api.opportunities.schemas import InterviewRoute
from api.staff.models import Employer


def previews(
    session: Session, facts: Facts, opportunities: Sequence[Opportunity], today: date
) -> dict[str, Preview]:
    """What the routes would grant someone of whom these facts hold, by opportunity id.

    The first route in `routes.toml` that holds counts. One query for all, one more where a sign-up is
    limited. On the route of Disability Confident the employer of each opportunity must be loaded.
    """
    found: dict[str, Preview] = {}
    open_to = [route for route in routes_on(today) if _may_hold(route, facts, today)]
    eligible = [row for row in opportunities if any(row.type in route.types for route in open_to)]
    if not eligible:
        return found
    signups = repository.valid_signups(session, {row.employer_id for row in eligible}, today)
    full = repository.full_signups(session, signups, today)
    left = [signup for signup in signups if signup.id not in full]
    for route in open_to:
        there = [row for row in eligible if row.type in route.types and row.id not in found]
        found |= _by_route(route, facts, there, left, today)
    return found


def preview(session: Session, facts: Facts, opportunity: Opportunity, today: date) -> Preview | None:
    """What the routes would grant at one opportunity; null when nothing."""
    return previews(session, facts, [opportunity], today).get(opportunity.id)


def _may_hold(route: Route, facts: Facts, today: date) -> bool:
    """Whether the facts allow the route at all, wherever it may be."""
    match route.needs:
        case "redundancy_event":
            return facts.event_id is not None
        case "completion":
            return facts.completion(route, today) is not None
        case "opt_in":
            return facts.opted_in and facts.record is not None


def _by_route(
    route: Route,
    facts: Facts,
    rows: Sequence[Opportunity],
    signups: Iterable[InterviewSignup],
    today: date,
) -> dict[str, Preview]:
    promised: dict[str, InterviewSignup] = {}
    for signup in signups:
        about_them = route.needs != "redundancy_event" or signup.event_id == facts.event_id
        if signup.route == route.code and about_them:
            promised.setdefault(signup.employer_id, signup)
    there = [row for row in rows if row.employer_id in promised]
    criteria: dict[str, dict[str, str]] = {}
    if route.needs == "opt_in" and facts.record is not None:
        there = [row for row in there if row.employer.disability_confident]
        criteria = minimum_criteria(facts.record, there, route.minimum_criteria, today) if there else {}
        there = [row for row in there if all(answer == "yes" for answer in criteria[row.id].values())]
    return {
        row.id: Preview(
            opportunity_id=row.id,
            route=route.code,
            rule=route.version,
            signup_id=promised[row.employer_id].id,
            event_id=facts.event_id if route.needs == "redundancy_event" else None,
            completed=facts.completion(route, today) if route.needs == "completion" else None,
            criteria=criteria.get(row.id, {}),
            route_shown=route.needs != "opt_in" or facts.show_opt_in,
        )
        for row in there
    }


def interview_routes(
    session: Session, opportunities: Sequence[Opportunity], today: date
) -> dict[str, list[InterviewRoute]]:
    """The routes open today at each opportunity, by its id; one query for all.

    A sign-up that has no interview left today is named all the same: tomorrow it may have one.
    """
    routes = {route.code: route for route in routes_on(today)}
    types = {kind for route in routes.values() for kind in route.types}
    eligible = [row for row in opportunities if row.type in types]
    if not eligible:
        return {}
    promised: dict[str, set[tuple[str, str]]] = {}
    for signup in repository.valid_signups(session, {row.employer_id for row in eligible}, today):
        promised.setdefault(signup.employer_id, set()).add((signup.route, signup.event_id or ""))
    found: dict[str, list[InterviewRoute]] = {}
    for row in eligible:
        open_here = [
            InterviewRoute(route=code, event_id=event_id or None)
            for code, event_id in sorted(promised.get(row.employer_id, ()))
            if code in routes
            and row.type in routes[code].types
            and (routes[code].needs != "opt_in" or row.employer.disability_confident)
        ]
        if open_here:
            found[row.id] = open_here
    return found


def grant(
    session: Session,
    *,
    referral_id: str,
    facts: Facts,
    opportunity: Opportunity,
    now: datetime,
    may_show_route: bool = True,
) -> GuaranteedInterview | None:
    """Grant the interview the routes give this referral, with the facts used; null when they give none.

    The employer answers within its sign-up's working days once `start_clock` is called; until then
    ``respond_by`` is what it would be if that were now. Of two grants at the same moment under a
    sign-up with one interview left, one gets it.

    Parameters
    ----------
    may_show_route : bool
        False when the candidate was not asked whether the employer may learn the route.
    """
    today = local_day(now)
    while (found := preview(session, facts, opportunity, today)) is not None:
        signup = repository.locked_signup(session, found.signup_id)
        if not repository.full_signups(session, [signup], today):
            break
    else:
        return None
    employer = session.get_one(Employer, opportunity.employer_id)
    nation = employer.nation or nation_of(opportunity.outward_code)
    granted = GuaranteedInterview(
        referral_id=referral_id,
        signup_id=signup.id,
        route=found.route,
        route_shown=found.route_shown and may_show_route,
        rule=found.rule,
        evidence=evidence(session, found, signup, opportunity, today),
        granted_at=now,
        nation=nation,
        clock_started_on=None,
        respond_by=first_respond_by(today, signup.respond_within_working_days, nation),
    )
    session.add(granted)
    return granted


def overdue(session: Session, today: date) -> list[GuaranteedInterview]:
    """Every interview whose answer is late, the latest first."""
    return repository.unanswered_before(session, today)
