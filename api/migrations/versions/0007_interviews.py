"""interviews: times offered and chosen, and what of a referral's log the candidate was told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "interviews",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("referral_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("calendar_token", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referrals.id"],
            name=op.f("fk_interviews_referral_id_referrals"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interviews")),
        sa.UniqueConstraint("calendar_token", name=op.f("uq_interviews_calendar_token")),
    )
    op.create_index(op.f("ix_interviews_referral_id"), "interviews", ["referral_id"])
    op.create_index(op.f("ix_interviews_starts_at"), "interviews", ["starts_at"])
    op.create_table(
        "interview_slots",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("interview_id", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interviews.id"],
            name=op.f("fk_interview_slots_interview_id_interviews"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_slots")),
    )
    op.create_index(op.f("ix_interview_slots_interview_id"), "interview_slots", ["interview_id"])
    op.add_column("referral_events", sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
    # What happened before was told by people.
    op.execute("UPDATE referral_events SET told_at = at")
    op.create_index(
        "ix_referral_events_untold",
        "referral_events",
        ["at"],
        postgresql_where=sa.text("told_at IS NULL"),
        sqlite_where=sa.text("told_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_referral_events_untold", table_name="referral_events")
    with op.batch_alter_table("referral_events") as table:
        table.drop_column("told_at")
    op.drop_table("interview_slots")
    op.drop_table("interviews")
