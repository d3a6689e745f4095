"""Adds the pages and their static files to an application."""

from __future__ import annotations

from fastapi import FastAPI

from api.pages import assets
from api.pages.candidate import routes as candidate
from api.pages.coordinator import people
from api.pages.coordinator import routes as coordinator
from api.pages.recruiter import routes as recruiter
from api.pages.sign_in import routes as sign_in


def mount_pages(app: FastAPI) -> None:
    """Serve every page and ``/static/…`` from `app`, outside the OpenAPI document."""
    for router in (
        assets.router,
        candidate.router,
        sign_in.router,
        recruiter.router,
        coordinator.router,
        people.router,
    ):
        app.include_router(router, include_in_schema=False)
