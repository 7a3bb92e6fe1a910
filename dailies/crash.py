"""Crash points: named places where the fault tests have a worker killed, as a power cut would."""

import os
import signal
from pathlib import Path

from dailies.settings import Settings


class CrashPoints:
    """Kills this process with SIGKILL at the configured place, at most once; does nothing in production."""

    def __init__(self, settings: Settings) -> None:
        """Take the place and the once-only mark from the settings."""
        self._place = settings.crash_at
        self._mark = Path(settings.crash_once) if settings.crash_once else None

    def reach(self, place: str) -> None:
        """Die here if the settings name this place and it has not happened yet."""
        if place != self._place or not self._claim():
            return
        os.kill(os.getpid(), signal.SIGKILL)

    def _claim(self) -> bool:
        if self._mark is None:
            return True
        try:
            self._mark.touch(exist_ok=False)
        except FileExistsError:
            return False
        return True
