"""Progress of one claimed unit: written seldom enough to cost little, often enough to keep the lease."""

import time
from types import TracebackType
from typing import Self

from dailies.domain.units import Unit
from dailies.services.app import App
from dailies.services.batch_work import RENEW_SECONDS, REPORT_SECONDS
from dailies.telemetry.outcomes import kind_of
from dailies.telemetry.stages import StageTimer


class Reporter:
    """Writes a unit's progress at most once a second, and at least once a minute while it is told anything."""

    def __init__(self, app: App, unit: Unit) -> None:
        """Take the claimed unit."""
        self._app, self._unit = app, unit
        self._timer = StageTimer(kind_of(unit))
        self._written = ("", -1)
        self._at = -float(RENEW_SECONDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.leave()

    def tell(self, stage: str, percent: int) -> None:
        """Say how far a stage is; raises Fenced once the work was taken over or cancelled."""
        self._timer.enter(stage)
        since = time.monotonic() - self._at
        changed = (stage, percent) != self._written
        if since >= RENEW_SECONDS or (changed and (since >= REPORT_SECONDS or stage != self._written[0])):
            self._app.store.units.report(self._unit, stage=stage, progress=percent)
            self._written, self._at = (stage, percent), time.monotonic()
