"""What the inbox's address asks for: it holds everything a recruiter chose, and nothing else does."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.core.paging import NO_NUL
from api.referrals.searching import Criteria, Group, Sort
from api.referrals.statuses import Status

HOME = "/recruiter"


class Asked(BaseModel):
    """The parameters of the inbox's address. What is empty counts as not asked."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    status: Group | Status = Group.OPEN
    place: str | None = Field(default=None, max_length=100, pattern=NO_NUL)
    opportunity: str | None = Field(default=None, max_length=80, pattern=NO_NUL)
    guaranteed: bool = False
    overdue: bool = False
    q: str = Field(default="", max_length=100, pattern=NO_NUL)
    sort: Sort = Sort.RESPOND_BY
    page: int = Field(default=1, ge=1, le=1_000_000)

    @model_validator(mode="before")
    @classmethod
    def _empty_is_not_asked(cls, values: Any) -> Any:
        return {name: value for name, value in dict(values).items() if value != ""}

    @property
    def criteria(self) -> Criteria:
        """The same, as the search takes it."""
        return Criteria(
            status=self.status,
            place=self.place,
            opportunity_id=self.opportunity,
            guaranteed=self.guaranteed,
            overdue=self.overdue,
            text=self.q,
            sort=self.sort,
        )

    def address(self, path: str = HOME, **changes: Any) -> str:
        """The address that asks for this, with some parameters changed; those not asked are left out."""
        asked = self.model_copy(update=changes).model_dump(exclude_defaults=True)
        said = {name: int(value) if value is True else str(value) for name, value in asked.items()}
        return f"{path}?{urlencode(said)}" if said else path


AskedQuery = Annotated[Asked, Query()]
