"""Everything that can go wrong, as one tree.

    DailiesError
    ├── Refused                 the caller asked for what cannot be done; a 4xx, never logged as a crash
    │   ├── InvalidInput        422  a value is wrong; says which and what to change
    │   ├── Malformed           400  the request itself cannot be read
    │   ├── NotFound            404  no such thing, or another owner's
    │   ├── Conflict            409  right request, wrong state
    │   └── LimitReached        429  too much at once; says when to come back
    ├── SourceRejected          a user's file is not what it claims, or is dangerous (exit 65)
    ├── MediaFailed             FFmpeg or the machine failed; another try may help
    │   ├── ToolMissing         the program is not installed
    │   ├── ToolStalled         no progress within the limit; killed
    │   ├── DiskFull            no room for the work
    │   └── OutputInvalid       the tool said yes and its output says no
    ├── SiteFailure             the generating site said no, or could not be followed
    │   ├── SiteRefused         its verdict on this prompt or image: final
    │   ├── SiteBusy            try again after a wait
    │   ├── SiteBlocked         a person must act (sign in, accept a dialog): exit 77
    │   ├── CapReached          buying more would pass what the user allows
    │   └── SiteChanged         a page no longer looks as the selector pack says
    ├── Fenced                  a newer attempt owns the work; drop everything quietly
    └── Cancelled               the user stopped it

Each says what happened, to which subject, whether it was charged, whether a retry helps and what to change.
"""

from collections.abc import Sequence
from typing import ClassVar

from dailies.domain.failure import Failure


class DailiesError(Exception):
    """The root: anything Dailies raises on purpose."""

    code: ClassVar[str] = "internal"
    status: ClassVar[int] = 500
    expected: ClassVar[bool] = False
    retryable: ClassVar[bool] = False

    def __init__(
        self,
        detail: str,
        *,
        code: str | None = None,
        subject: str | None = None,
        charged: bool | None = False,
        retryable: bool | None = None,
        advice: str | None = None,
        problems: Sequence[Failure] = (),
    ) -> None:
        """Say what happened; `charged=None` = nobody can tell yet; `problems` = each of several causes."""
        super().__init__(detail)
        self.problems = tuple(problems)
        self.failure = Failure(
            code=code or self.code,
            detail=detail,
            subject=subject,
            charged=charged,
            retryable=self.retryable if retryable is None else retryable,
            advice=advice,
        )


class Refused(DailiesError):
    """The caller asked for what cannot be done."""

    code = "refused"
    status = 400
    expected = True


class InvalidInput(Refused):
    """A value in the request is wrong."""

    code = "invalid_input"
    status = 422


class Malformed(Refused):
    """The request cannot be read at all."""

    code = "malformed"
    status = 400


class NotFound(Refused):
    """There is no such thing for this owner."""

    code = "not_found"
    status = 404


class Conflict(Refused):
    """The request is right but the thing is in another state."""

    code = "conflict"
    status = 409


class LimitReached(Refused):
    """Too much is asked for at once."""

    code = "limit_reached"
    status = 429
    retryable = True

    def __init__(self, detail: str, *, retry_after_seconds: int, advice: str | None = None) -> None:
        """Say when to come back, in seconds."""
        super().__init__(detail, advice=advice)
        self.retry_after_seconds = retry_after_seconds


class SourceRejected(DailiesError):
    """A user's file is not what it claims to be, or is dangerous to open."""

    code = "source_rejected"
    status = 422
    expected = True


class MediaFailed(DailiesError):
    """FFmpeg, or the machine under it, failed."""

    code = "media_failed"
    retryable = True


class ToolMissing(MediaFailed):
    """A program that the work needs is not installed, or lacks a feature."""

    code = "tool_missing"
    retryable = False


class ToolStalled(MediaFailed):
    """A program made no progress within its limit and was killed."""

    code = "tool_stalled"


class DiskFull(MediaFailed):
    """There is no room for the work."""

    code = "disk_full"


class OutputInvalid(MediaFailed):
    """A program reported success and what it wrote fails the checks."""

    code = "output_invalid"


class SiteFailure(DailiesError):
    """The generating site said no, or could not be followed."""

    code = "site_failed"
    retryable = True


class SiteRefused(SiteFailure):
    """The site's final verdict on this prompt or image."""

    code = "policy"
    expected = True
    retryable = False


class SiteBusy(SiteFailure):
    """The site cannot do it now and may later."""

    code = "high_demand"
    expected = True


class SiteBlocked(SiteFailure):
    """A person must act before anything goes on."""

    code = "session_expired"
    expected = True


class CapReached(SiteFailure):
    """Buying it would spend more credits than is allowed; nothing was sent."""

    code = "cap_job"
    expected = True


class SiteChanged(SiteFailure):
    """A page does not look as the selector pack says."""

    code = "ui_changed"


class Fenced(DailiesError):
    """A newer attempt owns this work."""

    code = "fenced"
    expected = True


class Cancelled(DailiesError):
    """The user stopped it."""

    code = "cancelled"
    expected = True
