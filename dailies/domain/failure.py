"""What is told and stored about something that went wrong."""

from pydantic import BaseModel, ConfigDict


class Failure(BaseModel):
    """An error in the user's terms: kept beside the item it happened to, and shown by the API as it is."""

    model_config = ConfigDict(frozen=True)

    code: str
    """A stable word for programs, such as `high_demand`."""
    detail: str
    """What happened, in one sentence for people."""
    subject: str | None = None
    """The file, prompt or id that it happened to."""
    charged: bool | None = False
    """Whether it cost credits; None where nobody can tell yet."""
    retryable: bool = False
    """Whether the same request may work later."""
    advice: str | None = None
    """What to change, in one sentence for people."""
