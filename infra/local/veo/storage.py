"""The part of the storage JSON API that is read with: list by prefix, and media."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from infra.local.veo.faults import refuse_if_struck
from infra.local.veo.refusals import GoogleRefusal
from infra.local.veo.site import VeoSite, cut_off, site_of


async def list_objects(request: Request) -> Response:
    """List by prefix."""
    site = _enter(request)
    prefix = request.query_params.get("prefix", "")
    refuse_if_struck(site.faults.strike("list", ""))
    site.note("list", prefix=prefix)
    items = [stored.facts(site.config.bucket) for stored in site.shelf.under(prefix)]
    return JSONResponse({"kind": "storage#objects"} | ({"items": items} if items else {}))


async def get_object(request: Request) -> Response:
    """Give an object's facts, or its bytes for `alt=media`."""
    site = _enter(request)
    stored = site.shelf.get(request.path_params["name"])
    wanted = request.query_params.get("generation")
    if stored is None or wanted not in {None, stored.generation}:
        raise GoogleRefusal(404, "No such object.")
    if request.query_params.get("alt") != "media":
        return JSONResponse(stored.facts(site.config.bucket))
    effects = site.faults.strike("media", "")
    refuse_if_struck(effects)
    site.note("media", name=stored.name)
    data = stored.path.read_bytes()
    if "cut_reply" in effects:
        return cut_off(data)
    if "spoil" in effects:
        data = data[:-1] + bytes([data[-1] ^ 0xFF])
    return Response(data, media_type="video/mp4")


def _enter(request: Request) -> VeoSite:
    site = site_of(request)
    site.gate.check(request)
    if request.path_params["bucket"] != site.config.bucket:
        raise GoogleRefusal(404, "The specified bucket does not exist.")
    return site


ROUTES = [
    Route("/storage/v1/b/{bucket}/o", list_objects),
    Route("/storage/v1/b/{bucket}/o/{name:path}", get_object),
]
