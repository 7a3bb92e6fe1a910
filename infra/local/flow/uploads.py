"""Pictures that come in, and the picker's search for them."""

import asyncio
import hashlib
import uuid
from pathlib import PurePosixPath
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse
from starlette.routing import Route

from dailies.domain.errors import InvalidInput, NotFound, SourceRejected
from infra.local.flow import pictures
from infra.local.flow.projects import Asset
from infra.local.flow.responses import wait_until_gone
from infra.local.flow.site import Site
from infra.local.flow.visitor import read_body, read_json, site_of, visitor

_LONGEST_NAME = 200


async def accept_rights(request: Request) -> JSONResponse:
    """Remember that the account's owner accepted the statement about rights."""
    account = visitor(request)
    account.rights_accepted = True
    site_of(request).journal.note("rights_accepted", account.email)
    return JSONResponse({})


async def upload(request: Request) -> JSONResponse:
    """Store a picture; a fault may refuse it or never answer."""
    site, account = site_of(request), visitor(request)
    project = site.projects.get(str(request.path_params["project"]), account.email)
    name = PurePosixPath(request.query_params.get("name", "")).name[:_LONGEST_NAME]
    data = await read_body(request, site.config.max_upload_bytes)
    sha256 = hashlib.sha256(data).hexdigest()
    for strike in site.strike("upload", account.email):
        site.journal.note("upload", account.email, name=name, sha256=sha256, accepted=False, why=strike.name)
        if strike.effect == "never_answer":
            await wait_until_gone(request.receive)
        raise InvalidInput(site.messages["minors_upload"], code=strike.name, subject=name)
    asset = await _store(site, name, data, sha256)
    await site.clock.sleep(site.config.upload_reply_seconds * account.profile.slow)
    asset.uploaded = site.clock.now()
    project.assets.append(asset)
    site.journal.note("upload", account.email, name=name, sha256=sha256, accepted=True, project=project.id)
    return JSONResponse({"id": asset.id, "name": asset.name}, status_code=201)


async def _store(site: Site, name: str, data: bytes, sha256: str) -> Asset:
    if not name:
        raise SourceRejected("The file has no name.")
    folder = site.config.data / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    asset_id = str(uuid.uuid4())
    path = folder / f"{asset_id}.jpg"
    await asyncio.to_thread(pictures.save_plain, data, name, path)
    await asyncio.to_thread(path.with_suffix(".original").write_bytes, data)
    misses = site.config.search_misses
    return Asset(id=asset_id, name=name, path=path, sha256=sha256, uploaded=0.0, misses=misses)


def _shown(asset: Asset) -> dict[str, Any]:
    return {"id": asset.id, "name": asset.name, "thumbnail": f"/media/assets/{asset.id}"}


async def search_assets(request: Request) -> JSONResponse:
    """Find assets by display name; fresh ones are missed at first."""
    site, account = site_of(request), visitor(request)
    project = site.projects.get(str(request.path_params["project"]), account.email)
    query = request.query_params.get("q", "")
    found = project.search(query, site.clock.now())
    missed = bool(query) and bool(site.strike("search", account.email))
    return JSONResponse([] if missed else [_shown(asset) for asset in found])


async def attach_asset(request: Request) -> JSONResponse:
    """Bind an asset to the prompt: by its name, so the wrong one may come."""
    site, account = site_of(request), visitor(request)
    project = site.projects.get(str(request.path_params["project"]), account.email)
    asset = project.namesake(project.asset(str((await read_json(request)).get("asset"))))
    if site.strike("attach", account.email):
        asset = project.assets[0]
    return JSONResponse(_shown(asset))


async def show_asset(request: Request) -> FileResponse:
    """Send an asset's picture to its owner."""
    site, account = site_of(request), visitor(request)
    wanted = str(request.path_params["asset"])
    for project in site.projects.of(account.email):
        for asset in project.assets:
            if asset.id == wanted:
                return FileResponse(asset.path, media_type="image/jpeg")
    raise NotFound("There is no such asset.", subject=wanted)


ROUTES = [
    Route("/api/rights", accept_rights, methods=["POST"]),
    Route("/api/projects/{project:uuid}/uploads", upload, methods=["POST"]),
    Route("/api/projects/{project:uuid}/assets", search_assets),
    Route("/api/projects/{project:uuid}/attach", attach_asset, methods=["POST"]),
    Route("/media/assets/{asset:uuid}", show_asset),
]
