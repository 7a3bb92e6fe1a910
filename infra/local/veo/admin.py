"""What tests and the stage read and set: faults, the bill, the log, the service account's key."""

from urllib.parse import parse_qsl

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from infra.local.veo.access import TOKEN_SECONDS
from infra.local.veo.faults import Rule
from infra.local.veo.refusals import GoogleRefusal
from infra.local.veo.site import site_of


async def add_fault(request: Request) -> JSONResponse:
    """Switch a fault on."""
    try:
        rule = Rule.model_validate_json(await request.body())
    except ValidationError as error:
        raise GoogleRefusal(400, str(error)) from error
    site_of(request).faults.add(rule)
    return JSONResponse({}, status_code=201)


async def clear_faults(request: Request) -> JSONResponse:
    """Switch all faults off."""
    site_of(request).faults.clear()
    return JSONResponse({})


async def reset(request: Request) -> JSONResponse:
    """Go back to the start."""
    site = site_of(request)
    site.faults.clear()
    await site.operations.clear()
    site.shelf.clear()
    site.log.clear()
    return JSONResponse({})


async def show_bill(request: Request) -> JSONResponse:
    """Give every charge, and how many clips were paid for."""
    charges = site_of(request).operations.charges
    rows = [charge.model_dump(mode="json") for charge in charges]
    return JSONResponse({"clips": sum(charge.clips for charge in charges), "charges": rows})


async def show_log(request: Request) -> JSONResponse:
    """Give every action."""
    return JSONResponse({"actions": list(site_of(request).log)})


async def show_service_account(request: Request) -> JSONResponse:
    """Give the key file that an operator would have."""
    site, root = site_of(request), f"http://{request.headers['host']}"
    return JSONResponse(site.gate.service_account(root, site.config.project))


async def give_token(request: Request) -> JSONResponse:
    """Give a token for a signed assertion."""
    form = dict(parse_qsl((await request.body()).decode()))
    token = site_of(request).gate.issue(form.get("grant_type", ""), form.get("assertion", ""))
    return JSONResponse({"access_token": token, "expires_in": TOKEN_SECONDS, "token_type": "Bearer"})


ROUTES = [
    Route("/__admin/faults", add_fault, methods=["POST"]),
    Route("/__admin/faults", clear_faults, methods=["DELETE"]),
    Route("/__admin/reset", reset, methods=["POST"]),
    Route("/__admin/service-account", show_service_account),
    Route("/__bill", show_bill),
    Route("/__log", show_log),
    Route("/token", give_token, methods=["POST"]),
]
