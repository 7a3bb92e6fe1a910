"""The pages themselves, in the generation of the account that asks."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from dailies.domain.errors import NotFound
from infra.local.flow.accounts import Account
from infra.local.flow.addresses import OLD_ROOT, about_beside, redirect, shown_at
from infra.local.flow.profile import Generation
from infra.local.flow.visitor import find_visitor, site_of

HERE = Path(__file__).parent
_OTHER_HOST = "localhost"
"""Another origin than 127.0.0.1 for a browser: it has none of the visitor's cookies."""


def page(name: str, generation: Generation = "C", status: int = 200) -> HTMLResponse:
    """Give a page of a generation, never from a cache."""
    text = (HERE / generation.lower() / f"{name}.html").read_text(encoding="utf-8")
    return HTMLResponse(text, status_code=status, headers={"Cache-Control": "no-store"})


def _move(request: Request, account: Account | None) -> Response | None:
    """Let faults strike the visit, and send the visitor where their generation of the site is."""
    path = request.url.path
    if account is not None:
        for strike in site_of(request).strike("visit", account.email):
            if strike.effect == "become":
                account.change(**strike.params)
            elif strike.effect == "strange_page":
                return page("strange")
            elif request.url.hostname != _OTHER_HOST:
                return RedirectResponse(request.url.replace(hostname=_OTHER_HOST), status_code=308)
    elsewhere = redirect(path, account.profile.generation if account else None)
    return RedirectResponse(elsewhere[1], status_code=elsewhere[0]) if elsewhere else None


async def show_about(request: Request) -> Response:
    """Show what a signed-out visitor sees."""
    account = find_visitor(request)
    generation = account.profile.generation if account else None
    return _move(request, account) or page("about", shown_at(request.url.path, generation))


async def show_gallery(request: Request) -> Response:
    """Show the visitor's projects."""
    account = find_visitor(request)
    if account is None:
        return RedirectResponse(about_beside(request.url.path), status_code=302)
    return _move(request, account) or page("gallery", account.profile.generation)


async def show_project(request: Request) -> Response:
    """Show one project; another's, or none, is the gallery's matter."""
    return _of_own_project(request, "project")


async def show_item(request: Request) -> Response:
    """Show one clip of a project."""
    return _of_own_project(request, "item")


def _of_own_project(request: Request, name: str) -> Response:
    account = find_visitor(request)
    if account is None:
        return RedirectResponse(about_beside(request.url.path), status_code=302)
    if moved := _move(request, account):
        return moved
    try:
        site_of(request).projects.get(str(request.path_params["project"]), account.email)
    except NotFound:
        return page("missing", status=404)
    return page(name, account.profile.generation)


ROUTES = [
    Route("/", show_gallery),
    Route(OLD_ROOT, show_gallery),
    *(
        route
        for root in ("", OLD_ROOT)
        for route in (
            Route(f"{root}/about", show_about),
            Route(f"{root}/project/{{project:uuid}}", show_project),
            Route(f"{root}/project/{{project:uuid}}/edit/{{tile:uuid}}", show_item),
        )
    ),
]
