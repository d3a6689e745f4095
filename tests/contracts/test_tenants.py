"""An employer finds nothing of another employer's, wherever it looks: every route and page is walked."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts
from sqlalchemy import select

from api.core.crypto import new_token, token_hash
from api.interviews.models import Interview
from api.opportunities.models import Opportunity
from api.pages.staff_session import SESSION_COOKIE
from api.referrals.models import Referral, ReferralCheck, ReferralEvent
from api.staff.models import ApiKey, StaffSession
from api.webhooks.models import WebhookDelivery, WebhookEndpoint
from tests.contracts.conftest import NOON, Whole
from tests.factories.http import TestClient
from tests.factories.staff import a_recruiter, bearer

# What anybody may know: a document, conversation or calendar file belongs to who holds its link.
PUBLIC = ("/documents/", "/v1/chat", "/v1/interviews/", "/static", "/openapi.json", "/docs")
# Vacancies are public to read; who may write them is walked.
PUBLIC_TO_READ = ("/v1/opportunities",)

BODIES: tuple[dict[str, Any], ...] = (
    {},
    {"type": "acknowledged"},
    {"type": "declined", "reason_code": "position_filled"},
    {"name": "ATS", "scopes": ["referrals:read"]},
    {"text": "Hello", "name": "Sofia"},
    {"reason_code": "other", "note": "x"},
    {"title": "Another title", "place": "Taunton"},
    {"url": "https://elsewhere.example/hooks"},
    {"state": "done"},
    {"times": ["2026-06-09T10:00:00+01:00"], "minutes": 30, "place": "Elsewhere"},
)


def _is_public(method: str, template: str) -> bool:
    return template.startswith(PUBLIC) or (method == "GET" and template.startswith(PUBLIC_TO_READ))


def _routes(whole: Whole) -> list[tuple[str, str]]:
    """Every method and path of the application, those outside the OpenAPI document as well."""
    return [
        (method, context.path)
        for context in iter_route_contexts(whole.app.routes)
        for method in sorted((context.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def _addresses(whole: Whole, template: str) -> Iterator[str]:
    """The route with the first employer's id in each place; where none has its name, with every one."""
    names = re.findall(r"\{(\w+)(?::\w+)?\}", template)
    known = [[whole.ids[name]] if name in whole.ids else list(whole.ids.values()) for name in names]
    for values in itertools.product(*known):
        path = template
        for name, value in zip(names, values, strict=True):
            path = re.sub(r"\{" + name + r"(:\w+)?\}", value, path)
        yield path


def _secrets(whole: Whole) -> dict[str, str]:
    """Words that stand in what belongs to the first employer and nowhere else."""
    with whole.app.state.database.session() as session:
        referral = session.get_one(Referral, whole.ids["referral_id"])
        return {
            "the referral": referral.id,
            "its reference": referral.reference,
            "the candidate's name": "Ana",
            "their number": "7700900123",
            "their e-mail address": "ana@example.com",
            "their words": "linha de enbalagem",
            "the note": "Ringing on Thursday",
            "the key": whole.ids["key_id"],
            "the key's name": "Spare",
            "the person's request": whole.ids["request_id"],
            "the webhook": whole.ids["webhook_id"],
            "its address": "ats.example/hooks",
            "its delivery": whole.ids["delivery_id"],
            "where the interview is": "Musgrove Park",
            "its calendar file": whole.ids["calendar_token"],
        }


def _stored(whole: Whole) -> list[Any]:
    """All that belongs to the first employer, as it stands in the database."""
    with whole.app.state.database.session() as session:
        events = session.scalars(select(ReferralEvent.type).order_by(ReferralEvent.position)).all()
        row = session.get_one(Referral, whole.ids["referral_id"])
        key = session.get_one(ApiKey, whole.ids["key_id"])
        vacancy = session.get_one(Opportunity, whole.ids["opportunity_id"])
        webhook = session.get_one(WebhookEndpoint, whole.ids["webhook_id"])
        tried = session.scalars(
            select(WebhookDelivery.id).where(WebhookDelivery.endpoint_id == webhook.id)
        ).all()
        interviews = session.scalars(select(Interview.state).where(Interview.referral_id == row.id)).all()
        checks = session.scalars(select(ReferralCheck.state)).all()
        return [
            [list(events), row.status, row.version],
            [key.revoked_at, key.expires_at],
            [vacancy.title, vacancy.status],
            [webhook.url, webhook.secret, webhook.disabled_at, list(tried)],
            [list(interviews), list(checks)],
        ]


@pytest.fixture
def noted(whole: Whole) -> Whole:
    """The first employer has written something down."""
    answer = whole.client().post(
        f"/v1/referrals/{whole.ids['referral_id']}/events",
        json={"type": "acknowledged", "note": "Ringing on Thursday"},
        headers={**bearer(whole.region.somerset_care), "Idempotency-Key": "one"},
    )
    assert answer.status_code == 200
    return whole


def _sign_in(whole: Whole, employer_id: str) -> TestClient:
    token = new_token("st")
    with whole.app.state.database.session() as session:
        user = a_recruiter(session, employer_id, f"someone@{employer_id}.example")
        session.add(
            StaffSession(
                token_hash=token_hash(token),
                user_id=user.id,
                csrf_token="the token of this form",
                created_at=NOON,
                expires_at=NOON + timedelta(hours=12),
            )
        )
    browser = whole.client()
    browser.cookies.set(SESSION_COOKIE, token)
    return browser


def _clients(whole: Whole, employer_id: str, key: str) -> dict[str, TestClient]:
    """The three ways in: a key, an access token made with it, and a signed-in browser."""
    with whole.app.state.database.session() as session:
        key_id = session.scalars(select(ApiKey.id).where(ApiKey.key_hash == token_hash(key))).one()
    form = {"grant_type": "client_credentials"}
    token = whole.client().post("/oauth/token", data=form, auth=(key_id, key)).json()["access_token"]
    by_key, by_token = whole.client(), whole.client()
    by_key.headers.update(bearer(key))
    by_token.headers.update(bearer(token))
    return {"key": by_key, "access token": by_token, "browser": _sign_in(whole, employer_id)}


def _ask(client: TestClient, method: str, path: str) -> Iterator[str]:
    """Everything an address answers to: its text and its headers."""
    if method in ("GET", "DELETE"):
        requests: list[dict[str, Any]] = [{}, {"headers": {"Idempotency-Key": "one"}}]
    else:
        requests = [{"json": body, "headers": {"Idempotency-Key": "one"}} for body in BODIES]
        form = {"csrf_token": "the token of this form", "version": "3", "reason_code": "other", "note": "x"}
        requests += [{"data": {**form, "type": type_}} for type_ in ("acknowledged", "withdrawn")]
    for request in requests:
        answer = client.request(method, path, follow_redirects=False, **request)
        assert answer.status_code != 500, f"{method} {path}"
        yield answer.text + json.dumps(dict(answer.headers))


def test_another_employer_and_nobody_find_nothing_at_any_address_and_change_nothing(noted: Whole) -> None:
    secrets, before, walked = _secrets(noted), _stored(noted), 0
    clients = {**_clients(noted, "stranger", noted.region.stranger), "nobody": noted.client()}
    for how, client in clients.items():
        for method, template in _routes(noted):
            if template.startswith(PUBLIC):
                continue
            for path in _addresses(noted, template):
                # An answer may repeat the address it was asked at: that tells nothing new.
                for answer in _ask(client, method, path):
                    shown = [what for what, word in secrets.items() if word in answer.replace(path, "")]
                    assert not shown, f"{method} {path} shows {shown} ({how})"
                    walked += 1
    assert _stored(noted) == before
    assert walked > 300


def test_the_owner_finds_what_the_walk_looks_for(noted: Whole) -> None:
    """Otherwise finding nothing would say nothing."""
    secrets, seen = _secrets(noted), set()
    clients = _clients(noted, "somerset-care", noted.region.somerset_care)
    with_role = noted.client()
    with_role.headers.update(bearer(noted.region.coordinator))
    for client in (*clients.values(), with_role):
        for method, template in _routes(noted):
            if method == "GET" and not _is_public(method, template):
                for path in _addresses(noted, template):
                    for answer in _ask(client, method, path):
                        seen |= {what for what, word in secrets.items() if word in answer}
    assert seen == secrets.keys()
