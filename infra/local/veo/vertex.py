"""The two calls of the video API: begin, and ask."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from infra.local.veo.faults import refuse_if_struck
from infra.local.veo.order import read_order
from infra.local.veo.refusals import GoogleRefusal
from infra.local.veo.site import VeoSite, cut_off, site_of

_MODEL = "/{version}/projects/{project}/locations/{location}/publishers/google/models/{model}"
_LOST = b'{"name": "the answer that never arrives whole"}'


async def predict(request: Request) -> Response:
    """Begin an operation: what is charged for later."""
    site, body = _enter(request), await request.json()
    order = read_order(request.path_params["model"], body, site.config.bucket)
    effects = site.faults.strike("predict", order.prompt)
    refuse_if_struck(effects)
    name = site.operations.begin(order, site.faults.strike("generate", order.prompt))
    site.note(
        "predict",
        operation=name,
        prompt=order.prompt,
        prefix=order.prefix,
        uses=list(order.uses),
        pictures=len(order.pictures),
        parameters=body["parameters"],
    )
    refuse_if_struck(effects, "refuse_after")
    if "cut_reply" in effects:
        return cut_off(_LOST)
    if held := effects.get("hold_reply"):
        await asyncio.sleep(float(held["seconds"]) / site.config.clock_factor)
    return JSONResponse({"name": name})


async def fetch(request: Request) -> Response:
    """Tell how far an operation is."""
    site = _enter(request)
    body: dict[str, Any] = await request.json()
    name = str(body.get("operationName", ""))
    refuse_if_struck(site.faults.strike("fetch", site.operations.prompt_of(name)))
    answer = site.operations.answer(name)
    if answer is None:
        raise GoogleRefusal(404, "The operation was not found.")
    site.note("fetch", operation=name)
    return JSONResponse(answer)


def _enter(request: Request) -> VeoSite:
    site = site_of(request)
    site.gate.check(request)
    asked = (request.path_params["project"], request.path_params["location"])
    if asked != (site.config.project, site.config.location):
        raise GoogleRefusal(403, "Permission denied on the project, or it may not exist.")
    return site


ROUTES = [
    Route(_MODEL + ":predictLongRunning", predict, methods=["POST"]),
    Route(_MODEL + ":fetchPredictOperation", fetch, methods=["POST"]),
]
