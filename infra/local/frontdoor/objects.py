"""The way to the objects: presigned links and upload forms only; what comes back cannot run as a page."""

from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response

from dailies.clock import Clock
from infra.local.frontdoor.config import FrontDoorConfig
from infra.local.frontdoor.policy import HEAD_LIMIT_BYTES, check_policy, fields_before_file, form_boundary
from infra.local.frontdoor.presigned import Asked, NotAllowed, check_presigned
from infra.local.frontdoor.problem import problem
from infra.local.frontdoor.relay import RelayedResponse, TooLarge, Upstream, end_to_end, limited

_FORM_OVERHEAD_BYTES = HEAD_LIMIT_BYTES


async def relay_object(
    request: Request, upstream: Upstream, config: FrontDoorConfig, clock: Clock
) -> Response:
    """Answer what the store answers; raises NotAllowed or TooLarge."""
    bucket, key = request.path_params["bucket"], request.path_params.get("key", "")
    if bucket not in config.buckets:
        return problem(404, "not_found", "Not found", "There is no such page or bucket here.")
    size = request.headers.get("content-length")
    if request.method in {"PUT", "POST"} and size is None:
        return problem(411, "malformed", "Length required", "An upload must say how many bytes it has.")
    is_form = request.method == "POST" and not key
    limit = config.object_limit_bytes + (_FORM_OVERHEAD_BYTES if is_form else 0)
    if int(size or 0) > limit:
        raise TooLarge
    body = limited(request.stream(), limit)
    if is_form:
        body = await _checked_form(request, bucket, body, config, clock)
    else:
        _check_link(request, key, config, clock)
    answer = await upstream.send(
        request,
        # The host is part of what a link's signature covers, and the store checks that signature too.
        end_to_end(request.headers.items(), "cookie", "origin"),
        body if size else b"",
        config.object_seconds,
    )
    if answer.status_code >= 500:
        await answer.aclose()
        return problem(502, "store_failed", "The object store failed", "Try again in a moment.")
    return RelayedResponse(answer, object_headers(answer.headers.multi_items()))


def object_headers(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Make an answer safe on the gallery's own origin: only video and pictures are ever shown in place."""
    kept = end_to_end(
        headers,
        "date",
        "server",
        "content-disposition",
        "access-control-allow-origin",
        "access-control-allow-credentials",
        "set-cookie",
        "content-security-policy",
        "refresh",
    )
    fields = {name.lower(): value for name, value in headers}
    kind = fields.get("content-type", "").partition(";")[0].strip().lower()
    disposition = fields.get("content-disposition", "")
    # SVG is a picture that can hold scripts.
    if kind.startswith(("video/", "image/")) and kind != "image/svg+xml":
        return [*kept, ("content-disposition", disposition)] if disposition else kept
    _, semicolon, parameters = disposition.partition(";")
    return [
        *kept,
        ("content-disposition", f"attachment{semicolon}{parameters}"),
        ("content-security-policy", "default-src 'none'; sandbox"),
    ]


def _check_link(request: Request, key: str, config: FrontDoorConfig, clock: Clock) -> None:
    if not key:
        raise NotAllowed("Lists of objects are not given out.")
    asked = Asked(
        request.method,
        request.scope["raw_path"].decode("latin-1"),
        request.scope["query_string"].decode("latin-1"),
        dict(request.headers),
    )
    check_presigned(asked, clock(), config.signing_keys)


async def _checked_form(
    request: Request, bucket: str, body: AsyncIterator[bytes], config: FrontDoorConfig, clock: Clock
) -> AsyncIterator[bytes]:
    if request.scope["query_string"]:
        raise NotAllowed("An upload form has no query.")
    boundary = form_boundary(request.headers.get("content-type", ""))
    head, fields = b"", None
    async for chunk in body:
        head += chunk
        fields = fields_before_file(head[:HEAD_LIMIT_BYTES], boundary)
        if fields is not None or len(head) >= HEAD_LIMIT_BYTES:
            break
    if fields is None:
        raise NotAllowed("The form has no file after its fields.")
    check_policy(bucket, fields, clock(), config.signing_keys)
    return _joined(head, body)


async def _joined(head: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield head
    async for chunk in rest:
        yield chunk
