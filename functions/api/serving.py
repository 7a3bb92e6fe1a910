"""How a request is answered: checked in full before a route sees it, and logged in one line after."""

import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from aws_lambda_powertools.event_handler import Response

from dailies.domain.errors import InvalidInput
from dailies.domain.ids import Owner
from dailies.domain.scopes import scope_needed
from dailies.services.app import App
from dailies.telemetry.context import bind, bound
from dailies.telemetry.emf import emit
from dailies.telemetry.outcomes import answered
from functions.api.bodies import LARGE, MOST_BYTES, read_body
from functions.api.call import Call, Seed
from functions.api.cursors import Cursors
from functions.api.incoming import Incoming
from functions.api.language import ENGLISH, language_of, speak
from functions.api.logs import logger
from functions.api.owner import caller_of
from functions.api.problems import is_crash, respond
from functions.api.resolver import Found, Resolver
from functions.api.subjects import ids_of_path

_SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Vary": "Accept-Language",
}
Answer = dict[str, Any]
"""What API Gateway takes: statusCode, headers, body."""


@dataclass
class _Trace:
    """What the log says of one request."""

    route: str = ""
    owner: str | None = None


class Api:
    """The API of one process."""

    def __init__(self, app: App) -> None:
        """Take the product."""
        self._app = app

    @cached_property
    def _resolver(self) -> Resolver:
        resolver = Resolver()
        resolver.exception_handler(Exception)(self._refuse)
        return resolver

    @cached_property
    def _cursors(self) -> Cursors:
        return Cursors(self._app.aws, self._app.settings.signing_secret, self._app.clock)

    def answer(self, event: Mapping[str, Any], context: Any) -> Answer:
        """Answer one request."""
        request = Incoming.read(event)
        with bound(correlation_id=request.request_id or None):
            return self._answer(event, context, request)

    def _answer(self, event: Mapping[str, Any], context: Any, request: Incoming) -> Answer:
        started = time.monotonic()
        trace = _Trace()
        try:
            answer = self._resolve(event, context, request, trace)
        except Exception as error:  # noqa: BLE001 - the last place where a problem can be made of it
            answer = _to_gateway(self._problem(error, request))
        _log(request, trace, answer["statusCode"], started)
        return _hardened(_translated(answer, request))

    def _resolve(self, event: Mapping[str, Any], context: Any, request: Incoming, trace: _Trace) -> Answer:
        found = self._resolver.find(request.method, request.path)
        trace.route = found.route.openapi_path
        bind(**ids_of_path(found.ids))
        owner = trace.owner = _authorised(event, found)
        request.refuse_odd_query(found.query)
        body = read_body(event, request, most_bytes=LARGE.get(found.route.path, MOST_BYTES))
        _refuse_needless(body, found)
        seed = Seed(uuid.uuid4().hex, self._app.clock())
        call = Call(self._app, owner, request, body, seed, self._cursors)
        self._resolver.context["call"] = call
        headers = {**request.headers, "content-type": "application/json"}
        read = {**event, "body": body, "headers": headers, "isBase64Encoded": False}
        answer: Answer = self._resolver.resolve(read, context)
        return answer

    def _refuse(self, error: Exception) -> Response[str]:
        call: Call = self._resolver.context["call"]
        return self._problem(error, call.request)

    def _problem(self, error: Exception, request: Incoming) -> Response[str]:
        if is_crash(error):
            logger.error("request failed", exc_info=error)
        return respond(error, request.request_id)


def _authorised(event: Mapping[str, Any], found: Found) -> Owner:
    # The gateway asks for the same scope first; a route that it was not told of is closed all the same.
    needed = scope_needed(found.route.method, found.route.openapi_path)
    if needed is None:
        return Owner("")
    caller = caller_of(event)
    caller.require(needed)
    return caller.owner


def _refuse_needless(body: str, found: Found) -> None:
    if body and not found.takes_body and body.strip() not in {"", "{}"}:
        raise InvalidInput("This request takes no body.", code="body_unknown")


def _to_gateway(response: Response[str]) -> Answer:
    return {
        "statusCode": response.status_code,
        "headers": dict(response.headers),
        "body": response.body,
        "isBase64Encoded": False,
    }


def _translated(answer: Answer, request: Incoming) -> Answer:
    language = language_of(request.headers.get("accept-language", ""))
    if language == ENGLISH or not answer.get("body"):
        return answer
    headers = {**answer.get("headers", {}), "Content-Language": language}
    return {**answer, "headers": headers, "body": speak(answer["body"], language)}


def _hardened(answer: Answer) -> Answer:
    headers = {**answer.get("headers", {}), **_SECURITY}
    if answer["statusCode"] in {204, 304}:
        headers.pop("Content-Type", None)
        answer = {**answer, "body": ""}
    return {**answer, "headers": headers}


def _log(request: Incoming, trace: _Trace, status: int, started: float) -> None:
    milliseconds = (time.monotonic() - started) * 1000
    emit(answered(status, milliseconds))
    logger.info(
        "request",
        extra={
            "method": request.method[:10],
            "route": trace.route,
            "owner": trace.owner,
            "status": status,
            "ms": round(milliseconds),
        },
    )
