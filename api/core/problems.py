"""How refusals stand in the OpenAPI document: by status, with every code that can occur."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.core.errors import PROBLEM_JSON, DomainError


class Problem(BaseModel):
    """A refusal (RFC 9457). Decide by `code`; `detail` is a sentence for people, in their language."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    code: str = Field(examples=["auth.missing"])


def refusals(*errors: type[DomainError]) -> dict[int | str, dict[str, Any]]:
    """The ``responses=`` of an endpoint that can refuse with these errors."""
    found: dict[int | str, dict[str, Any]] = {}
    for error in errors:
        add_refusal(found, error)
    return found


def add_refusal(responses: dict[Any, dict[str, Any]], error: type[DomainError], key: Any = None) -> None:
    """Add an error to the responses of an operation, beside those of the same status."""
    response = responses.setdefault(error.status if key is None else key, {"description": ""})
    meaning = (error.__doc__ or error.sentence).split("\n\n")[0].replace("\n    ", " ").strip()
    line = f"`{error.code}`: {meaning}"
    if line not in response["description"]:
        response["description"] = f"{response['description']}\n\n{line}".strip()
    content = response.setdefault("content", {})
    media = content.setdefault(PROBLEM_JSON, {"schema": {"$ref": "#/components/schemas/Problem"}})
    detail = error.sentence.format(**error.sample)
    media.setdefault("examples", {})[error.code] = {
        "value": {
            "type": "about:blank",
            "title": detail,
            "status": error.status,
            "detail": detail,
            "code": error.code,
        }
    }
