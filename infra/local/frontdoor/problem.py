"""Refusals and failures of the front door itself, as problem+json."""

from uuid import uuid4

from starlette.responses import JSONResponse


def new_request_id() -> str:
    """Name a request, so that what a user reports can be found in the log."""
    return uuid4().hex


def problem(status: int, code: str, title: str, detail: str, request_id: str | None = None) -> JSONResponse:
    """Answer with the one error shape of the product."""
    body = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        "request_id": request_id or new_request_id(),
    }
    return JSONResponse(
        body, status, media_type="application/problem+json", headers={"cache-control": "no-store"}
    )
