"""The back door for tests and demos: accounts, faults, the bill and the log."""

import hmac
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from dailies.domain.errors import InvalidInput, NotFound, Refused
from infra.local.flow.accounts import Account, NewAccount
from infra.local.flow.faults import Rule
from infra.local.flow.tiles import Tile
from infra.local.flow.visitor import read_json, site_of

_M = TypeVar("_M", bound=BaseModel)


class Forbidden(Refused):
    """The admin token is missing or wrong."""

    code = "forbidden"
    status = 403


class _Email(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    email: str


def _check(request: Request) -> None:
    wanted = site_of(request).config.admin_token
    given = request.headers.get("x-admin-token", "")
    if wanted and not hmac.compare_digest(wanted.encode(), given.encode()):
        raise Forbidden("The admin token is missing or wrong.")


async def _read(request: Request, model: type[_M]) -> _M:
    try:
        return model.model_validate(await read_json(request))
    except ValidationError as error:
        raise _unacceptable(error) from error


def _unacceptable(error: ValidationError) -> InvalidInput:
    return InvalidInput(str(error.errors(include_url=False, include_input=False)))


async def create_account(request: Request) -> JSONResponse:
    """Make an account."""
    _check(request)
    new = await _read(request, NewAccount)
    site_of(request).accounts.add(Account.create(new))
    return JSONResponse({"email": new.email}, status_code=201)


async def change_account(request: Request) -> JSONResponse:
    """Change an account while the site runs: its generation, language, cohort, credits, settings."""
    _check(request)
    changes = await read_json(request)
    email = str(changes.pop("email", ""))
    account = site_of(request).accounts.find(email)
    if account is None:
        raise NotFound("There is no such account.", subject=email)
    try:
        account.change(**changes)
    except ValidationError as error:
        raise _unacceptable(error) from error
    return JSONResponse({"email": email, **account.profile.model_dump(exclude={"challenge"})})


async def expire_sessions(request: Request) -> JSONResponse:
    """End an account's sessions, as if they had expired."""
    _check(request)
    site_of(request).accounts.sign_out((await _read(request, _Email)).email)
    return JSONResponse({})


async def add_fault(request: Request) -> JSONResponse:
    """Switch a fault on."""
    _check(request)
    rule = await _read(request, Rule)
    try:
        site_of(request).faults.add(rule)
    except ValidationError as error:
        raise _unacceptable(error) from error
    return JSONResponse(rule.model_dump(), status_code=201)


async def list_faults(request: Request) -> JSONResponse:
    """Give the registry of faults."""
    _check(request)
    registry = site_of(request).faults.registry
    return JSONResponse({name: fault.model_dump() for name, fault in registry.items()})


async def clear_faults(request: Request) -> JSONResponse:
    """Switch every fault off."""
    _check(request)
    site_of(request).faults.clear()
    return JSONResponse({})


async def reset(request: Request) -> JSONResponse:
    """Go back to how the site started."""
    _check(request)
    await site_of(request).reset()
    return JSONResponse({})


async def show_bill(request: Request) -> JSONResponse:
    """Give what every account paid."""
    _check(request)
    site = site_of(request)
    accounts = {
        account.email: {
            "credits": site.credits_of(account),
            "spent": site.bill.spent(account.email),
            "charges": [charge.model_dump() for charge in site.bill.of(account.email)],
        }
        for account in site.accounts.all()
    }
    return JSONResponse({"accounts": accounts})


def _clip(tile: Tile) -> dict[str, Any]:
    facts = tile.facts.model_dump() if tile.facts else {}
    return {
        "id": tile.id,
        "account": tile.submission.account,
        "project": tile.submission.project,
        "submission": tile.submission.id,
        "prompt": tile.submission.prompt,
        "images": list(tile.submission.picture_names),
        "roles": list(tile.submission.roles),
        "output": tile.output,
        "state": "removed" if tile.removed else tile.state,
        "history": tile.history,
        "error": tile.error,
        "downloads": tile.downloads,
        **facts,
    }


async def show_log(request: Request) -> JSONResponse:
    """Give every action, every clip with the facts of its real file, and each account's most clips at once."""
    _check(request)
    site = site_of(request)
    clips = [_clip(tile) for tile in site.generations.all()]
    return JSONResponse({"actions": site.journal.entries(), "clips": clips, "peak": site.generations.peaks()})


async def show_nothing(_: Request) -> JSONResponse:
    """Answer an unknown admin path."""
    raise NotFound("There is no such admin call.")


ROUTES = [
    Route("/__admin/accounts", create_account, methods=["POST"]),
    Route("/__admin/accounts", change_account, methods=["PATCH"]),
    Route("/__admin/sessions/expire", expire_sessions, methods=["POST"]),
    Route("/__admin/faults", add_fault, methods=["POST"]),
    Route("/__admin/faults", list_faults),
    Route("/__admin/faults", clear_faults, methods=["DELETE"]),
    Route("/__admin/reset", reset, methods=["POST"]),
    Route("/__bill", show_bill),
    Route("/__log", show_log),
    Route("/__admin/{rest:path}", show_nothing, methods=["GET", "POST", "DELETE"]),
]
