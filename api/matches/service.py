"""A candidate's matches: ask the matcher, remember what was shown, put reasons into words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.candidates import service as candidates
from api.candidates.models import Candidate
from api.core.clock import local_day
from api.core.errors import DomainError
from api.core.i18n import N_
from api.entitlements import service as entitlements
from api.matches.knowledge import Knowledge
from api.matches.models import ShownMatch
from api.matches.reason_texts import reason_text
from api.matches.schemas import MatchView, ReasonView, StepView
from api.opportunities import repository as opportunities
from api.opportunities.models import Opportunity
from matcher import Match, Reason, explained, rank

SHOWN = 5


class NotShown(DomainError):
    """The candidate was never shown this opportunity."""

    code = "matches.not_shown"
    status = 404
    sentence = N_("That isn't among your matches.")


@dataclass(frozen=True)
class Found:
    """A match with the opportunity it is about and the courses that come before it."""

    match: Match
    opportunity: Opportunity
    guaranteed: bool
    courses: dict[str, Opportunity]


def find(session: Session, candidate: Candidate, knowledge: Knowledge, now: datetime) -> list[Found]:
    """The best matches of the day, at most five."""
    today = local_day(now)
    who = candidates.to_record(candidate, knowledge.geography)
    ranker, lexicon = knowledge.ranker, knowledge.lexicon
    market = knowledge.markets.on(session, today)
    ranking = rank(who, market, today=today, ranker=ranker, lexicon=lexicon, limit=SHOWN)
    rows = opportunities.find_many(session, ranking.opportunity_ids)
    facts = entitlements.facts_of(session, candidate)
    promises = entitlements.previews(session, facts, list(rows.values()), today)
    found = explained(ranking, ranker=ranker, lexicon=lexicon, guaranteed=promises.keys())
    return [
        Found(
            match=one,
            opportunity=rows[one.opportunity_id],
            guaranteed=one.opportunity_id in promises,
            courses={step.opportunity_id: rows[step.opportunity_id] for step in one.pathway},
        )
        for one in found
    ]


def show(session: Session, candidate: Candidate, knowledge: Knowledge, now: datetime) -> list[Found]:
    """Find, and remember what is shown at which position."""
    found = find(session, candidate, knowledge, now)
    if candidate.profile_completed_at is None:
        candidate.profile_completed_at = now
    session.add_all(
        ShownMatch(
            candidate_id=candidate.id,
            opportunity_id=one.opportunity.id,
            shown_at=now,
            rank=one.match.rank,
            status=one.match.status,
            score=one.match.score,
            reasons=[as_dict(reason) for reason in one.match.reasons],
            gaps=[as_dict(gap) for gap in one.match.gaps],
            pathway=[{**asdict(step), **_dates(step)} for step in one.match.pathway],
            ranker=knowledge.ranker.version,
            features=dict(one.match.features),
            contributions=dict(one.match.contributions),
        )
        for one in found
    )
    return found


def _dates(step: Any) -> dict[str, str | None]:
    return {
        name: day.isoformat() if (day := getattr(step, name)) else None for name in ("starts_on", "ends_on")
    }


def as_dict(reason: Reason) -> dict[str, Any]:
    """A reason as it is stored."""
    values = {
        name: list(value) if isinstance(value, tuple) else value for name, value in reason.values.items()
    }
    return {"code": str(reason.code), "values": values}


def sentences(stored: Sequence[dict[str, Any]], language: str, knowledge: Knowledge) -> list[dict[str, Any]]:
    """Stored reasons with their sentences."""
    return [{**item, "text": reason_text(item, language, knowledge.lexicon)} for item in stored]


def in_words(reasons: tuple[Reason, ...], language: str, knowledge: Knowledge) -> list[dict[str, Any]]:
    """Reasons with their sentences."""
    return sentences([as_dict(reason) for reason in reasons], language, knowledge)


def last_shown(session: Session, candidate_id: str, opportunity_id: str) -> ShownMatch:
    """The match as it was last shown to the candidate.

    Raises
    ------
    NotShown
        Only what was shown can be chosen.
    """
    query = (
        select(ShownMatch)
        .where(ShownMatch.candidate_id == candidate_id, ShownMatch.opportunity_id == opportunity_id)
        .order_by(ShownMatch.shown_at.desc(), ShownMatch.id)
        .limit(1)
    )
    shown = session.scalars(query).one_or_none()
    if shown is None:
        raise NotShown
    return shown


def way_there(session: Session, shown: ShownMatch) -> list[dict[str, Any]]:
    """The courses before a match that was shown, in their order, with what a recruiter reads of them."""
    steps = [step for step in shown.pathway if step["opportunity_id"] != shown.opportunity_id]
    courses = opportunities.find_many(session, [step["opportunity_id"] for step in steps])
    return [
        {
            "type": course.type,
            "title": course.title,
            "employer": course.employer.name,
            "place": course.place,
            "esol_level": course.esol_level,
            "starts_on": step["starts_on"],
            "ends_on": step["ends_on"],
        }
        for step in steps
        if (course := courses.get(step["opportunity_id"])) is not None
    ]


def view(found: Found, language: str, knowledge: Knowledge) -> MatchView:
    """A match as clients see it."""
    one = found.match
    return MatchView(
        opportunity_id=one.opportunity_id,
        rank=one.rank,
        status=one.status,
        score=round(one.score, 4),
        reasons=[ReasonView(**item) for item in in_words(one.reasons, language, knowledge)],
        gaps=[ReasonView(**item) for item in in_words(one.gaps, language, knowledge)],
        pathway=[StepView(**asdict(step)) for step in one.pathway],
        guaranteed_interview=found.guaranteed,
    )
