"""The decision which waiting job starts now. Pure.

A job may start when its queue has a free slot and all its tokens are free. Among those: the highest
priority, then the share that started a job longest ago, then the job that was submitted first. A job
that waits for tokens holds up nobody behind it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Candidate:
    """A waiting job as the decision sees it; `number` counts submissions."""

    job_id: str
    number: int
    queue: str
    priority: int = 0
    share: str = ""
    needs: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Capacity:
    """What is free now: slots by queue, tokens by resource, and each share's last turn (0: never)."""

    slots: Mapping[str, int]
    tokens: Mapping[str, int]
    turns: Mapping[tuple[str, str], int] = field(default_factory=dict)


def next_to_start(waiting: Iterable[Candidate], capacity: Capacity) -> Candidate | None:
    """Give the job to start now, or None when none can."""

    def rank(job: Candidate) -> tuple[int, int, int]:
        return -job.priority, capacity.turns.get((job.queue, job.share), 0), job.number

    return min((job for job in waiting if _can_start(job, capacity)), key=rank, default=None)


def _can_start(job: Candidate, capacity: Capacity) -> bool:
    if capacity.slots.get(job.queue, 0) < 1:
        return False
    return all(capacity.tokens.get(name, 0) >= quantity for name, quantity in job.needs.items())
