"""Signing in and out; the same form for every generation of the pages."""

from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dailies.domain.errors import Malformed
from infra.local.flow.pages import page
from infra.local.flow.visitor import COOKIE, find_visitor, read_body, site_of

_MAX_FORM_BYTES = 4096


async def _form(request: Request) -> dict[str, str]:
    try:
        fields = parse_qs((await read_body(request, _MAX_FORM_BYTES)).decode(), max_num_fields=8)
    except ValueError as error:
        raise Malformed("The form cannot be read.") from error
    return {name: values[0] for name, values in fields.items()}


async def show_sign_in(_: Request) -> Response:
    """Show the form."""
    return page("signin")


async def sign_in(request: Request) -> Response:
    """Check the password; a session begins, whole or stopped at the challenge."""
    site, fields = site_of(request), await _form(request)
    account = site.accounts.find(fields.get("email", ""))
    if account is None or not account.knows(fields.get("password", "")):
        site.journal.note("sign_in_refused", account.email if account else None)
        return RedirectResponse("/signin?refused=1", status_code=303)
    seconds = account.profile.session_seconds or site.config.session_seconds
    passed = account.profile.challenge is None
    token = site.accounts.sign_in(account, until=site.clock.now() + seconds, passed=passed)
    site.journal.note("sign_in" if passed else "challenge", account.email)
    answer = RedirectResponse("/signin/done" if passed else "/signin/challenge", status_code=303)
    answer.set_cookie(COOKIE, token, max_age=30 * 86400, httponly=True, samesite="lax")
    return answer


async def show_challenge(_: Request) -> Response:
    """Show the page that needs a person."""
    return page("challenge")


async def meet_challenge(request: Request) -> Response:
    """Check the code that only a person knows."""
    site, token = site_of(request), request.cookies.get(COOKIE, "")
    code = (await _form(request)).get("code", "")
    session = site.accounts.session(token, site.clock.now())
    account = site.accounts.find(session.email) if session else None
    if account is None or code != account.profile.challenge:
        return RedirectResponse("/signin/challenge?refused=1", status_code=303)
    site.accounts.pass_challenge(token)
    site.journal.note("sign_in", account.email)
    return RedirectResponse("/signin/done", status_code=303)


async def show_signed_in(request: Request) -> Response:
    """Show the page that puts the marker into local storage and goes on."""
    return page("done") if find_visitor(request) else RedirectResponse("/about", status_code=302)


async def sign_out(request: Request) -> Response:
    """End the visitor's sessions."""
    account = find_visitor(request)
    if account:
        site_of(request).accounts.sign_out(account.email)
    return RedirectResponse("/about", status_code=303)


ROUTES = [
    Route("/signin", show_sign_in),
    Route("/signin", sign_in, methods=["POST"]),
    Route("/signin/challenge", show_challenge),
    Route("/signin/challenge", meet_challenge, methods=["POST"]),
    Route("/signin/done", show_signed_in),
    Route("/signout", sign_out, methods=["POST"]),
]
