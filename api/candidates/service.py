"""Storing answers, and the views of a profile: the candidate's own, and the matcher's."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy.orm import Session

from api.candidates.models import Candidate, CandidateSkill
from api.candidates.schemas import (
    ContactView,
    EnglishView,
    HomeView,
    HoursView,
    ProfilePatch,
    ProfileView,
    SkillView,
    TravelView,
)
from api.core.errors import DomainError
from api.core.i18n import N_
from matcher import records
from matcher.geography import Geography
from matcher.lexicon import Lexicon

# Raised whenever the privacy notice changes its meaning, so that it is known who agreed to what.
CONSENT_VERSION = "2026-11"

_PLAIN_FIELDS = (
    "first_name",
    "phone",
    "email",
    "situation",
    "english_speaking",
    "english_reading",
    "english_writing",
    "right_to_work",
    "shifts",
    "can_drive",
    "age_band",
    "work_benefit",
)


class ConsentMissing(DomainError):
    """Nothing about a person is stored before they agree to it."""

    code = "candidate.consent_missing"
    status = 409
    sentence = N_("Nothing can be stored before the candidate has agreed to it.")


def register(session: Session, now: datetime) -> Candidate:
    """A new candidate, who has just agreed to the privacy notice."""
    candidate = Candidate(created_at=now, consented_at=now, consent_version=CONSENT_VERSION, skills=[])
    session.add(candidate)
    session.flush()
    return candidate


def apply(candidate: Candidate, patch: ProfilePatch) -> None:
    """Write the answers of `patch` into the profile; applying the same patch twice changes nothing."""
    given = patch.model_fields_set
    for name in _PLAIN_FIELDS:
        if name in given:
            setattr(candidate, name, getattr(patch, name))
    if "redundancy_event" in given:
        candidate.redundancy_event_id = patch.redundancy_event
    if "home" in given:
        candidate.home_place = patch.home.place if patch.home else None
        candidate.home_outward_code = patch.home.outward_code if patch.home else None
    if "hours" in given:
        candidate.hours_min = patch.hours.min if patch.hours else None
        candidate.hours_max = patch.hours.max if patch.hours else None
    if "travel" in given:
        candidate.travel_modes = list(patch.travel.modes) if patch.travel else None
        candidate.max_minutes = patch.travel.max_minutes if patch.travel else None
    _add_skills(candidate, patch)


def _add_skills(candidate: Candidate, patch: ProfilePatch) -> None:
    known = {skill.skill_id for skill in candidate.skills}
    for found in patch.add_skills:
        if found.id not in known:
            known.add(found.id)
            candidate.skills.append(
                CandidateSkill(
                    position=len(candidate.skills),
                    skill_id=found.id,
                    source_text=found.source_text,
                    confidence=found.confidence,
                )
            )


def remove_skill(candidate: Candidate, skill_id: str) -> None:
    """Take out a skill that the candidate says is wrong."""
    kept = [skill for skill in candidate.skills if skill.skill_id != skill_id]
    if len(kept) < len(candidate.skills):
        candidate.skills[:] = kept
        for position, skill in enumerate(kept):
            skill.position = position


def empty(candidate: Candidate) -> None:
    """Forget every answer but the consent (the candidate starts again)."""
    nothing = {name: None for name in ProfilePatch.model_fields if name not in ("consent", "add_skills")}
    apply(candidate, ProfilePatch.model_validate(nothing))
    candidate.skills.clear()
    candidate.profile_completed_at = None


def view(candidate: Candidate, language: str | None, lexicon: Lexicon) -> ProfileView:
    """The profile as its owner may see it; skills in their language and in English."""
    own = language or "en"
    return ProfileView.model_validate(
        {
            "language": language,
            "first_name": candidate.first_name,
            "contact": ContactView(phone=candidate.phone, email=candidate.email),
            "situation": candidate.situation,
            "redundancy_event": candidate.redundancy_event_id,
            "home": HomeView(outward_code=candidate.home_outward_code, place=candidate.home_place),
            "skills": [
                SkillView(
                    id=skill.skill_id,
                    label=lexicon.label(skill.skill_id, own),
                    label_en=lexicon.label(skill.skill_id, "en"),
                    source_text=skill.source_text,
                )
                for skill in candidate.skills
            ],
            "english": EnglishView.model_validate(
                {task: getattr(candidate, f"english_{task}") for task in ("speaking", "reading", "writing")}
            ),
            "right_to_work": candidate.right_to_work,
            "hours": HoursView(min=candidate.hours_min, max=candidate.hours_max),
            "shifts": candidate.shifts or [],
            "can_drive": candidate.can_drive,
            "travel": TravelView.model_validate(
                {"modes": candidate.travel_modes or [], "max_minutes": candidate.max_minutes}
            ),
            "age_band": candidate.age_band,
            "work_benefit": candidate.work_benefit,
        }
    )


def empty_view(language: str | None) -> ProfileView:
    """The profile of someone who has told nothing yet."""
    return ProfileView(
        language=language,
        first_name=None,
        contact=ContactView(phone=None, email=None),
        situation=None,
        redundancy_event=None,
        home=HomeView(outward_code=None, place=None),
        skills=[],
        english=EnglishView(speaking=None, reading=None, writing=None),
        right_to_work=None,
        hours=HoursView(min=None, max=None),
        shifts=[],
        can_drive=None,
        travel=TravelView(modes=[], max_minutes=None),
        age_band=None,
        work_benefit=None,
    )


def to_record(candidate: Candidate, geography: Geography | None = None) -> records.Candidate:
    """What the matcher may know: no name, no contact, no language, nothing protected.

    Without a `geography` it says nothing of where they live.
    """
    home = None
    if geography and candidate.home_outward_code:
        centre = geography.outward(candidate.home_outward_code)
        if centre:
            home = records.Place(
                candidate.home_place or centre.name, centre.outward_code, centre.lat, centre.lon
            )
    hours = None
    if candidate.hours_min is not None and candidate.hours_max is not None:
        hours = records.HoursRange(candidate.hours_min, candidate.hours_max)
    levels: dict[str, Any] = {
        task: records.Cefr[level]
        for task in ("speaking", "reading", "writing")
        if (level := getattr(candidate, f"english_{task}"))
    }
    return records.Candidate(
        home=home,
        skills=tuple(
            records.LinkedSkill(skill.skill_id, skill.confidence, skill.source_text)
            for skill in candidate.skills
        ),
        english=records.English(**levels),
        right_to_work=cast(Any, candidate.right_to_work),
        hours=hours,
        shifts=cast(Any, frozenset(candidate.shifts)) if candidate.shifts else None,
        can_drive=candidate.can_drive,
        travel_modes=cast(Any, frozenset(candidate.travel_modes)) if candidate.travel_modes else None,
        max_minutes=candidate.max_minutes,
        age_band=cast(Any, candidate.age_band),
        work_benefit=cast(Any, candidate.work_benefit),
    )
