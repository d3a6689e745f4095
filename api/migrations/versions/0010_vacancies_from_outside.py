"""vacancies from outside: reference, source and what was inferred; pulls of sources."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("opportunities", sa.Column("reference", sa.String(), nullable=True))
    op.add_column("opportunities", sa.Column("source", sa.String(), nullable=True))
    op.add_column("opportunities", sa.Column("inferred", sa.JSON(), nullable=False, server_default="[]"))
    # A vacancy is known by its employer and the reference this employer gave it. An index, not a constraint:
    # SQLite would copy the table for a constraint, and take the referrals that point at it along.
    op.create_index("ix_opportunities_reference", "opportunities", ["employer_id", "reference"], unique=True)
    op.create_index(op.f("ix_opportunities_source"), "opportunities", ["source"])
    op.create_table(
        "vacancy_pulls",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error_code", sa.String(), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_vacancy_pulls")),
    )


def downgrade() -> None:
    op.drop_table("vacancy_pulls")
    op.drop_index(op.f("ix_opportunities_source"), table_name="opportunities")
    op.drop_index("ix_opportunities_reference", table_name="opportunities")
    for column in ("inferred", "source", "reference"):
        op.drop_column("opportunities", column)
