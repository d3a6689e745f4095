"""When each source was last pulled, and with what result."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from api.core.db import Base


class VacancyPull(Base):
    """The last pull of a source. Whoever moves ``next_at`` on has the pull; others leave it alone.

    ``counts`` are those of the last pull that ended; ``error_code`` tells why it did not read to the end.
    """

    __tablename__ = "vacancy_pulls"

    source: Mapped[str] = mapped_column(primary_key=True)
    next_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    error_code: Mapped[str | None]
    counts: Mapped[dict[str, Any] | None]
