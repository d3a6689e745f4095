"""recruiters' inbox: searchable names, notes, the way to an opportunity, colleagues and what they may do."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Column by column and with an index: SQLite copies a table in a batch, and what points at it goes with the old one.
    op.add_column("referrals", sa.Column("pathway", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column(
        "referrals",
        sa.Column("name_indexed", sa.Boolean(), nullable=False, server_default=sa.text("false")),
    )
    op.add_column("staff_users", sa.Column("access", sa.String(), nullable=True))
    op.add_column("staff_users", sa.Column("deactivated_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("staff_users", sa.Column("invitation_hash", sa.String(), nullable=True))
    op.add_column("staff_users", sa.Column("invited_until", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_staff_users_invitation_hash"), "staff_users", ["invitation_hash"], unique=True)
    # Until now each recruiter could do everything there was, and somebody has to invite the others.
    op.execute("UPDATE staff_users SET access = 'manager' WHERE role = 'recruiter'")
    op.create_table(
        "referral_names",
        sa.Column("referral_id", sa.String(), nullable=False),
        sa.Column("word_index", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referrals.id"],
            name=op.f("fk_referral_names_referral_id_referrals"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("referral_id", "word_index", name=op.f("pk_referral_names")),
    )
    op.create_index(op.f("ix_referral_names_word_index"), "referral_names", ["word_index"])
    op.create_table(
        "referral_notes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("referral_id", sa.String(), nullable=False),
        sa.Column("employer_id", sa.String(), nullable=False),
        sa.Column("author_id", sa.String(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["staff_users.id"], name=op.f("fk_referral_notes_author_id_staff_users")
        ),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["employers.id"], name=op.f("fk_referral_notes_employer_id_employers")
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referrals.id"],
            name=op.f("fk_referral_notes_referral_id_referrals"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_notes")),
    )
    op.create_index(op.f("ix_referral_notes_referral_id"), "referral_notes", ["referral_id"])


def downgrade() -> None:
    op.drop_table("referral_notes")
    op.drop_table("referral_names")
    op.drop_index(op.f("ix_staff_users_invitation_hash"), table_name="staff_users")
    for name in ("access", "deactivated_at", "invitation_hash", "invited_until"):
        op.drop_column("staff_users", name)
    for name in ("pathway", "name_indexed"):
        op.drop_column("referrals", name)
