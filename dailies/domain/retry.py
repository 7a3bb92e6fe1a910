"""What becomes of a unit after a try: decided from data, so that each rule is tested in microseconds."""

import hashlib
from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict

from dailies.domain.errors import CapReached, DailiesError, SiteBlocked, SiteBusy, SiteChanged
from dailies.domain.failure import Failure
from dailies.domain.status import Status

CRASHES_ALLOWED = 3
"""A unit whose workers died this often is quarantined, so that it stops taking its neighbours with it."""


class RetryPolicy(BaseModel):
    """How often and how long to wait when the site is busy."""

    model_config = ConfigDict(frozen=True)

    wait_seconds: float = 180
    attempts: int = 5
    jitter: float = 0.2
    """Share of the wait by which it may be shorter or longer."""


class Settlement(BaseModel):
    """The state a unit goes to, with why."""

    model_config = ConfigDict(frozen=True)

    status: Status
    failure: Failure | None = None
    retry_at: datetime | None = None
    tries: int = 0
    crashes: int = 0


def delay(policy: RetryPolicy, subject: str, tries: int) -> timedelta:
    """Spread waits by a share that the unit's own name decides: spread, and yet repeatable."""
    digest = hashlib.sha256(f"{subject}#{tries}".encode()).digest()
    share = int.from_bytes(digest[:4]) / 0xFFFFFFFF * 2 - 1
    return timedelta(seconds=policy.wait_seconds * (1 + policy.jitter * share))


_AT_ONCE = frozenset({"browser_lost"})
LOOK_LATER = "look_later"
"""Whether an act was paid for cannot be told yet, and can be in some minutes."""
_PATIENCE = {"quota_daily": 20, "cap_account": 20, "cap_day": 20, LOOK_LATER: 3}
"""How many usual waits one wait is for what passes more slowly: an hour instead of 3 minutes."""


def settle_error(
    error: DailiesError, *, subject: str, tries: int, crashes: int, policy: RetryPolicy, now: datetime
) -> Settlement:
    """Decide after a failed try at one unit."""
    failure = error.failure
    if isinstance(error, SiteBlocked | SiteChanged):
        return Settlement(status=Status.BLOCKED, failure=failure, tries=tries, crashes=crashes)
    if isinstance(error, CapReached) and failure.code != CapReached.code:
        # A day's cap passes by itself at midnight: waiting for it is no try.
        return _wait(failure, subject=subject, tries=tries, crashes=crashes, policy=policy, now=now)
    if isinstance(error, CapReached):
        return Settlement(status=Status.FAILED, failure=failure, tries=tries, crashes=crashes)
    at_once = failure.retryable and failure.charged is not False and failure.code != LOOK_LATER
    if failure.code in _AT_ONCE or at_once:
        # Paid for, or perhaps: go on from the ledger at once instead of waiting, and never for ever.
        return release(failure, tries=tries, crashes=crashes)
    if failure.retryable and tries + 1 < _attempts(error, policy):
        return _wait(failure, subject=subject, tries=tries + 1, crashes=crashes, policy=policy, now=now)
    return Settlement(status=Status.FAILED, failure=failure, tries=tries + 1, crashes=crashes)


def _wait(
    failure: Failure, *, subject: str, tries: int, crashes: int, policy: RetryPolicy, now: datetime
) -> Settlement:
    retry_at = now + delay(policy, subject, tries) * _PATIENCE.get(failure.code, 1)
    return Settlement(status=Status.WAITING, failure=failure, retry_at=retry_at, tries=tries, crashes=crashes)


def _attempts(error: DailiesError, policy: RetryPolicy) -> int:
    """High demand is worth the whole patience; anything else that may pass gets two more tries."""
    patient = isinstance(error, SiteBusy) or error.failure.code == LOOK_LATER
    return policy.attempts if patient else min(3, policy.attempts)


def release(failure: Failure | None, *, tries: int, crashes: int) -> Settlement:
    """Decide after a worker died on a unit: again, or quarantine."""
    if crashes + 1 < CRASHES_ALLOWED:
        return Settlement(status=Status.QUEUED, failure=failure, tries=tries, crashes=crashes + 1)
    final = failure or Failure(
        code="worker_crashed",
        detail=f"The work on this stopped {CRASHES_ALLOWED} times without an answer; it is set aside.",
        charged=None,
        retryable=True,
        advice="Retry it alone; if it stops again, the file itself may be the cause.",
    )
    return Settlement(status=Status.FAILED, failure=final, tries=tries, crashes=crashes + 1)
