"""Works through a batch of renditions or deliveries, one after the other: FFmpeg uses every core by itself."""

import tempfile
from pathlib import Path

from containers.media.delivering import Delivering
from containers.media.upscaling import Upscaling
from dailies.crash import CrashPoints
from dailies.domain.errors import Cancelled, DailiesError, Fenced
from dailies.domain.exits import Exit
from dailies.domain.retry import Settlement
from dailies.domain.status import Status
from dailies.domain.units import Delivery, Rendition, Unit
from dailies.media.tools import Tools
from dailies.services.app import App, logger
from dailies.services.batch_work import BatchWork
from dailies.store.units import unit_id
from dailies.telemetry.context import bound
from dailies.telemetry.emf import emit
from dailies.telemetry.outcomes import settled
from dailies.telemetry.subjects import ids_of


class MediaWorker:
    """One container's work."""

    def __init__(self, app: App, work: BatchWork, tools: Tools) -> None:
        """Take the product, the batch and FFmpeg."""
        self._app, self._work, self._tools = app, work, tools
        self._crash = CrashPoints(app.settings)

    def run(self) -> Exit:
        """Do what is due, and say how the process should end."""
        with self._work.alive():
            for unit in self._work.due():
                if self._work.stop.is_set() or self._work.is_paused():
                    break
                self._try(unit)
            return self._work.close()

    def _try(self, unit: Unit) -> None:
        try:
            claimed = self._app.store.units.claim(unit)
        except Fenced:
            return
        with bound(unit=unit_id(unit), **ids_of(claimed)):
            self._work_on(claimed)

    def _work_on(self, claimed: Unit) -> None:
        logger.info("claimed")
        try:
            with tempfile.TemporaryDirectory(prefix="dailies-") as folder:
                changes = self._do(claimed, Path(folder))
            done = Settlement(status=Status.SUCCEEDED)
            self._app.store.units.settle(claimed, done, changes)
            self._note(claimed, done, None)
        except Fenced:
            logger.info("taken over or cancelled")
        except Cancelled:
            self._work.give_back(claimed)
        except DailiesError as error:
            self._fail(claimed, error)

    def _do(self, unit: Unit, folder: Path) -> dict[str, object]:
        if isinstance(unit, Rendition):
            return Upscaling(self._app, self._tools, self._work.stop.is_set, self._crash).run(unit, folder)
        if isinstance(unit, Delivery):
            return Delivering(self._app, self._work.stop.is_set, self._crash).run(unit)
        raise TypeError(type(unit).__name__)

    def _fail(self, unit: Unit, error: DailiesError) -> None:
        settlement = self._work.decide(unit, error)
        logger.warning("failed", extra={"code": error.failure.code})
        try:
            self._app.store.units.settle(unit, settlement)
        except Fenced:
            return
        self._note(unit, settlement, error)

    def _note(self, unit: Unit, settlement: Settlement, error: DailiesError | None) -> None:
        emit(settled(unit, settlement))
        logger.info("settled", extra={"outcome": settlement.status})
        kind = "upscale" if isinstance(unit, Rendition) else "delivery"
        self._app.store.timeline.add(
            unit.owner,
            unit.job_id,
            f"{kind}.{settlement.status}",
            unit_id(unit),
            attempt=unit.attempt,
            failure=error.failure if error else None,
        )
