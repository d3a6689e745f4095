"""Keeping what is told for equality monitoring, and giving it to whoever measures fairness."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.core.crypto import pseudonyms
from api.core.errors import DomainError
from api.core.i18n import N_
from api.equality.models import EqualityAnswers
from api.equality.questions import RATHER_NOT, EqualityQuestion, next_question

_PURPOSE = "equality-monitoring"


class AnswerUnknown(DomainError):
    """The answer is none of the question's, or its turn has not come."""

    code = "equality.answer_unknown"
    status = 422
    sentence = N_("Please choose one of the answers.")


def _row(session: Session, candidate_id: str) -> EqualityAnswers | None:
    query = select(EqualityAnswers).where(EqualityAnswers.subject.in_(pseudonyms(_PURPOSE, candidate_id)))
    return session.scalars(query).first()


def told(session: Session, candidate_id: str) -> dict[str, str]:
    """What one person told, question to answer, for their own copy of their data."""
    row = _row(session, candidate_id)
    return dict(row.answers) if row else {}


def open_question(session: Session, candidate_id: str) -> EqualityQuestion | None:
    """The question to ask next; null when all are answered."""
    return next_question(told(session, candidate_id))


def tell(
    session: Session, candidate_id: str, question: str, answer: str, today: date
) -> EqualityQuestion | None:
    """Keep an answer, and return the next question. An answer told twice changes nothing.

    Raises
    ------
    AnswerUnknown
        It is none of the open question's answers.
    """
    row = _row(session, candidate_id)
    answers = dict(row.answers) if row else {}
    if answers.get(question) == answer:
        return next_question(answers)
    asked = next_question(answers)
    if asked is None or asked.code != question or answer not in {*asked.options, RATHER_NOT}:
        raise AnswerUnknown
    answers[question] = answer
    if row is None:
        subject = pseudonyms(_PURPOSE, candidate_id)[0]
        session.add(EqualityAnswers(subject=subject, answers=answers, told_on=today))
    else:
        row.answers = answers
    session.flush()
    return next_question(answers)


def forget(session: Session, candidate_id: str) -> None:
    """Delete what somebody told."""
    subjects = pseudonyms(_PURPOSE, candidate_id)
    session.execute(delete(EqualityAnswers).where(EqualityAnswers.subject.in_(subjects)))


def groups(session: Session, candidate_ids: Sequence[str]) -> dict[str, Mapping[str, str]]:
    """By attribute (``sex``, ``ethnic_group``, ``ethnicity``, ``disability``, …), each candidate's group.

    Who did not tell, or would rather not say, is in no group. Disabled is who has a lasting condition that makes
    day-to-day things harder (Equality Act 2010, section 6, as the harmonised standard counts it).
    """
    rows = {row.subject: row.answers for row in session.scalars(select(EqualityAnswers))}
    found: dict[str, dict[str, str]] = {}
    if not rows:
        return {}
    for candidate_id in candidate_ids:
        answers = next(
            (rows[one] for one in pseudonyms(_PURPOSE, candidate_id) if one in rows), dict[str, str]()
        )
        for attribute, group in _attributes(answers):
            found.setdefault(attribute, {})[candidate_id] = group
    return dict(found)


def _attributes(answers: Mapping[str, str]) -> list[tuple[str, str]]:
    plain = [
        (code, answers[code])
        for code in ("sex", "ethnic_group", "ethnicity", "religion", "orientation")
        if answers.get(code, RATHER_NOT) != RATHER_NOT
    ]
    condition, harder = answers.get("long_condition"), answers.get("day_to_day")
    if condition == "no" or harder == "not_at_all":
        plain.append(("disability", "no"))
    elif harder in ("a_lot", "a_little"):
        plain.append(("disability", "yes"))
    return plain
