"""Who is asking, and what they sent: sessions, bodies with limits."""

import json
from typing import Any

from starlette.requests import Request

from dailies.domain.errors import Malformed, Refused
from infra.local.flow.accounts import Account
from infra.local.flow.site import Site

COOKIE = "flow_session"
_MAX_JSON_BYTES = 64 * 1024


class SignedOut(Refused):
    """The session is missing, expired, or stopped at a challenge."""

    code = "signed_out"
    status = 401


def site_of(request: Request) -> Site:
    """Give the site that this request came to."""
    site = request.app.state.site
    if not isinstance(site, Site):
        raise TypeError("the application carries no site")
    return site


def find_visitor(request: Request) -> Account | None:
    """Give the signed-in account, if there is one."""
    site = site_of(request)
    session = site.accounts.session(request.cookies.get(COOKIE, ""), site.clock.now())
    return site.accounts.find(session.email) if session and session.passed else None


def visitor(request: Request) -> Account:
    """Give the signed-in account; SignedOut when there is none."""
    account = find_visitor(request)
    if account is None:
        raise SignedOut("You are signed out.")
    return account


async def read_body(request: Request, limit: int) -> bytes:
    """Read a body of at most `limit` bytes."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise Malformed(f"The body is over {limit} bytes.")
    return bytes(body)


async def read_json(request: Request) -> dict[str, Any]:
    """Read a small JSON object; a page elsewhere cannot send this type without being asked first."""
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise Malformed("Send application/json.")
    try:
        value = json.loads(await read_body(request, _MAX_JSON_BYTES))
    except ValueError as error:
        raise Malformed("The body is not JSON.") from error
    if not isinstance(value, dict):
        raise Malformed("The body is not a JSON object.")
    return value
