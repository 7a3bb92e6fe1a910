"""How long the stages of a piece of work take."""

import time
from collections.abc import Callable

from dailies.domain.options import TaskKind
from dailies.telemetry.emf import emit
from dailies.telemetry.metrics import sample


class StageTimer:
    """Measures one stage after the other; a stage ends when the next begins, or the work."""

    def __init__(self, kind: TaskKind, clock: Callable[[], float] = time.monotonic) -> None:
        """Take whose stages they are, and a clock in seconds that never goes back."""
        self._kind, self._clock = kind, clock
        self._stage: str | None = None
        self._since = 0.0

    def enter(self, stage: str) -> None:
        """Begin a stage; one that is under way goes on."""
        if stage != self._stage:
            self.leave()
            self._stage, self._since = stage, self._clock()

    def leave(self) -> None:
        """End the stage that is under way."""
        if self._stage is not None:
            seconds = self._clock() - self._since
            emit([sample("StageSeconds", seconds, kind=self._kind, stage=self._stage)])
        self._stage = None
