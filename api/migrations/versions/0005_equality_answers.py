"""equality monitoring, apart from everything else."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "equality_answers",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_equality_answers")),
    )


def downgrade() -> None:
    op.drop_table("equality_answers")
