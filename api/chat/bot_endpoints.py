"""What the bot's actions ask about one conversation. For the bot only: a secret of this start guards it."""

from __future__ import annotations

import hmac
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, StringConstraints
from sqlalchemy.orm import Session

from api.candidates import repository as candidate_repository
from api.candidates import service as candidates
from api.candidates.models import Candidate
from api.candidates.schemas import ProfilePatch
from api.chat import erasure, errors, interview_steps, moves, refer_steps, repository, summary
from api.chat.models import ChatSession, PersonRequest
from api.core.clock import NowDep, local_day
from api.core.db import SessionDep
from api.core.errors import DomainError
from api.core.i18n import N_, translate
from api.core.settings import Settings
from api.entitlements import opting_in
from api.equality import service as equality
from api.equality.questions import RATHER_NOT, EqualityQuestion
from api.matches import cards
from api.matches import service as matches
from api.matches.knowledge import KnowledgeDep
from api.opportunities import repository as opportunities
from api.programmes import repository as programmes
from api.signposts import directory as signposts

_bearer = HTTPBearer(auto_error=False, scheme_name="Internal token", description="Shared with the bot.")


class InternalTokenWrong(DomainError):
    """The caller is not this start's bot."""

    code = "auth.invalid"
    status = 401
    sentence = N_("This address is for Ponte's own bot.")


def from_the_bot(
    request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> None:
    """Let only the bot in."""
    expected: str = request.app.state.internal_token
    given = credentials.credentials if credentials else ""
    if not hmac.compare_digest(given.encode(), expected.encode()):
        raise InternalTokenWrong


router = APIRouter(
    prefix="/internal", tags=["internal"], dependencies=[Depends(from_the_bot)], include_in_schema=False
)


class Said(BaseModel):
    """Words of the candidate."""

    text: Annotated[str, StringConstraints(max_length=16_000)]


class SaidIn(Said):
    """Words of the candidate and the language of the conversation."""

    language: str


class InLanguage(BaseModel):
    """The language to answer in."""

    language: str


class InterviewStep(InLanguage):
    """What the candidate does, and the time, interview or referral it is about."""

    do: interview_steps.Step
    id: Annotated[str, StringConstraints(max_length=80)]


class Moment(InLanguage):
    """A hard moment the candidate spoke of."""

    moment: Annotated[str, StringConstraints(max_length=40)]


class EqualityAnswer(InLanguage):
    """An answer for equality monitoring; without one, the first question is asked."""

    question: Annotated[str, StringConstraints(max_length=40)] | None = None
    answer: Annotated[str, StringConstraints(max_length=40)] | None = None


class About(InLanguage):
    """An opportunity the candidate chose."""

    opportunity_id: str


def _chat(session: Session, session_id: str) -> ChatSession:
    chat = session.get(ChatSession, session_id)
    if chat is None or chat.erased_at is not None:
        raise errors.SessionUnknown
    return chat


def _candidate(session: Session, session_id: str) -> Candidate:
    chat = _chat(session, session_id)
    candidate = candidate_repository.candidate(session, chat.candidate_id) if chat.candidate_id else None
    if candidate is None:
        raise candidates.ConsentMissing
    return candidate


@router.post("/places/find")
def find_place(said: Said, session: SessionDep, knowledge: KnowledgeDep) -> dict[str, Any]:
    """The place a sentence names; null when it names none."""
    places = knowledge.geography.resolve(said.text, near=opportunities.centre(session))
    if not places:
        return {"place": None}
    return {"place": {"place": places[0].name, "outward_code": places[0].outward_code}}


@router.get("/redundancy-events")
def list_events(session: SessionDep, now: NowDep, language: str = "en") -> dict[str, Any]:
    """The region's current redundancy events, and how somebody says that they lost their job there."""
    lost = N_("I lost my job at {employer}")
    return {
        "events": [
            _event(event) | {"lost": translate(lost, language, employer=event.employer_name)}
            for event in programmes.events(session, now.date())
        ]
    }


@router.post("/redundancy-events/find")
def find_events(said: Said, session: SessionDep) -> dict[str, Any]:
    """Events whose employer the sentence names, best first."""
    return {"events": [_event(event) for event in programmes.find_event(session, said.text)]}


def _event(event: Any) -> dict[str, str]:
    return {"id": event.id, "name": event.name}


@router.post("/skills/link")
def link_skills(said: SaidIn, knowledge: KnowledgeDep) -> dict[str, Any]:
    """Skills of the lexicon in the candidate's words."""
    linked = knowledge.linker.link(said.text, said.language)
    return {
        "skills": [
            {
                "id": skill.skill_id,
                "label": knowledge.lexicon.label(skill.skill_id, said.language),
                "source_text": skill.source_text[:500],
                "confidence": round(skill.confidence, 4),
            }
            for skill in linked
        ]
    }


@router.patch("/sessions/{session_id}/profile", status_code=204)
def save_answers(session_id: str, patch: dict[str, Any], session: SessionDep, now: NowDep) -> None:
    """Store answers; the first is the consent, which makes the candidate."""
    chat = _chat(session, session_id)
    for skill in patch.get("add_skills") or []:
        skill.pop("label", None)
    answers = ProfilePatch.model_validate(patch)
    if chat.candidate_id is None:
        if not answers.consent:
            raise candidates.ConsentMissing
        chat.candidate_id = candidates.register(session, now).id
    candidates.apply(_candidate(session, session_id), answers)


@router.post("/sessions/{session_id}/matches")
def show_matches(
    session_id: str, wish: InLanguage, session: SessionDep, knowledge: KnowledgeDep, now: NowDep
) -> dict[str, Any]:
    """Rank, remember what is shown at which position, and render the cards."""
    candidate = _candidate(session, session_id)
    found = matches.show(session, candidate, knowledge, now)
    return {"cards": [cards.card(match, wish.language, knowledge) for match in found]}


@router.post("/sessions/{session_id}/offer")
def offer(session_id: str, about: About, session: SessionDep, now: NowDep) -> dict[str, Any]:
    """What a referral would share and with whom; null when the opportunity is not open any more."""
    candidate = _candidate(session, session_id)
    return {"offer": refer_steps.offer(session, candidate, about.opportunity_id, about.language, now)}


@router.post("/sessions/{session_id}/referrals")
def refer(
    session_id: str, about: About, session: SessionDep, knowledge: KnowledgeDep, now: NowDep
) -> dict[str, Any]:
    """Make the referral the candidate has just agreed to; asking twice makes one."""
    candidate = _candidate(session, session_id)
    referral = refer_steps.refer(session, candidate, about.opportunity_id, about.language, knowledge, now)
    return {"referral": referral}


@router.post("/sessions/{session_id}/summary")
def read_summary(
    session_id: str, wish: InLanguage, session: SessionDep, knowledge: KnowledgeDep
) -> dict[str, Any]:
    """What is stored about the candidate, in their language: lines, skills, and buttons to correct them."""
    candidate = _candidate(session, session_id)
    view = candidates.view(candidate, wish.language, knowledge.lexicon)
    lines = summary.stored(session, view, wish.language)
    return {
        "lines": [
            {
                "slot": line.slot,
                "text": line.text,
                "title": translate(summary.CORRECT[line.slot], wish.language),
            }
            for line in lines
        ],
        "skills": [{"id": skill.id, "label": skill.label} for skill in view.skills],
    }


@router.post("/sessions/{session_id}/interview")
def take_interview_step(
    session_id: str, step: InterviewStep, request: Request, session: SessionDep, now: NowDep
) -> dict[str, Any]:
    """A time is chosen, others are asked for, the candidate confirms or withdraws; what is said about it."""
    said = interview_steps.take(
        session,
        _candidate(session, session_id).id,
        step.do,
        step.id,
        language=step.language,
        base_url=request.app.state.settings.base_url,
        now=now,
    )
    return {"messages": said}


@router.delete("/sessions/{session_id}/skills/{skill_id}", status_code=204)
def remove_skill(session_id: str, skill_id: str, session: SessionDep) -> None:
    """Take a skill out of the profile; one that is not there stays so."""
    candidates.remove_skill(_candidate(session, session_id), skill_id)


@router.post("/sessions/{session_id}/signposts")
def find_signposts(session_id: str, about: Moment, session: SessionDep) -> dict[str, list[str]]:
    """Whom the candidate can turn to, a line each; nothing is stored of why."""
    chat = _chat(session, session_id)
    candidate = candidate_repository.candidate(session, chat.candidate_id) if chat.candidate_id else None
    found = signposts.for_moment(about.moment, candidate.home_outward_code if candidate else None)
    return {"lines": [one.sentence(about.language) for one in found]}


@router.post("/sessions/{session_id}/equality")
def tell_equality(
    session_id: str, told: EqualityAnswer, session: SessionDep, now: NowDep
) -> dict[str, dict[str, Any] | None]:
    """Keep an answer for equality monitoring, and give the next question in the candidate's language."""
    candidate = _candidate(session, session_id)
    if told.question is None or told.answer is None:
        asked = equality.open_question(session, candidate.id)
    else:
        try:
            asked = equality.tell(session, candidate.id, told.question, told.answer, local_day(now))
        except equality.AnswerUnknown:  # a button of an earlier question, pressed again
            asked = equality.open_question(session, candidate.id)
    return {"question": _equality_question(asked, told.language) if asked else None}


def _equality_question(asked: EqualityQuestion, language: str) -> dict[str, Any]:
    options = {**asked.options, RATHER_NOT: N_("I'd rather not say")}
    return {
        "code": asked.code,
        "text": translate(asked.text, language),
        "options": [{"code": code, "title": translate(title, language)} for code, title in options.items()],
        "stop": translate(N_("Stop these questions"), language),
    }


@router.post("/sessions/{session_id}/person-requests", status_code=204)
def ask_for_person(session_id: str, wish: InLanguage, session: SessionDep, now: NowDep) -> None:
    """The candidate wants a person; asking twice is one request."""
    chat = _chat(session, session_id)
    if repository.open_person_request(session, session_id) is None:
        session.add(PersonRequest(session_id=chat.id, language=wish.language, requested_at=now))


@router.post("/sessions/{session_id}/move-codes")
def new_move_code(session_id: str, request: Request, session: SessionDep, now: NowDep) -> dict[str, str]:
    """A code to go on elsewhere, and the addresses where it can be sent."""
    chat = _chat(session, session_id)
    settings: Settings = request.app.state.settings
    return {"code": moves.new_code(session, chat.id, now), "address": settings.base_url}


@router.post("/sessions/{session_id}/start-again", status_code=204)
def start_again(session_id: str, session: SessionDep) -> None:
    """Empty the profile, keep the consent."""
    candidate = _candidate(session, session_id)
    candidates.empty(candidate)
    opting_in.opt_out(session, candidate.id)


@router.post("/sessions/{session_id}/erasure")
def erase(session_id: str, session: SessionDep, now: NowDep) -> dict[str, str]:
    """Delete everything about the candidate, at once."""
    return {"receipt": erasure.erase(session, session_id, now)}
