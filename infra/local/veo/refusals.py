"""Errors in the shape that Google's endpoints give them."""

from starlette.requests import Request
from starlette.responses import JSONResponse

from dailies.domain.errors import Refused

_NAMES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}


class GoogleRefusal(Refused):
    """A request that is answered with an error."""

    def __init__(self, status: int, message: str) -> None:
        """Take the HTTP status and what Google would write."""
        super().__init__(message)
        self.http = status


async def explain(_: Request, error: Exception) -> JSONResponse:
    """Answer an error in Google's shape."""
    if not isinstance(error, GoogleRefusal):
        raise error
    told = {"code": error.http, "message": str(error), "status": _NAMES.get(error.http, "UNKNOWN")}
    return JSONResponse({"error": told}, status_code=error.http)
