"""The way to the user pool's sign-in pages; the user whose stage this is, is signed in without being asked."""

from urllib.parse import urlsplit

import httpx2
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from dailies.domain.sign_in import SignIn
from infra.local.frontdoor.config import FrontDoorConfig
from infra.local.frontdoor.relay import Headers, TooLarge, Upstream, end_to_end, limited
from infra.local.identity.neighbours import is_own_program

AUTHORIZE, LOGIN, TOKEN = "/oauth2/authorize", "/login", "/oauth2/token"
_FORM_LIMIT_BYTES = 16_384
_SECONDS = 60.0  # the pool's hook is a function, and its first start is slow
_ASKED = (
    *("client_id", "redirect_uri", "scope", "state", "response_type"),
    *("code_challenge", "code_challenge_method", "nonce"),
)
# The pool's pages have inline styles; a sign-in ends at a loopback address of the gallery or the command line.
_PAGE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; "
    "form-action 'self' http://localhost:* http://127.0.0.1:*"
)
_KEPT = frozenset({"content-type", "location"})


def describe_sign_in(config: FrontDoorConfig) -> SignIn:
    """Say how people sign in here: at the door's own address, whatever the issuer is called.

    There is no way out: the stage's own user would be back in at once.
    """
    own = f"http://127.0.0.1:{config.port}"
    return SignIn(
        issuer=config.pool.issuer,
        client_id=config.pool.client_id,
        authorization_endpoint=f"{own}{AUTHORIZE}",
        token_endpoint=f"{own}{TOKEN}",
    )


def settings_of(config: FrontDoorConfig) -> Response:
    """Answer what a client must know of the place where it runs."""
    place = describe_sign_in(config).model_dump(exclude_none=True)
    return JSONResponse(place, headers={"cache-control": "no-store"})


async def authorize(request: Request, upstream: Upstream, config: FrontDoorConfig) -> Response:
    """Answer the sign-in page, or, to the user's own programs, what comes after it."""
    page = await _relay(request, upstream, b"")
    if page.status_code != httpx2.codes.OK or not await _may_pass(request, config):
        return page
    form = {name: request.query_params[name] for name in _ASKED if name in request.query_params}
    answer = await upstream.post_form(
        LOGIN,
        {**form, "username": config.pool.user, "password": config.pool.password.get_secret_value()},
        _SECONDS,
    )
    came_back = answer.headers.get("location", "")
    if not answer.is_redirect or not _is_loopback(came_back):
        return page
    return RedirectResponse(came_back, 302, headers={"cache-control": "no-store"})


async def relay_sign_in(request: Request, upstream: Upstream) -> Response:
    """Answer what the pool answers to a form, or a token request; raises TooLarge."""
    if int(request.headers.get("content-length", "0")) > _FORM_LIMIT_BYTES:
        raise TooLarge
    return await _relay(
        request, upstream, b"".join([part async for part in limited(request.stream(), _FORM_LIMIT_BYTES)])
    )


async def _may_pass(request: Request, config: FrontDoorConfig) -> bool:
    # `prompt=login` is how a client asks that a person be asked, say to sign in as somebody else.
    is_wanted = request.query_params.get("prompt") != "login"
    # A foreign page that sends the browser here must not get anybody signed in; programs have no such header.
    is_ours = request.headers.get("sec-fetch-site", "none") in {"none", "same-origin"}
    if request.client is None or not (is_wanted and is_ours):
        return False
    client = (request.client.host, request.client.port)
    return await run_in_threadpool(is_own_program, client, config.port)


async def _relay(request: Request, upstream: Upstream, body: bytes) -> Response:
    headers: Headers = [
        (name, value)
        for name, value in end_to_end(request.headers.items(), "host", "content-length", "cookie")
        if name in {"authorization", "content-type", "accept"}
    ]
    answer = await upstream.send(request, headers, body, _SECONDS)
    content = await answer.aread()
    await answer.aclose()
    kept = {name: value for name, value in answer.headers.items() if name in _KEPT}
    return Response(
        content,
        answer.status_code,
        headers={
            **kept,
            "cache-control": "no-store",
            "content-security-policy": _PAGE_POLICY,
            # Under the door's usual `no-referrer` a browser posts the form with `Origin: null`.
            "referrer-policy": "same-origin",
        },
    )


def _is_loopback(address: str) -> bool:
    return urlsplit(address).hostname in {"localhost", "127.0.0.1"}
