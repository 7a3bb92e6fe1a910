"""What the state machine does next with a batch, decided from the batch's units."""

import math
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from dailies.domain.status import Status
from dailies.domain.units import Unit

MOST_ROUNDS = 40
"""Rounds of one batch: 5 waits and 3 crashes for several items fit; a loop without progress does not."""
MOST_WAIT_SECONDS = 24 * 3600
MOST_PAUSE_SECONDS = 60


class Next(StrEnum):
    """The answer the state machine branches on."""

    DONE = "done"
    RETRY = "retry"


class Verdict(BaseModel):
    """Go on with this batch, and when."""

    model_config = ConfigDict(frozen=True)

    next: Next
    seconds: int = 0
    round: int


def next_round(units: Sequence[Unit], *, round_number: int, now: datetime) -> Verdict:
    """Decide once nobody works on the batch: queued units go at once, waiting ones when all are due."""
    # The first hand-back goes on at once; a batch that is handed back again and again is given air.
    again = Verdict(
        next=Next.RETRY, round=round_number + 1, seconds=min(2 ** (round_number - 1) - 1, MOST_PAUSE_SECONDS)
    )
    done = Verdict(next=Next.DONE, round=round_number)
    if round_number >= MOST_ROUNDS:
        return done
    if any(unit.status is Status.QUEUED for unit in units):
        return again
    due = [unit.retry_at for unit in units if unit.status is Status.WAITING and unit.retry_at]
    if not due:
        return done
    # One start for all: jitter spreads them by a minute, and a browser start costs more than that.
    seconds = math.ceil((max(due) - now).total_seconds())
    return Verdict(next=Next.RETRY, round=round_number + 1, seconds=min(max(seconds, 0), MOST_WAIT_SECONDS))
