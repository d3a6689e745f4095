"""What programs read: opportunities in public, the coordinator's lists with a key, readiness."""

from __future__ import annotations

import httpx
import pytest

from tests.support.running import Running

pytestmark = pytest.mark.e2e


def test_opportunities_are_public_as_json_and_as_job_postings(ponte: Running) -> None:
    with httpx.Client(base_url=ponte.base_url, timeout=30) as http:
        items = http.get("/v1/opportunities", params={"type": "job"}).raise_for_status().json()["items"]
        assert items
        one = http.get(f"/v1/opportunities/{items[0]['id']}").raise_for_status().json()
        assert one == items[0]
        assert {"title", "employer", "place", "hours", "shifts", "english", "driving", "dbs"} <= one.keys()
        posting = http.get(
            f"/v1/opportunities/{one['id']}", headers={"Accept": "application/ld+json"}
        ).raise_for_status()
        assert posting.headers["content-type"].startswith("application/ld+json")
        assert posting.json()["@type"] == "JobPosting"


def test_a_coordinators_key_opens_the_coordinators_lists_and_a_recruiters_does_not(ponte: Running) -> None:
    paths = (
        "/v1/coordinator/review-queue",
        "/v1/coordinator/redundancy-events",
        "/v1/coordinator/programmes",
        "/v1/coordinator/insights/funnel",
        "/v1/coordinator/person-requests",
    )
    keys = {role: ponte.credentials[role]["key"] for role in ("coordinator",)}
    with httpx.Client(base_url=ponte.base_url, timeout=30) as http:
        for path in paths:
            allowed = http.get(path, headers={"X-API-Key": keys["coordinator"]})
            assert allowed.status_code == 200, path
            refused = http.get(path, headers={"X-API-Key": ponte.credentials["recruiter_key"]})
            assert (refused.status_code, refused.json()["code"]) == (403, "auth.forbidden")


def test_every_path_of_the_openapi_document_answers_without_a_server_error(ponte: Running) -> None:
    with httpx.Client(base_url=ponte.base_url, timeout=30) as http:
        document = http.get("/openapi.json").raise_for_status().json()
        # Of a code from another device the code is the key; of a token, what the form carries.
        public = {
            "/v1/opportunities", "/v1/opportunities/{opportunity_id}", "/v1/chat/sessions", "/v1/chat/codes",
            "/v1/schemas/referral.json",
            "/oauth/token",
        }  # fmt: skip
        assert public <= document["paths"].keys()
        for path, methods in document["paths"].items():
            for method in methods:
                filled = path.replace("{", "").replace("}", "")
                answer = http.request(method, filled, json={} if method != "get" else None)
                assert answer.status_code < 500, f"{method} {path}"
                if path not in public:
                    assert answer.status_code in (401, 404), f"{method} {path} answers someone without a key"


def test_it_tells_whether_it_is_alive_and_ready(ponte: Running) -> None:
    assert httpx.get(f"{ponte.base_url}/healthz").json()["status"] == "alive"
    ready = httpx.get(f"{ponte.base_url}/readyz").raise_for_status().json()
    assert ready["schema"]["have"] == ready["schema"]["want"]
