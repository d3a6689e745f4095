"""Errors: services raise them with a stable code; one place turns them into problem+json (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.routing import compile_path

from api.core.i18n import N_, best_language, translate

log = structlog.get_logger()

PROBLEM_JSON = "application/problem+json"


class DomainError(Exception):
    """A refusal a person can understand.

    Attributes
    ----------
    code : str
        Stable, dotted: ``chat.session_unknown``. Clients decide by it; it never changes its meaning.
    status : int
        The HTTP status it becomes.
    sentence : str
        The English sentence (a gettext message id), which may hold ``{placeholders}``.
    """

    code = "internal"
    status = 400
    sentence = N_("Something went wrong. Please try again.")
    # Values for the placeholders in the OpenAPI document.
    sample: Mapping[str, object] = {}

    def __init__(
        self,
        *,
        language: str | None = None,
        extra: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        **values: object,
    ):
        super().__init__(self.code)
        self.language = language
        self.values = values
        self.extra = extra or {}
        self.headers = headers or {}

    def text(self, language: str) -> str:
        """The sentence in `language`."""
        return translate(self.sentence, self.language or language, **self.values)


class InvalidRequest(DomainError):
    """Something has another form than it should; `errors` in the answer lists where."""

    code = "request.invalid"
    status = 422
    sentence = N_("Something in the request is missing or has the wrong form.")


class UnreadableRequest(DomainError):
    """The body is no JSON that can be read, such as one that is not UTF-8."""

    code = "request.unreadable"
    status = 400
    sentence = N_("This cannot be read. Please send JSON in UTF-8.")


_HTTP_PROBLEMS = {
    400: (UnreadableRequest.code, UnreadableRequest.sentence),
    404: ("not_found", N_("There is nothing at this address.")),
    405: ("method_not_allowed", N_("This address does not take that kind of request.")),
    413: ("too_large", N_("That is too large.")),
    415: ("unsupported_media_type", N_("Please send JSON.")),
}


def problem(
    status: int, code: str, detail: str, headers: dict[str, str] | None = None, **extra: Any
) -> JSONResponse:
    """An RFC 9457 answer."""
    body = {"type": "about:blank", "title": detail, "status": status, "detail": detail, "code": code, **extra}
    return JSONResponse(jsonable_encoder(body), status, media_type=PROBLEM_JSON, headers=headers)


def _language_of(request: Request) -> str:
    return best_language(request.headers.get("accept-language"))


async def _domain_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, DomainError)
    headers = {"WWW-Authenticate": "Bearer"} if error.status == 401 else {}
    headers |= error.headers
    return problem(error.status, error.code, error.text(_language_of(request)), headers, **error.extra)


async def _invalid_request(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    # What was sent is left out: it may be personal, and this answer may be logged by a client.
    fields = [{"at": list(item["loc"]), "problem": item["type"]} for item in error.errors()[:20]]
    refused = InvalidRequest()
    return problem(refused.status, refused.code, refused.text(_language_of(request)), errors=fields)


def _methods_at(request: Request) -> set[str]:
    """What the address of a request takes; Starlette names the methods of the first of its routes only."""
    path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    return {
        method
        for context in iter_route_contexts(request.app.routes)
        if context.path is not None and compile_path(context.path)[0].match(path)
        for method in context.methods or ()
    }


async def _http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code, sentence = _HTTP_PROBLEMS.get(error.status_code, ("http_error", DomainError.sentence))
    headers = dict(error.headers) if error.headers else {}
    if error.status_code == 405:
        headers["Allow"] = ", ".join(sorted(_methods_at(request))) or headers.get("Allow", "")
    return problem(error.status_code, code, translate(sentence, _language_of(request)), headers)


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    # The traceback names code, not the request's content: logs hold no personal data.
    log.error("unexpected_error", path=request.scope.get("route_path", "?"), kind=type(error).__name__)
    return problem(500, "internal", translate(DomainError.sentence, _language_of(request)))


def install(app: FastAPI) -> None:
    """Map every exception of `app` to problem+json."""
    app.add_exception_handler(DomainError, _domain_error)
    app.add_exception_handler(RequestValidationError, _invalid_request)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _unexpected)
