"""When a request is sent again, and after how long."""

import random
from collections.abc import Callable, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from itertools import count
from typing import TypeVar

from dailies.domain.errors import DailiesError

Answer = TypeVar("Answer")

MOST_TRIES = 6
LONGEST_WAIT_SECONDS = 30.0
_FIRST_WAIT_SECONDS = 0.25
_TRANSIENT = frozenset({429, 500, 502, 503, 504})
_IN_FLIGHT = 409


def may_help(status: int, headers: Mapping[str, str]) -> bool:
    """Tell whether sending the same request again may be answered otherwise."""
    # A 409 that says when to come back means that the first sending of this very request is still worked on.
    return status in _TRANSIENT or (status == _IN_FLIGHT and "retry-after" in headers)


class MayHelp(Exception):
    """Another try may end otherwise; `after` is the server's own hint in seconds."""

    def __init__(self, error: DailiesError, after: float | None = None) -> None:
        super().__init__(str(error))
        self.error = error
        self.after = after


def persist(act: Callable[[], Answer], sleep: Callable[[float], None]) -> Answer:
    """Do something until it succeeds, fails for good, or was tried often enough; raises the last error."""
    for tries in count(1):
        try:
            return act()
        except MayHelp as again:
            wait = wait_seconds(tries, again.after)
            if wait is None:
                raise again.error from again
        sleep(wait)
    raise AssertionError  # count() has no end


def wait_seconds(tries: int, retry_after: float | None, spread: float | None = None) -> float | None:
    """Give the wait after `tries` tries, or None if there is to be no other; `spread` from 0 to 1 is random if None."""
    if tries >= MOST_TRIES:
        return None
    if retry_after is not None:
        # Longer than a person waits: better said at once than slept through.
        return retry_after if retry_after <= LONGEST_WAIT_SECONDS else None
    spread = random.random() if spread is None else spread  # noqa: S311 - no secret
    full: float = min(LONGEST_WAIT_SECONDS, _FIRST_WAIT_SECONDS * 2 ** (tries - 1))
    return full * (0.5 + spread / 2)


def retry_after_seconds(value: str | None, now: datetime) -> float | None:
    """Read a Retry-After header: seconds or a date; None when it is absent or unreadable."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (moment - now).total_seconds()) if moment.tzinfo else None
