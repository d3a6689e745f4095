"""The JSON Schema of a referral, made from the model that writes it: the two cannot differ."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import APIRouter, Request, Response

from api.opportunities.negotiation import cacheable
from api.referrals.schemas import ReferralOut

router = APIRouter()

SCHEMA_JSON = "application/schema+json"


@cache
def referral_schema() -> dict[str, Any]:
    """JSON Schema, draft 2020-12."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:ponte:schema:referral",
        **ReferralOut.model_json_schema(mode="serialization"),
    }


@router.get(
    "/v1/schemas/referral.json",
    tags=["referrals"],
    response_class=Response,
    responses={200: {"content": {SCHEMA_JSON: {}}, "description": "JSON Schema, draft 2020-12."}},
)
def read_referral_schema(request: Request) -> Response:
    """What a referral of `GET /v1/referrals` holds. Public."""
    return cacheable(request, referral_schema(), SCHEMA_JSON)
