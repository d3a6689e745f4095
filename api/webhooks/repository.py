"""Queries about webhooks. The tenant filter lives here and nowhere else."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, delete, func, or_, select, update
from sqlalchemy.orm import Session, joinedload

from api.core.paging import decode_moment_cursor, encode_cursor
from api.opportunities.models import Opportunity
from api.staff.models import Employer
from api.staff.service import Principal
from api.webhooks.events import DeliveryState
from api.webhooks.models import WebhookDelivery, WebhookEndpoint


def endpoints(session: Session, principal: Principal) -> list[WebhookEndpoint]:
    """The endpoints of the principal's own employer, the oldest first."""
    query = (
        select(WebhookEndpoint)
        .where(WebhookEndpoint.employer_id == principal.employer_id)
        .order_by(WebhookEndpoint.created_at, WebhookEndpoint.id)
    )
    return list(session.scalars(query))


def lock_employer(session: Session, employer_id: str | None) -> None:
    """Let one request at a time change how many endpoints an employer has."""
    session.execute(select(Employer.id).where(Employer.id == employer_id).with_for_update())


def find(
    session: Session, principal: Principal, endpoint_id: str, *, to_change: bool = False
) -> WebhookEndpoint | None:
    """The endpoint, if it is the principal's employer's; one `to_change` is left to this transaction alone."""
    query = select(WebhookEndpoint).where(
        WebhookEndpoint.id == endpoint_id, WebhookEndpoint.employer_id == principal.employer_id
    )
    if to_change:
        query = query.with_for_update()
    return session.scalars(query).one_or_none()


def listening(session: Session, opportunity_id: str) -> list[WebhookEndpoint]:
    """The endpoints of all who read referrals to an opportunity: its employer, and who recruits for it."""
    recruits = (
        select(Employer.id, Employer.recruits_through_id)
        .join(Opportunity, Opportunity.employer_id == Employer.id)
        .where(Opportunity.id == opportunity_id)
        .subquery()
    )
    query = select(WebhookEndpoint).join(
        recruits,
        or_(
            WebhookEndpoint.employer_id == recruits.c.id,
            WebhookEndpoint.employer_id == recruits.c.recruits_through_id,
        ),
    )
    return list(session.scalars(query.order_by(WebhookEndpoint.id)))


def has_message(session: Session, endpoint_id: str, message_id: str) -> bool:
    """Whether an endpoint has a delivery of this message."""
    query = select(WebhookDelivery.id).where(
        WebhookDelivery.endpoint_id == endpoint_id, WebhookDelivery.message_id == message_id
    )
    return session.scalar(query) is not None


def delivery(
    session: Session, endpoint: WebhookEndpoint, delivery_id: str, *, to_change: bool = False
) -> WebhookDelivery | None:
    """A delivery to this endpoint; one `to_change` is left to this transaction alone."""
    query = select(WebhookDelivery).where(
        WebhookDelivery.id == delivery_id, WebhookDelivery.endpoint_id == endpoint.id
    )
    if to_change:
        query = query.with_for_update()
    return session.scalars(query).one_or_none()


def to_send(session: Session, delivery_id: str) -> WebhookDelivery | None:
    """A delivery with its endpoint."""
    query = select(WebhookDelivery).where(WebhookDelivery.id == delivery_id)
    return session.scalars(query.options(joinedload(WebhookDelivery.endpoint))).one_or_none()


def page(
    session: Session,
    endpoint: WebhookEndpoint,
    *,
    state: DeliveryState | None,
    cursor: str | None,
    limit: int,
) -> tuple[list[WebhookDelivery], str | None]:
    """A page of an endpoint's deliveries, the newest first, and the cursor of the next page.

    Raises
    ------
    InvalidCursor
        The cursor was not made here.
    """
    query = select(WebhookDelivery).where(WebhookDelivery.endpoint_id == endpoint.id)
    if state is not None:
        query = query.where(WebhookDelivery.state == state)
    if cursor is not None:
        moment, last_id = decode_moment_cursor(cursor)
        query = query.where(
            or_(
                WebhookDelivery.created_at < moment,
                and_(WebhookDelivery.created_at == moment, WebhookDelivery.id < last_id),
            )
        )
    query = query.order_by(WebhookDelivery.created_at.desc(), WebhookDelivery.id.desc()).limit(limit + 1)
    rows = list(session.scalars(query))
    if len(rows) <= limit:
        return rows, None
    last = rows[limit - 1]
    return rows[:limit], encode_cursor(last.created_at, last.id)


def waiting_ids(session: Session, endpoint: WebhookEndpoint) -> list[str]:
    """Deliveries that have not arrived yet."""
    query = select(WebhookDelivery.id).where(
        WebhookDelivery.endpoint_id == endpoint.id, WebhookDelivery.state == DeliveryState.WAITING
    )
    return list(session.scalars(query))


def remove(session: Session, endpoint: WebhookEndpoint) -> None:
    """Delete an endpoint and all that was sent there."""
    session.execute(delete(WebhookDelivery).where(WebhookDelivery.endpoint_id == endpoint.id))
    session.execute(delete(WebhookEndpoint).where(WebhookEndpoint.id == endpoint.id))


def forget_settled(session: Session, before: datetime) -> None:
    """Delete deliveries that arrived, or were given up, before a moment."""
    session.execute(delete(WebhookDelivery).where(WebhookDelivery.settled_at < before))


def forget_old_secrets(session: Session, now: datetime) -> None:
    """Empty the secrets whose overlap is over."""
    over = WebhookEndpoint.previous_secret_until <= now
    values = {"previous_secret": None, "previous_secret_until": None}
    session.execute(update(WebhookEndpoint).where(over).values(**values))


def disabled_counts(session: Session) -> dict[str | None, int]:
    """How many endpoints there are, by the reason why they are disabled; null for those that are not."""
    query = select(WebhookEndpoint.disabled_reason, func.count()).group_by(WebhookEndpoint.disabled_reason)
    return dict(session.execute(query).all())
