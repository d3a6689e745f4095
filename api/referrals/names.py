"""First names that can be looked up and not read: their words as keyed hashes beside the referral."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from sqlalchemy import ColumnElement, and_, delete, select
from sqlalchemy.orm import Session

from api.core.crypto import pseudonyms
from api.referrals.models import Referral, ReferralName

_PURPOSE: Final = "referral_name"
_MOST_WORDS: Final = 10
_CAUGHT_UP_AT_ONCE: Final = 500


def _words(text: str) -> list[str]:
    """The words of a name, without capitals and accents, each once."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return list(dict.fromkeys(re.findall(r"\w+", plain)))[:_MOST_WORDS]


def index(session: Session, referral: Referral) -> None:
    """Let a referral be found by each word of the first name that was shared with it."""
    name = (referral.shared or {}).get("first_name") or ""
    session.add_all(
        ReferralName(referral_id=referral.id, word_index=pseudonyms(_PURPOSE, word)[0])
        for word in _words(name)
    )


def forget(session: Session, candidate_id: str) -> None:
    """Let no referral of a candidate be found by their name any more."""
    of = select(Referral.id).where(Referral.candidate_id == candidate_id)
    session.execute(delete(ReferralName).where(ReferralName.referral_id.in_(of)))


def carries(text: str) -> ColumnElement[bool] | None:
    """Whether the first name holds every word of `text`; null when there is no word in it."""
    words = _words(text)
    if not words:
        return None
    return and_(
        *(
            Referral.id.in_(
                select(ReferralName.referral_id).where(
                    ReferralName.word_index.in_(pseudonyms(_PURPOSE, word))
                )
            )
            for word in words
        )
    )


def catch_up(session: Session) -> int:
    """Index referrals that were made before names could be searched, 500 at most. Returns how many."""
    query = (
        select(Referral)
        .where(Referral.name_indexed.is_(False), Referral.shared.is_not(None))
        .order_by(Referral.id)
        .limit(_CAUGHT_UP_AT_ONCE)
    )
    rows = list(session.scalars(query))
    for row in rows:
        index(session, row)
    # Past the mapper, which would give each a new version: nobody has changed anything.
    table = Referral.metadata.tables[Referral.__tablename__]
    session.execute(table.update().where(table.c.id.in_([row.id for row in rows])).values(name_indexed=True))
    return len(rows)
