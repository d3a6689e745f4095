"""Two addresses that ask for one scope each, for tests of who is let in."""

from __future__ import annotations

from fastapi import APIRouter

from api.staff.auth import ReferralReader, ReferralWriter

router = APIRouter()


@router.get("/reading")
def reading(who: ReferralReader) -> str | None:
    return who.employer_id


@router.get("/writing")
def writing(who: ReferralWriter) -> str | None:
    return who.employer_id
