"""A job, its tasks, and how their states follow from the units under them."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from dailies.domain.failure import Failure
from dailies.domain.ids import TaskId
from dailies.domain.options import Options, Quality, Resolution, TaskKind
from dailies.domain.status import JobStatus, Status, TaskStatus
from dailies.domain.units import Record


class Counts(BaseModel):
    """How many units are in each state."""

    model_config = ConfigDict(frozen=True)

    total: int = 0
    pending: int = 0
    queued: int = 0
    running: int = 0
    waiting: int = 0
    blocked: int = 0
    succeeded: int = 0
    failed: int = 0
    cancelled: int = 0

    @property
    def open(self) -> int:
        """Units that still have a way to go by themselves."""
        return self.pending + self.queued + self.running + self.waiting


def fold(statuses: Iterable[Status]) -> Counts:
    """Count units by state."""
    counted = Counter(str(status) for status in statuses)
    return Counts(total=sum(counted.values()), **counted)


class Job(Record):
    """What a user submitted."""

    title: str
    kind: str = "generate"
    options: Options
    priority: int = 0
    paused: bool = False
    """No container of it starts and nothing more is claimed or bought, until the user resumes it."""
    status: JobStatus = JobStatus.DRAFT
    counts: Counts = Counts()
    edits: int = 0
    """Changes to the draft: what was made of an older one is not started."""
    tasks: int = 0
    """Tasks made so far: the next one's number is one higher."""
    active_task: TaskId | None = None
    """The generate task that is running: at most one at a time."""
    created_at: datetime
    updated_at: datetime


class Scope(StrEnum):
    """Which units a task takes on when it is planned."""

    PENDING = "pending"
    """Every item that never ran."""
    UNFINISHED = "unfinished"
    """Every item that failed, was cancelled or is blocked, where another try can help."""
    BLOCKED = "blocked"
    """Every item that waited for a person who has acted since."""
    CHOSEN = "chosen"
    """Those that the task names."""


class Task(Record):
    """One background run over a job: one execution of the state machine, under the task's own id."""

    task_id: TaskId
    kind: TaskKind
    status: TaskStatus = TaskStatus.PENDING
    scope: Scope = Scope.CHOSEN
    unit_ids: tuple[str, ...] = ()
    quality: Quality | None = None
    resolution: Resolution | None = None
    recover: bool = False
    """Brings home what was paid for and never buys."""
    priority: int = 0
    execution: str | None = None
    """ARN of the execution, once started."""
    restarts: int = 0
    """Executions begun again: lost with the place that ran them, or ended by a pause."""
    resumes: int = 0
    """How many of those a pause had ended."""
    held: bool = False
    """This execution turned work away because the job is paused: what is left over has not failed."""
    request: str | None = None
    """Seed of the request that began it, by which a repeat of the request finds it."""
    correlation: str | None = None
    """Id of that request in the logs; what begins by itself has none."""
    asked_for: int = 0
    """Units that it was begun for."""
    batches: int = 0
    counts: Counts = Counts()
    failure: Failure | None = None
    created_at: datetime
    updated_at: datetime


def percent_done(counts: Counts, running: int = 0) -> int:
    """Say how much is done: an ended unit counts whole; `running` = the percents of those in work, added up."""
    if not counts.total:
        return 0
    ended = counts.succeeded + counts.failed + counts.cancelled
    return min(100, (ended * 100 + running) // counts.total)


def job_status(counts: Counts) -> JobStatus:
    """Say where a job stands once none of its generate tasks runs: 93 good and 7 failed is done."""
    if counts.total in {0, counts.pending}:
        return JobStatus.DRAFT
    if counts.blocked:
        return JobStatus.BLOCKED
    if counts.succeeded:
        return JobStatus.DONE
    return JobStatus.FAILED if counts.failed else JobStatus.CANCELLED


def task_status(counts: Counts) -> TaskStatus:
    """Say how a task ended, from its units."""
    if counts.blocked:
        return TaskStatus.BLOCKED
    if counts.succeeded:
        return TaskStatus.SUCCEEDED
    return TaskStatus.FAILED if counts.failed or not counts.cancelled else TaskStatus.CANCELLED


def wanted(scope: Scope, status: Status, failure: Failure | None) -> bool:
    """Tell whether a task of this scope takes on an item that stands so."""
    if scope is Scope.PENDING:
        return status is Status.PENDING
    if scope is Scope.BLOCKED:
        return status is Status.BLOCKED
    if scope is Scope.UNFINISHED:
        helps = failure is None or failure.retryable
        return status in {Status.CANCELLED, Status.BLOCKED} or (status is Status.FAILED and helps)
    return False
