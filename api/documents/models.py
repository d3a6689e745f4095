"""Links to documents. A document itself is never stored: it is made anew when the link is opened."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from api.core.db import Base
from api.core.ids import new_id


class DocumentLink(Base):
    """A link that was given out: to which document of which conversation, and until when."""

    __tablename__ = "document_links"

    id: Mapped[str] = mapped_column(primary_key=True, default=lambda: new_id("doc"))
    token_hash: Mapped[str] = mapped_column(unique=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("chat_sessions.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    language: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(index=True)
