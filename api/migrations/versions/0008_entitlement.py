"""routes to a guaranteed interview, their facts, their clock; checks; work that lasts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_BEFORE = "id, referral_id, signup_id, route, rule, evidence, granted_at, respond_by, responded_at, outcome"
_LOCAL = ZoneInfo("Europe/London")


def upgrade() -> None:
    op.create_table(
        "completions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("candidate_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("evidence", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidates.id"],
            name=op.f("fk_completions_candidate_id_candidates"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_completions")),
    )
    op.create_index(op.f("ix_completions_candidate_id"), "completions", ["candidate_id"])
    op.create_table(
        "disability_confident_opt_ins",
        sa.Column("candidate_id", sa.String(), nullable=False),
        sa.Column("show_route", sa.Boolean(), nullable=False),
        sa.Column("wording", sa.String(), nullable=False),
        sa.Column("opted_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidates.id"],
            name=op.f("fk_disability_confident_opt_ins_candidate_id_candidates"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("candidate_id", name=op.f("pk_disability_confident_opt_ins")),
    )
    op.create_table(
        "referral_checks",
        sa.Column("referral_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referrals.id"],
            name=op.f("fk_referral_checks_referral_id_referrals"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("referral_id", "kind", name=op.f("pk_referral_checks")),
    )
    with op.batch_alter_table("employers") as batch:
        batch.add_column(sa.Column("nation", sa.String(), nullable=True))
    with op.batch_alter_table("opportunities") as batch:
        batch.add_column(sa.Column("checks", sa.JSON(), nullable=True))
    with op.batch_alter_table("referrals") as batch:
        batch.add_column(sa.Column("started_on", sa.Date(), nullable=True))
    # SQLite changes a table by making it anew, which it cannot while others refer to it. So the interviews
    # granted so far wait in a table apart.
    op.execute("CREATE TABLE granted_before AS SELECT * FROM guaranteed_interviews")
    op.drop_table("guaranteed_interviews")
    with op.batch_alter_table("interview_signups") as batch:
        batch.add_column(sa.Column("route", sa.String(), nullable=False, server_default="redundancy_event"))
        batch.add_column(sa.Column("limit_number", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("limit_days", sa.Integer(), nullable=True))
        batch.alter_column("event_id", existing_type=sa.String(), nullable=True)
    with op.batch_alter_table("interview_signups") as batch:
        batch.alter_column("route", existing_type=sa.String(), server_default=None)
    _create_guaranteed_interviews(
        sa.Column("route_shown", sa.Boolean(), nullable=False),
        sa.Column("nation", sa.String(), nullable=False),
        sa.Column("clock_started_on", sa.Date(), nullable=True),
        sa.Column("next_look_on", sa.Date(), nullable=True),
        sa.Column("responded_on", sa.Date(), nullable=True),
        sa.Column("ruling", sa.String(), nullable=True),
        sa.Column("ruled_at", sa.DateTime(timezone=True), nullable=True),
    )
    # The clocks that are due for a look; how many were granted under a limited sign-up.
    op.create_index(op.f("ix_guaranteed_interviews_next_look_on"), "guaranteed_interviews", ["next_look_on"])
    op.create_index(op.f("ix_guaranteed_interviews_signup_id"), "guaranteed_interviews", ["signup_id"])
    op.execute(
        f"INSERT INTO guaranteed_interviews ({_BEFORE}, route_shown, nation) "
        f"SELECT {_BEFORE}, {_true()}, 'england_and_wales' FROM granted_before"
    )
    op.drop_table("granted_before")
    _fill_in()


def _true() -> str:
    return "true" if op.get_bind().dialect.name == "postgresql" else "1"


def _create_guaranteed_interviews(*new: sa.Column[Any]) -> None:
    op.create_table(
        "guaranteed_interviews",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("referral_id", sa.String(), nullable=False),
        sa.Column("signup_id", sa.String(), nullable=False),
        sa.Column("route", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("respond_by", sa.Date(), nullable=False),
        sa.Column("responded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        *new,
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referrals.id"],
            name=op.f("fk_guaranteed_interviews_referral_id_referrals"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["signup_id"],
            ["interview_signups.id"],
            name=op.f("fk_guaranteed_interviews_signup_id_interview_signups"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guaranteed_interviews")),
        sa.UniqueConstraint("referral_id", name=op.f("uq_guaranteed_interviews_referral_id")),
    )
    op.create_index(op.f("ix_guaranteed_interviews_respond_by"), "guaranteed_interviews", ["respond_by"])


def _fill_in() -> None:
    """What rows of before would hold: their clocks run, and a refusal that was noted stands."""
    connection = op.get_bind()
    rows = connection.execute(
        sa.text(
            "SELECT g.id, g.granted_at, g.responded_at, g.respond_by, g.outcome, r.status, "
            "r.needs_coordinator, r.reviewed_at FROM guaranteed_interviews g "
            "JOIN referrals r ON r.id = g.referral_id"
        ).columns(
            granted_at=sa.DateTime(timezone=True),
            responded_at=sa.DateTime(timezone=True),
            reviewed_at=sa.DateTime(timezone=True),
            respond_by=sa.Date(),
            needs_coordinator=sa.Boolean(),
        )
    ).all()
    for row in rows:
        runs = row.status != "awaiting_review"
        connection.execute(
            sa.text(
                "UPDATE guaranteed_interviews SET clock_started_on = :started, next_look_on = :next, "
                "responded_on = :responded, ruling = :ruling WHERE id = :id"
            ).bindparams(
                sa.bindparam("started", type_=sa.Date()),
                sa.bindparam("next", type_=sa.Date()),
                sa.bindparam("responded", type_=sa.Date()),
            ),
            {
                "id": row.id,
                "started": _local_day(row.granted_at) if runs else None,
                "next": row.respond_by if runs and row.outcome is None else None,
                "responded": _local_day(row.responded_at),
                "ruling": "upheld" if row.outcome == "declined" and not row.needs_coordinator else None,
            },
        )
    started = connection.execute(
        sa.text(
            "SELECT e.referral_id, MIN(e.at) AS at FROM referral_events e "
            "WHERE e.type = 'started' GROUP BY e.referral_id"
        ).columns(at=sa.DateTime(timezone=True))
    ).all()
    for row in started:
        connection.execute(
            sa.text("UPDATE referrals SET started_on = :day WHERE id = :id").bindparams(
                sa.bindparam("day", type_=sa.Date())
            ),
            {"id": row.referral_id, "day": _local_day(row.at)},
        )


def _local_day(moment: datetime | None) -> date | None:
    if moment is None:
        return None
    in_utc = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    return in_utc.astimezone(_LOCAL).date()


def downgrade() -> None:
    # The tables before know promises about redundancies only.
    op.execute(
        f"CREATE TABLE granted_since AS SELECT {_BEFORE} FROM guaranteed_interviews "
        "WHERE signup_id IN (SELECT id FROM interview_signups WHERE event_id IS NOT NULL)"
    )
    op.drop_table("guaranteed_interviews")
    op.execute("DELETE FROM interview_signups WHERE event_id IS NULL")
    with op.batch_alter_table("interview_signups") as batch:
        batch.alter_column("event_id", existing_type=sa.String(), nullable=False)
        for name in ("limit_days", "limit_number", "route"):
            batch.drop_column(name)
    _create_guaranteed_interviews()
    op.execute(f"INSERT INTO guaranteed_interviews ({_BEFORE}) SELECT {_BEFORE} FROM granted_since")
    op.drop_table("granted_since")
    for table in ("referral_checks", "disability_confident_opt_ins", "completions"):
        op.drop_table(table)
    for table, name in (("referrals", "started_on"), ("opportunities", "checks"), ("employers", "nation")):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
