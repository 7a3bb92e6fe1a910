"""What a container's exit code says; the queue's retry rules are written against these."""

from collections.abc import Iterable
from enum import IntEnum

from dailies.domain.status import TERMINAL, Status


class Exit(IntEnum):
    """Exit codes, after sysexits.h."""

    SETTLED = 0
    BAD_INPUT = 65
    UNAVAILABLE = 69
    OUR_BUG = 70
    GIVE_BACK = 75
    """Stopped with work left: give me to another machine. Never 0: that would end the retries."""
    NEEDS_PERSON = 77


def exit_code(statuses: Iterable[Status]) -> Exit:
    """Decide from where the batch's units stand when the worker stops."""
    seen = set(statuses)
    if seen & {Status.QUEUED, Status.RUNNING}:
        return Exit.GIVE_BACK
    if Status.BLOCKED in seen:
        return Exit.NEEDS_PERSON
    return Exit.SETTLED if seen <= TERMINAL | {Status.WAITING} else Exit.OUR_BUG
