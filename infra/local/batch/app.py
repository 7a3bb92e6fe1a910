"""The HTTP face: one POST route for each call, AWS's error shape, and a guard against browsers."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dailies.clock import Clock, now
from dailies.domain.errors import InvalidInput, Refused
from infra.local.batch.calls import CALLS, Call
from infra.local.batch.config import BatchConfig
from infra.local.batch.courier import OnEvent
from infra.local.batch.engine import Engine

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})

_log = logging.getLogger(__name__)


def create_batch(config: BatchConfig, on_event: OnEvent, clock: Clock = now) -> Starlette:
    """Make the endpoint; its lifespan starts the engine (`app.state.engine`) and ends all jobs."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        engine = Engine(config, on_event, clock)
        app.state.engine = engine
        await engine.start()
        try:
            yield
        finally:
            await engine.close()

    routes = [Route(f"/v1/{name}", _answering(call), methods=["POST"]) for name, call in CALLS.items()]
    handlers = {Refused: _say_refused, Exception: _say_broken}
    return Starlette(routes=routes, lifespan=lifespan, exception_handlers=handlers)


def _answering(call: Call[Any]) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        if not _is_trusted(request):
            return _fault(403, "AccessDeniedException", "Only signed calls from this machine are answered.")
        body = await _read(request, call.body_limit_bytes)
        try:
            parsed = call.shape.model_validate_json(body or b"{}")
        except ValidationError as error:
            raise InvalidInput(_first_fault(error)) from error
        return JSONResponse(call.act(request.app.state.engine, parsed))

    return answer


def _is_trusted(request: Request) -> bool:
    """Keep web pages out: whoever reaches this port can run commands.

    A rebound DNS name shows in Host, a page in Origin; and a page cannot send Authorization unasked.
    """
    host = request.headers.get("host", "").rpartition(":")[0] or request.headers.get("host", "")
    signed = request.headers.get("authorization", "").startswith("AWS4-HMAC-SHA256 ")
    return signed and host in LOOPBACK_NAMES and "origin" not in request.headers


async def _read(request: Request, limit: int) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise InvalidInput(f"The request is larger than {limit} bytes.")
    return bytes(body)


def _first_fault(error: ValidationError) -> str:
    fault = error.errors(include_url=False, include_input=False, include_context=False)[0]
    where = ".".join(str(part) for part in fault["loc"])
    return f"{where}: {fault['msg']}" if where else fault["msg"]


async def _say_refused(_request: Request, error: Exception) -> Response:
    return _fault(400, "ClientException", str(error))


async def _say_broken(request: Request, error: Exception) -> Response:
    _log.error("%s failed", request.url.path, exc_info=error)
    return _fault(500, "ServerException", "The embedded Batch endpoint failed; its log says why.")


def _fault(status: int, kind: str, message: str) -> Response:
    return JSONResponse({"message": message}, status, headers={"x-amzn-errortype": kind})
