"""The one shape of every error (RFC 9457)."""

from pydantic import BaseModel, ConfigDict

from dailies.domain.failure import Failure


class Problem(BaseModel):
    """What went wrong with a request."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: str = "about:blank"
    title: str
    """The status in words."""
    status: int
    detail: str
    """What happened, in one sentence for people."""
    code: str
    """A stable word for programs."""
    request_id: str
    """Found in the log."""
    charged: bool | None = False
    """Whether it cost credits; null where nobody can tell yet."""
    retryable: bool = False
    """Whether the same request may work later."""
    advice: str | None = None
    """What to change."""
    subject: str | None = None
    """The field, file or id that it is about."""
    problems: tuple[Failure, ...] = ()
    """Each of several causes."""
