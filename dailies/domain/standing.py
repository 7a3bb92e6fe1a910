"""How open work stands, seen from outside: how long something has waited, and what has stopped moving."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from dailies.domain.job import Task
from dailies.domain.status import Status, TaskStatus
from dailies.domain.units import Unit

SILENCE = timedelta(minutes=5)
"""Whoever works on a unit says so every minute, and a task is started or stopped within seconds."""
_PASSING = frozenset({TaskStatus.PENDING, TaskStatus.CANCELLING})


@dataclass(frozen=True)
class Standing:
    """What a look at open work found."""

    oldest_seconds: float
    """How long the unit has waited that waits longest and could be worked on; 0 where none does."""
    stuck: int
    """Units that somebody holds without a word, and tasks that neither begin nor end."""


def stand(tasks: Iterable[Task], units: Iterable[Unit], now: datetime) -> Standing:
    """Judge open tasks and their units."""
    found = list(units)
    waits = [now - since for unit in found if (since := _could_go_since(unit, now)) is not None]
    silent = [unit for unit in found if unit.status is Status.RUNNING and now - unit.updated_at > SILENCE]
    idle = [task for task in tasks if task.status in _PASSING and now - task.updated_at > SILENCE]
    oldest = max(waits, default=timedelta(0))
    return Standing(oldest_seconds=oldest.total_seconds(), stuck=len(silent) + len(idle))


def _could_go_since(unit: Unit, now: datetime) -> datetime | None:
    if unit.status is Status.QUEUED:
        return unit.updated_at
    due = unit.status is Status.WAITING and unit.retry_at is not None and unit.retry_at <= now
    return unit.retry_at if due else None
