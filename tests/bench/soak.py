"""One container's whole run, watched from outside: its time, its work, and its browser's memory item by item."""

import resource
import subprocess
from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from dailies import clock
from dailies.domain.exits import Exit
from dailies.domain.job import Task
from dailies.domain.status import Status
from tests.bench.processes import Memory, browser_memory
from tests.worker.studio import Hired, Studio

READ_EVERY_SECONDS = 0.25


@dataclass(frozen=True)
class Reading:
    """The browser's memory at one moment, and how many takes were published by then."""

    takes: int
    memory: Memory


@dataclass(frozen=True)
class Run:
    """What one container took for its items, from its start to its end."""

    items: int
    seconds: float
    cpu_seconds: float
    """Of the container, its browser and its tools; the site's own work is not in it."""
    readings: tuple[Reading, ...]


class Soak:
    """Runs containers one at a time."""

    def __init__(self, studio: Studio) -> None:
        self.studio = studio

    def run(self, hired: Hired, *, items: int, contexts: int, **settings: str) -> Run:
        """Let one container work through one batch of an account, every item of which must succeed."""
        task = self.studio.begin(hired, items=items)
        work_before, began = _work_of_children(), monotonic()
        container = self.studio.start(task, flow_contexts=contexts, **settings)
        readings = _read_until_ended(container)
        seconds, work = monotonic() - began, _work_of_children() - work_before
        self._require_all_made(task, container.returncode, items)
        return Run(items, seconds, work, self._placed(task, readings))

    def _require_all_made(self, task: Task, ended: int, items: int) -> None:
        made = [item.status for item in self.studio.items(task)]
        assert (ended, made) == (Exit.SETTLED, [Status.SUCCEEDED] * items), self.studio.log_of(task)
        assert (self.studio.paid(task), len(self.studio.videos(task))) == (items, items)

    def _placed(self, task: Task, readings: list[tuple[datetime, Memory]]) -> tuple[Reading, ...]:
        published = sorted(video.created_at for video in self.studio.videos(task))
        return tuple(Reading(bisect_right(published, at), memory) for at, memory in readings)


def _read_until_ended(container: subprocess.Popen[bytes]) -> list[tuple[datetime, Memory]]:
    readings = []
    while True:
        readings.append((clock.now(), browser_memory(container.pid)))
        try:
            container.wait(READ_EVERY_SECONDS)
        except subprocess.TimeoutExpired:
            continue
        return readings


def _work_of_children() -> float:
    """Give the CPU seconds of all processes that have ended below this one."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
