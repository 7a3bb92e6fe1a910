"""What can go wrong between the command line and the API; the exit code follows from the kind.

0    done
1    refused or failed            any DailiesError
2    the command line is wrong    click's own
3    the API cannot be reached    Unreachable
130  stopped by Ctrl-C
"""

from collections.abc import Sequence

from dailies.domain.errors import DailiesError, Refused
from dailies.domain.failure import Failure

FAILED = 1
UNREACHABLE = 3
INTERRUPTED = 130


class ApiRefused(Refused):
    """The API answered with a problem."""

    code = "api_refused"

    def __init__(
        self,
        failure: Failure,
        *,
        http_status: int,
        problems: Sequence[Failure] = (),
        request_id: str | None = None,
    ) -> None:
        """Take over what the API said."""
        super().__init__(
            failure.detail,
            code=failure.code,
            subject=failure.subject,
            charged=failure.charged,
            retryable=failure.retryable,
            advice=failure.advice,
            problems=problems,
        )
        self.http_status = http_status
        self.request_id = request_id


class SignInFailed(DailiesError):
    """Nobody could be signed in."""

    code = "sign_in_failed"
    expected = True


class TransferFailed(DailiesError):
    """A file could not be sent to, or fetched from, the storage."""

    code = "transfer_failed"
    expected = True
    retryable = True


class Unfinished(DailiesError):
    """Something that was waited for did not succeed, or not in time."""

    code = "unfinished"
    expected = True


class Unreachable(DailiesError):
    """No API answers at the address, or none is known."""

    code = "api_unreachable"
    expected = True
    retryable = True


def exit_code(error: DailiesError) -> int:
    """Give the exit code that tells this error's kind."""
    return UNREACHABLE if isinstance(error, Unreachable) else FAILED
