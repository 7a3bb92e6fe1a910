"""A container's side of a batch: what there is to do, signs of life, the answer at the end."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from dailies.domain.errors import DailiesError, Fenced, NotFound
from dailies.domain.exits import Exit, exit_code
from dailies.domain.ids import JobId, TaskId
from dailies.domain.retry import Settlement, settle_error
from dailies.domain.status import CLAIMABLE, Status
from dailies.domain.units import Unit
from dailies.services.app import App, logger
from dailies.services.finding import batch_units
from dailies.services.orchestration import container_ended
from dailies.settings import BatchRun
from dailies.store.units import unit_id

HEARTBEAT_SECONDS = 30
"""A fifth of what the state machine waits for."""
REPORT_SECONDS = 1.0
RENEW_SECONDS = 60
"""A lease lasts 5 minutes: silence of a slow stage never comes near it."""


class BatchWork:
    """One batch in one container."""

    def __init__(self, app: App, run: BatchRun) -> None:
        """Take the product and which batch; nothing is read yet."""
        self.app, self.run = app, run
        self.stop = threading.Event()
        """Set when this container must end: SIGTERM, or the execution is over."""

    def units(self) -> list[Unit]:
        """Read the batch's units in order, without those that a later task has taken on."""
        record = self.app.store.tasks.batch(self.run.owner, TaskId(self.run.task), self.run.batch)
        return batch_units(self.app, self.run.owner, record)

    def due(self) -> list[Unit]:
        """Read the units that can be claimed now; none while the job is paused."""
        if self.is_paused():
            return []
        return [unit for unit in self.units() if is_due(unit, self.app.clock())]

    def is_paused(self) -> bool:
        """Tell whether the user paused the job: what is held may be finished, and nothing more claimed or bought."""
        return self.app.store.jobs.is_paused(self.run.owner, JobId(self.run.job))

    @contextmanager
    def alive(self) -> Iterator[None]:
        """Take SIGTERM as a request to stop, and tell the state machine now and then that we live."""
        before = signal.signal(signal.SIGTERM, lambda *_: self.stop.set())
        done = threading.Event()
        beating = threading.Thread(target=self._beat, args=(done,), name="heartbeat", daemon=True)
        beating.start()
        try:
            yield
        finally:
            done.set()
            beating.join(timeout=10)
            signal.signal(signal.SIGTERM, before)

    def _beat(self, done: threading.Event) -> None:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - heavy

        while not done.wait(HEARTBEAT_SECONDS):
            try:
                record = self.app.store.tasks.batch(self.run.owner, TaskId(self.run.task), self.run.batch)
                if record.round != self.run.round:
                    self.stop.set()
                elif record.token:
                    self.app.aws.states.send_task_heartbeat(taskToken=record.token)
            except ClientError as error:
                if error.response["Error"]["Code"] in {"TaskTimedOut", "TaskDoesNotExist", "InvalidToken"}:
                    self.stop.set()
            except NotFound:
                self.stop.set()  # the job was deleted, or the task begun again without us
            except BotoCoreError:
                logger.warning("no heartbeat sent", exc_info=True)

    def decide(self, unit: Unit, error: DailiesError) -> Settlement:
        """Say what becomes of a unit after a failed try."""
        return settle_error(
            error,
            subject=unit_id(unit),
            tries=unit.tries,
            crashes=unit.crashes,
            policy=self.app.settings.retry,
            now=self.app.clock(),
        )

    def give_back(self, unit: Unit) -> None:
        """Hand a claimed unit back untouched by blame: this machine is going away."""
        try:
            self.app.store.units.settle(
                unit,
                Settlement(
                    status=Status.QUEUED, failure=unit.failure, tries=unit.tries, crashes=unit.crashes
                ),
            )
        except Fenced:
            logger.info("unit was taken over or cancelled")

    def close(self) -> Exit:
        """Answer the state machine if everything is settled, and say how the process should end."""
        code = exit_code(unit.status for unit in self.units())
        if code is Exit.GIVE_BACK and not self.stop.is_set() and self.is_paused():
            # Another machine could do no more: the state machine sets what is left aside.
            container_ended(self.app, self.run, ended="PAUSED")
            return Exit.SETTLED
        if code in {Exit.SETTLED, Exit.NEEDS_PERSON}:
            container_ended(self.app, self.run, ended=code.name)
        return code


def is_due(unit: Unit, now: datetime) -> bool:
    """Tell whether a unit may be claimed: queued, or its wait is over."""
    return unit.status in CLAIMABLE and (unit.retry_at is None or unit.retry_at <= now)
