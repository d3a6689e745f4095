"""The OpenAPI document: what FastAPI finds, and what holds for every operation of Ponte.

A handler tells what it refuses by itself (``responses=refusals(…)``); what is refused before it runs,
by rooms that all requests pass through, is added here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel

from api.core.errors import DomainError, InvalidRequest, UnreadableRequest
from api.core.limits import TooLarge
from api.core.problems import Problem, add_refusal

_METHODS = ("get", "put", "post", "delete", "patch")


def install(app: FastAPI, by_scheme: Mapping[str, Sequence[type[DomainError]]]) -> None:
    """Complete the document of `app`.

    Parameters
    ----------
    by_scheme : mapping
        What is refused wherever a security scheme of this name guards.
    """
    made_by_fastapi: Callable[[], dict[str, Any]] = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = made_by_fastapi()
            schemas = document.setdefault("components", {}).setdefault("schemas", {})
            schemas["Problem"] = Problem.model_json_schema()
            for item in document["paths"].values():
                for method in _METHODS:
                    if method in item:
                        _complete(item[method], by_scheme)
            for name, examples in _examples(BaseModel).items():
                if "examples" in schemas.get(name, {}):
                    schemas[name]["examples"] = examples
            for unused in ("HTTPValidationError", "ValidationError"):
                schemas.pop(unused, None)
            app.openapi_schema = document
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _examples(model: type[BaseModel]) -> dict[str, list[Any]]:
    """The examples of all that goes over the wire, by name. FastAPI drops each null that is in them."""
    found: dict[str, list[Any]] = {}
    for one in model.__subclasses__():
        extra = one.model_config.get("json_schema_extra")
        examples = extra.get("examples") if isinstance(extra, dict) else None
        if isinstance(examples, list):
            found[one.__name__] = examples
        found |= _examples(one)
    return found


def _complete(operation: dict[str, Any], by_scheme: Mapping[str, Sequence[type[DomainError]]]) -> None:
    responses: dict[str, dict[str, Any]] = operation["responses"]
    # FastAPI writes down its own shape of refusal, which is never sent here.
    if _is_fastapis(responses.get("422", {})):
        del responses["422"]
    if operation.get("parameters") or "requestBody" in operation:
        add_refusal(responses, InvalidRequest, "422")
    body = operation.get("requestBody", {}).get("content", {})
    if "application/json" in body:
        add_refusal(responses, UnreadableRequest, "400")
    if body:
        add_refusal(responses, TooLarge, "413")
    schemes = {name for requirement in operation.get("security", ()) for name in requirement}
    for scheme in sorted(schemes & by_scheme.keys()):
        for error in by_scheme[scheme]:
            add_refusal(responses, error, str(error.status))
    operation["responses"] = dict(sorted(responses.items()))


def _is_fastapis(response: dict[str, Any]) -> bool:
    schema = response.get("content", {}).get("application/json", {}).get("schema", {})
    return bool(schema.get("$ref", "").endswith("HTTPValidationError"))
