"""What was told for equality monitoring. Nothing here names a candidate, and nothing else names a row here."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from api.core.crypto import EncryptedJson
from api.core.db import Base


class EqualityAnswers(Base):
    """One person's answers, question code to answer code.

    ``subject`` is a pseudonym that only a holder of the installation's keys can compute from a candidate's id,
    and no one can turn back. Only the day is kept, so that the hour leads to nobody either.
    """

    __tablename__ = "equality_answers"

    subject: Mapped[str] = mapped_column(primary_key=True)
    answers: Mapped[dict[str, str]] = mapped_column(EncryptedJson)
    told_on: Mapped[date]
