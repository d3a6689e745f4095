"""The OpenAPI document is true: whatever is sent, what comes back stands in it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.contracts.conftest import CHAT_TOKEN, Whole
from tests.factories.staff import bearer

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
SETTINGS = settings(
    max_examples=20,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def _callers(whole: Whole, path: str) -> st.SearchStrategy[dict[str, str]]:
    """Mostly the one who may, now and then somebody else or nobody."""
    region = whole.region
    rightly = region.somerset_care
    if path.startswith("/v1/coordinator"):
        rightly = region.coordinator
    elif path.startswith("/v1/chat"):
        rightly = CHAT_TOKEN
    others = [bearer(key) for key in (region.stranger, region.coordinator, region.somerset_care)]
    return st.sampled_from([bearer(rightly)] * 8 + [*others, {}])


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_whatever_is_sent_the_answer_is_one_the_document_promises(whole: Whole, mode: GenerationMode) -> None:
    schema = schemathesis.openapi.from_asgi("/openapi.json", whole.app)
    answered: dict[str, set[int]] = defaultdict(set)
    operations = [found.ok() for found in schema.get_all_operations()]
    # What is deleted would be missing for those that come after.
    for operation in sorted(operations, key=lambda one: one.method.upper() == "DELETE"):
        if mode is GenerationMode.NEGATIVE and not (operation.body or operation.query):
            continue  # there is nothing that could be wrong

        @SETTINGS
        @given(
            case=operation.as_strategy(generation_mode=mode),
            who=_callers(whole, operation.path),
            at_what_exists=st.sampled_from([True, True, True, False]),
        )
        def ask(case: Any, who: dict[str, str], at_what_exists: bool) -> None:
            if at_what_exists:
                known = {name: whole.ids[name] for name in case.path_parameters if name in whole.ids}
                case.path_parameters.update(known)
            answer = case.call_and_validate(headers=who, checks=CHECKS)
            answered[case.operation.label].add(answer.status_code)

        ask()
    wanted = range(200, 300) if mode is GenerationMode.POSITIVE else range(422, 423)
    # That much was not refused at the door.
    assert sum(bool(codes & set(wanted)) for codes in answered.values()) >= len(answered) * 2 / 3, answered


def test_a_method_an_address_does_not_take_is_answered_with_those_it_takes(whole: Whole) -> None:
    taken = {path: {name.upper() for name in item} for path, item in whole.app.openapi()["paths"].items()}
    for path in ("/v1/webhooks/{webhook_id}", "/v1/opportunities/{employer}/{reference}", "/v1/keys"):
        answer = whole.client().request("TRACE", path.format(**whole.ids))
        assert answer.status_code == 405
        assert set(answer.headers["allow"].split(", ")) - {"HEAD"} == taken[path]


def test_every_operation_for_programs_says_what_can_be_refused(whole: Whole) -> None:
    for path, item in whole.app.openapi()["paths"].items():
        for method, operation in item.items():
            schemes = {name for one in operation.get("security", ()) for name in one}
            if "Key" not in schemes:
                continue
            expected = {"401", "403", "429"}
            names = {one["name"] for one in operation.get("parameters", ())}
            if "requestBody" in operation:
                expected |= {"413", "422"}
            if "Idempotency-Key" in names:
                expected |= {"409", "422"}
                assert "idempotency.key_reused" in operation["responses"]["422"]["description"]
            assert expected <= operation["responses"].keys(), f"{method} {path}"


def test_every_post_of_a_recruiters_program_can_be_sent_twice(whole: Whole) -> None:
    for path, item in whole.app.openapi()["paths"].items():
        post = item.get("post", {})
        schemes = {name for one in post.get("security", ()) for name in one}
        if "Client credentials" in schemes:
            assert "Idempotency-Key" in {one["name"] for one in post["parameters"]}, path


def test_every_body_and_answer_of_a_recruiters_program_has_an_example(whole: Whole) -> None:
    document = whole.app.openapi()
    schemas = document["components"]["schemas"]

    def has_example(content: dict[str, Any]) -> bool:
        name = content["schema"].get("$ref", "").rpartition("/")[2]
        return "example" in content or "examples" in content or bool(schemas.get(name, {}).get("examples"))

    for path, item in document["paths"].items():
        for method, operation in item.items():
            schemes = {name for one in operation.get("security", ()) for name in one}
            if "Client credentials" not in schemes:
                continue
            contents = list(operation.get("requestBody", {}).get("content", {}).values())
            for response in operation["responses"].values():
                contents += response.get("content", {}).values()
            assert all(map(has_example, contents)), f"{method} {path}"


def test_every_example_has_the_form_it_is_an_example_of(whole: Whole) -> None:
    document = whole.app.openapi()
    schemas = document["components"]["schemas"]
    count = 0
    for name, schema in schemas.items():
        for example in schema.get("examples", ()):
            root = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
            Draft202012Validator(root, format_checker=FormatChecker()).validate(example)
            count += 1
    assert count >= 8


def test_both_ways_to_sign_in_are_documented(whole: Whole) -> None:
    document = whole.app.openapi()
    schemes = document["components"]["securitySchemes"]
    flow = schemes["Client credentials"]["flows"]["clientCredentials"]
    assert flow["tokenUrl"] == "/oauth/token"
    assert "referrals:read" in flow["scopes"]
    security = document["paths"]["/v1/referrals"]["get"]["security"]
    assert {"Client credentials": ["referrals:read"]} in security
    assert any("Key" in one for one in security)
    assert not any(
        "Client credentials" in one
        for one in document["paths"]["/v1/coordinator/review-queue"]["get"]["security"]
    )
