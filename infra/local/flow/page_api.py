"""What the pages' own scripts call: account, settings, projects."""

from typing import Any

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from dailies.domain.errors import InvalidInput, Refused
from infra.local.flow.accounts import Account
from infra.local.flow.labels import labels_of
from infra.local.flow.prices import offered_models
from infra.local.flow.profile import Settings
from infra.local.flow.responses import CutResponse
from infra.local.flow.site import Site
from infra.local.flow.submissions import Click, fit_duration, submit
from infra.local.flow.tiles import Tile
from infra.local.flow.visitor import SignedOut, read_json, site_of, visitor

_KNOWN_TO_THE_PAGE = {
    "generation", "language", "agent_mode", "agent_only", "duration_row", "frames_confirm", "offers_1080p",
    "counts", "shuffled_classes", "slow",
}  # fmt: skip


def describe_account(site: Site, account: Account) -> dict[str, Any]:
    """Give what the page may know of the visitor's account."""
    profile = account.profile
    models = offered_models(site.prices, profile.plan, lower_priority=profile.lower_priority)
    return {
        **profile.model_dump(include=_KNOWN_TO_THE_PAGE),
        "email": account.email,
        "marker": account.marker,
        "credits": site.credits_of(account),
        "labels": labels_of(site.labels, profile.language),
        "settings": fit_duration(profile.settings, profile).model_dump(),
        "models": [
            {"name": m.name, "kind": m.kind, "mark": m.mark, "credits": m.table(profile.plan)} for m in models
        ],
    }


async def get_account(request: Request) -> JSONResponse:
    """Tell the page who is signed in."""
    return JSONResponse(describe_account(site_of(request), visitor(request)))


async def put_settings(request: Request) -> JSONResponse:
    """Keep the settings; a fault may change one of them behind the visitor's back."""
    site, account = site_of(request), visitor(request)
    wanted = fit_duration(_settings(await read_json(request)), account.profile)
    for strike in site.strike("settings", account.email):
        field, value = str(strike.params["field"]), strike.params["value"]
        if getattr(wanted, field) != getattr(account.profile.settings, field):
            wanted = _settings({**wanted.model_dump(), field: value})
    account.change(settings=wanted)
    return JSONResponse(wanted.model_dump())


def _settings(values: dict[str, Any]) -> Settings:
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise InvalidInput(f"These settings do not exist: {error.error_count()} wrong.") from error


async def put_agent(request: Request) -> JSONResponse:
    """Switch agent mode; it is remembered."""
    account = visitor(request)
    account.change(agent_mode=bool((await read_json(request)).get("on")))
    return JSONResponse({"on": account.profile.agent_mode})


async def list_projects(request: Request) -> JSONResponse:
    """Give the visitor's projects, newest first."""
    account = visitor(request)
    projects = site_of(request).projects.of(account.email)
    return JSONResponse([{"id": project.id, "title": project.title} for project in projects])


async def create_project(request: Request) -> JSONResponse:
    """Make a project."""
    account = visitor(request)
    await read_json(request)
    project = site_of(request).projects.create(account.email)
    site_of(request).journal.note("project", account.email, project=project.id)
    return JSONResponse({"id": project.id}, status_code=201)


async def open_project(request: Request) -> JSONResponse:
    """Give a project page all it needs, with the obstacles that stand in the way this time."""
    site, account = site_of(request), visitor(request)
    project = site.projects.get(str(request.path_params["project"]), account.email)
    obstacles = set()
    for strike in site.strike("page", account.email):
        if strike.effect == "become":
            account.change(**strike.params)
        obstacles.add(strike.name)
    if account.rights_accepted:
        obstacles.discard("rights_dialog")
    return JSONResponse(
        {
            "account": describe_account(site, account),
            "title": project.title,
            "obstacles": sorted(obstacles),
            "tiles": _shown(site, site.generations.of_project(project.id)),
            "factor": site.config.clock_factor,
        }
    )


def _shown(site: Site, tiles: list[Tile]) -> list[dict[str, Any]]:
    return [tile.shown(site.clock.now()) for tile in tiles]


async def poll_tiles(request: Request) -> JSONResponse:
    """Give the tiles of a project as they are now."""
    site, account = site_of(request), visitor(request)
    project = site.projects.get(str(request.path_params["project"]), account.email)
    if any(strike.effect == "sign_out" for strike in site.strike("poll", account.email)):
        site.accounts.sign_out(account.email)
        raise SignedOut("You are signed out.")
    shown = _shown(site, site.generations.of_project(project.id))
    return JSONResponse({"tiles": shown, "credits": site.credits_of(account)})


async def create_submission(request: Request) -> JSONResponse | CutResponse:
    """Take the paid click."""
    site, account = site_of(request), visitor(request)
    project = site.projects.get(str(request.path_params["project"]), account.email)
    body = await read_json(request)
    try:
        accepted = submit(site, account, project, Click.model_validate(body))
    except (Refused, ValidationError) as error:
        detail = error.failure.detail if isinstance(error, Refused) else "Prompt must be provided"
        site.journal.note("submission", account.email, accepted=False, project=project.id, detail=detail)
        if isinstance(error, Refused):
            raise
        raise InvalidInput(detail) from error
    if any(strike.effect == "lose_reply" for strike in accepted.strikes):
        return CutResponse(b"", length=2)
    return JSONResponse({"tiles": _shown(site, accepted.tiles)}, status_code=201)


ROUTES = [
    Route("/api/account", get_account),
    Route("/api/settings", put_settings, methods=["PUT"]),
    Route("/api/agent", put_agent, methods=["PUT"]),
    Route("/api/projects", list_projects),
    Route("/api/projects", create_project, methods=["POST"]),
    Route("/api/projects/{project:uuid}", open_project),
    Route("/api/projects/{project:uuid}/tiles", poll_tiles),
    Route("/api/projects/{project:uuid}/submissions", create_submission, methods=["POST"]),
]
