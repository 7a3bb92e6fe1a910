"""A clock that a test moves on; it never goes back, as all tests of the folder share one."""

import threading
from datetime import datetime, timedelta

from dailies.clock import now

_TICK = timedelta(milliseconds=1)


class Hands:
    """Each look is a millisecond later, so that no two moments are the same."""

    def __init__(self) -> None:
        self._moment = now()
        self._lock = threading.Lock()

    def __call__(self) -> datetime:
        with self._lock:
            self._moment += _TICK
            return self._moment

    def move(self, **by: float) -> None:
        """Let time pass: `move(minutes=5)`."""
        with self._lock:
            self._moment += timedelta(**by)
