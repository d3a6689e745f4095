"""The examples of the OpenAPI document: one made-up endpoint and a message to it."""

from __future__ import annotations

from typing import Any, Final

ENDPOINT_IN: Final[dict[str, Any]] = {
    "url": "https://ats.example.org/hooks/ponte",
    "events": ["referral.sent", "referral.withdrawn"],
    "description": "Applicant tracking system",
}

CHANGE: Final[dict[str, Any]] = {"enabled": True}

ROTATION: Final[dict[str, Any]] = {"overlap_hours": 24}

ENDPOINT: Final[dict[str, Any]] = {
    "id": "whe_3b1f00c29d7e44a1b6a8f1d2",
    **ENDPOINT_IN,
    "state": "enabled",
    "disabled_reason": None,
    "disabled_at": None,
    "failing_since": None,
    "last_success_at": "2026-06-03T12:41:00Z",
    "previous_secret_until": None,
    "created_at": "2026-06-03T12:00:00Z",
    "updated_at": "2026-06-03T12:00:00Z",
}

WITH_SECRET: Final[dict[str, Any]] = {
    **ENDPOINT,
    "last_success_at": None,
    "secret": "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
}

ENDPOINTS: Final[dict[str, Any]] = {"items": [ENDPOINT]}

DELIVERY: Final[dict[str, Any]] = {
    "id": "whd_71c2a90b4de84f6f9a0d5e13",
    "message_id": "msg_5a0e4c7d92f14b1e8d6b3c20",
    "type": "referral.sent",
    "state": "delivered",
    "error_code": None,
    "tries": 1,
    "attempts": [{"at": "2026-06-03T12:00:02Z", "status_code": 204, "error_code": None, "milliseconds": 87}],
    "payload": {
        "type": "referral.sent",
        "timestamp": "2026-06-03T12:00:00Z",
        "data": {
            "referral_id": "ref_9f2c5d0b7a13468e2c90fd41",
            "reference": "P-7K4M-2XQD",
            "opportunity_id": "care-worker-taunton",
            "status": "sent",
            "version": 2,
            "event": "sent",
        },
    },
    "created_at": "2026-06-03T12:00:00Z",
    "settled_at": "2026-06-03T12:00:02Z",
}

DELIVERIES: Final[dict[str, Any]] = {"items": [DELIVERY], "next_cursor": None}
