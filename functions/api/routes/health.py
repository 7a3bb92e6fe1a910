"""Whether the API is up."""

from pydantic import BaseModel

from functions.api.routing import new_router

router = new_router()


class Health(BaseModel):
    """The API answers."""

    status: str = "ok"


@router.get("/health", summary="Tell whether the API is up", tags=["health"])
def health() -> Health:
    """Tell that the API is up; needs no token."""
    return Health()
