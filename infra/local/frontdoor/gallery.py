"""The gallery's pages: files by an allow-list of addresses, under a policy that runs nothing foreign."""

import hashlib
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from infra.local.frontdoor.problem import problem
from infra.web import INDEX, PAGE_HEADERS, TYPES, content_security_policy, gallery_files
from infra.web_packages import WEB

_HEADERS = {**PAGE_HEADERS, "content-security-policy": content_security_policy()}


async def show_page(request: Request) -> Response:
    """Answer the gallery's one page, under the one name that a sign-in comes back to."""
    if request.url.hostname == "localhost":
        return RedirectResponse(str(request.url.replace(hostname="127.0.0.1")), 307)
    return await run_in_threadpool(_answer, request, WEB / INDEX, _HEADERS)


async def show_file(request: Request) -> Response:
    """Answer one of the gallery's files."""
    name = request.path_params["name"]
    path = (await run_in_threadpool(gallery_files)).get(name)
    if path is None or not path.is_file():
        return problem(404, "not_found", "Not found", "The gallery has no such file.")
    # A worker takes its policy from its own answer, not from the page that started it.
    headers = _HEADERS if path.suffix == ".js" else {}
    return await run_in_threadpool(_answer, request, path, headers)


def _answer(request: Request, path: Path, headers: dict[str, str]) -> Response:
    content = path.read_bytes()
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    kept = {**headers, "etag": tag, "cache-control": "no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=kept)
    return Response(content, headers={**kept, "content-type": TYPES[path.suffix]})
