"""what the matcher learns from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("opportunities") as table:
        table.add_column(sa.Column("minimum_age", sa.Integer(), nullable=False, server_default="16"))
        table.add_column(
            sa.Column("benefit_required", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.add_column(sa.Column("revision", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("candidates") as table:
        table.add_column(sa.Column("age_band", sa.String(), nullable=True))
        table.add_column(sa.Column("work_benefit", sa.String(), nullable=True))
    with op.batch_alter_table("shown_matches") as table:
        table.add_column(sa.Column("ranker", sa.String(), nullable=True))
        table.add_column(sa.Column("features", sa.JSON(), nullable=True))
        table.add_column(sa.Column("contributions", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("shown_matches") as table:
        table.drop_column("contributions")
        table.drop_column("features")
        table.drop_column("ranker")
    with op.batch_alter_table("candidates") as table:
        table.drop_column("work_benefit")
        table.drop_column("age_band")
    with op.batch_alter_table("opportunities") as table:
        table.drop_column("revision")
        table.drop_column("benefit_required")
        table.drop_column("minimum_age")
