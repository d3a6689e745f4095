"""Adds the pages and their static files to an application."""

from __future__ import annotations

from fastapi import FastAPI

from api.pages import assets
from api.pages.candidate import routes as candidate
from api.pages.coordinator import people
from api.pages.coordinator import routes as coordinator
from api.pages.opportunity import routes as opportunity
from api.pages.recruiter import inbox, referral, team
from api.pages.sign_in import demo, join, oidc, provider
from api.pages.sign_in import routes as sign_in


def mount_pages(app: FastAPI) -> None:
    """Serve every page and ``/static/…`` from `app`, outside the OpenAPI document."""
    provider.install(app)
    for router in (
        assets.router,
        candidate.router,
        opportunity.router,
        sign_in.router,
        oidc.router,
        demo.router,
        join.router,
        inbox.router,
        referral.router,
        team.router,
        coordinator.router,
        people.router,
    ):
        app.include_router(router, include_in_schema=False)
