"""Every error in the one shape, whoever raised it."""

import re
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.exceptions import ServiceError
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError

from dailies.domain.characters import strip_hidden
from dailies.domain.errors import DailiesError, LimitReached, Malformed, NotFound
from dailies.domain.failure import Failure
from functions.api.models.problem import Problem
from functions.api.owner import ScopeMissing

CONTENT_TYPE = "application/problem+json"
_SHOWN = 20
_THROTTLED = re.compile(r"Throttl|ThroughputExceeded|RequestLimit|SlowDown|TooManyRequests|Unavailable")
_COME_BACK_SECONDS = 2


class MethodNotAllowed(Malformed):
    """The path is there, the method is not."""

    code = "method_not_allowed"
    status = 405

    def __init__(self, allowed: frozenset[str]) -> None:
        """Name the methods that are."""
        super().__init__("This path does not take this method.")
        self.allowed = allowed


def respond(error: Exception, request_id: str) -> Response[str]:
    """Answer with an error."""
    problem = describe(error, request_id)
    return Response(
        status_code=problem.status,
        content_type=CONTENT_TYPE,
        body=problem.model_dump_json(),
        headers=dict(_headers(error, problem.status)),
    )


def describe(error: Exception, request_id: str) -> Problem:
    """Put an error into the one shape; what we did not raise on purpose says nothing of itself."""
    match error:
        case NotFound():
            # The same words for what is not there, is another's, or cannot be; a subject is what was sent.
            failure = _failure("not_found", "There is no such thing here.", subject=error.failure.subject)
            return _problem(404, failure, request_id)
        case DailiesError():
            problem = _problem(error.status, error.failure, request_id)
            return problem.model_copy(update={"problems": error.problems})
        case RequestValidationError():
            return _invalid(list(error.errors()), request_id)
        case ServiceError(status_code=404):
            return describe(NotFound(""), request_id)
    if _is_throttled(error):
        return _problem(
            503, _failure("busy", "Storage is busy; try again shortly.", retryable=True), request_id
        )
    detail = f"This failed on our side. The log has the cause under {request_id}."
    return _problem(500, _failure("internal", detail, retryable=True), request_id)


def is_crash(error: Exception) -> bool:
    """Tell whether an error is ours to look into."""
    if isinstance(error, DailiesError):
        return not error.expected
    return not isinstance(error, RequestValidationError | ServiceError)


def _problem(status: int, failure: Failure, request_id: str) -> Problem:
    title = HTTPStatus(status).phrase
    return Problem(title=title, status=status, request_id=request_id, **failure.model_dump())


def _failure(code: str, detail: str, *, retryable: bool = False, subject: str | None = None) -> Failure:
    return Failure(code=code, detail=detail, retryable=retryable, subject=subject)


def _invalid(errors: list[Mapping[str, Any]], request_id: str) -> Problem:
    places = {error["loc"][0] for error in errors}
    if "path" in places:
        return describe(NotFound(""), request_id)
    if "response" in places:
        return describe(TypeError("the answer does not fit its model"), request_id)
    failures = tuple(_of_validation(error) for error in errors[:_SHOWN])
    if "query" in places:
        head = _failure("bad_query", "A query parameter is not valid.")
        return _problem(400, head, request_id).model_copy(update={"problems": failures})
    if any(error["loc"] == ("body",) and error["type"] == "missing" for error in errors):
        return describe(Malformed("A body is needed.", code="body_missing"), request_id)
    head = _failure("invalid_input", "The body is not valid; each cause stands under `problems`.")
    return _problem(422, head, request_id).model_copy(update={"problems": failures})


def _of_validation(error: Mapping[str, Any]) -> Failure:
    field = ".".join(str(step) for step in error["loc"][1:])
    words = re.sub(r"\s+", " ", str(error.get("msg") or error["type"]))
    return Failure(code=str(error["type"]), detail=words[:200], subject=strip_hidden(field)[:100] or None)


def _is_throttled(error: Exception) -> bool:
    # Read from the answer's shape: importing botocore for a check would cost every cold start.
    answer = getattr(error, "response", None)
    if not isinstance(answer, dict):
        return type(error).__name__ in {"ReadTimeoutError", "ConnectTimeoutError", "EndpointConnectionError"}
    return bool(_THROTTLED.search(str(answer.get("Error", {}).get("Code", ""))))


def _headers(error: Exception, status: int) -> Iterator[tuple[str, str]]:
    if isinstance(error, MethodNotAllowed):
        yield "Allow", ", ".join(sorted(error.allowed))
    seconds = getattr(error, "retry_after_seconds", _COME_BACK_SECONDS if status == 503 else 0)
    if seconds and (isinstance(error, LimitReached) or status in {409, 503}):
        yield "Retry-After", str(seconds)
    if status == HTTPStatus.UNAUTHORIZED:
        yield "WWW-Authenticate", "Bearer"
    if isinstance(error, ScopeMissing):
        yield "WWW-Authenticate", f'Bearer error="insufficient_scope", scope="{error.scope}"'
