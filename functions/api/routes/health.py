"""Whether the API is up."""

from aws_lambda_powertools.event_handler.router import Router
from pydantic import BaseModel

router = Router()


class Health(BaseModel):
    """The API answers."""

    status: str = "ok"


@router.get("/health", summary="Tell whether the API is up", tags=["health"])
def health() -> Health:
    """Tell that the API is up; needs no token."""
    return Health()
