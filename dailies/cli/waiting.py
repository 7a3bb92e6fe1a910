"""Waits for something the API works on, asking less often while nothing changes."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from dailies.cli.errors import Unfinished

Seen = TypeVar("Seen")

_SOONEST_SECONDS = 0.5
_LATEST_SECONDS = 3.0
_SLOWER_BY = 1.5


def next_pause(pause: float, *, changed: bool) -> float:
    """Give the seconds until the next question: few after a change, more and more while nothing changes."""
    return _SOONEST_SECONDS if changed else min(_LATEST_SECONDS, pause * _SLOWER_BY)


@dataclass(frozen=True)
class Patience:
    """How long to wait, and how to let time pass."""

    seconds: float = 24 * 3600.0
    sleep: Callable[[float], None] = time.sleep
    monotonic: Callable[[], float] = time.monotonic


def follow(
    read: Callable[[], Seen | None],
    is_over: Callable[[Seen], bool],
    show: Callable[[Seen], None],
    patience: Patience,
) -> Seen:
    """Read until it is over, showing each change, and give what was read last; None read = nothing changed.

    Raises Unfinished when the patience ends.
    """
    deadline = patience.monotonic() + patience.seconds
    pause = _SOONEST_SECONDS
    while True:
        seen = read()
        if seen is not None:
            show(seen)
            if is_over(seen):
                return seen
        if patience.monotonic() > deadline:
            minutes = patience.seconds / 60
            raise Unfinished(f"It is not done after {minutes:.0f} minutes.", code="too_long", retryable=True)
        pause = next_pause(pause, changed=seen is not None)
        patience.sleep(pause)
