"""a coordinator answers in the chat: who took a request, and who wrote a message."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person_requests", sa.Column("taken_by", sa.String(), nullable=True))
    op.add_column("person_requests", sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("outgoing_messages", sa.Column("author", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("outgoing_messages") as table:
        table.drop_column("author")
    with op.batch_alter_table("person_requests") as table:
        table.drop_column("taken_at")
        table.drop_column("taken_by")
