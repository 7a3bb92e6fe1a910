"""The life of a unit of work, as a table; nothing else decides which change is legal."""

from enum import StrEnum


class Status(StrEnum):
    """Where an item, a rendition or a delivery stands."""

    PENDING = "pending"
    QUEUED = "queued"
    RUNNING = "running"
    WAITING = "waiting"
    """A timed retry is due at `retry_at`."""
    BLOCKED = "blocked"
    """A person must act first."""
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


TERMINAL = frozenset({Status.SUCCEEDED, Status.FAILED, Status.CANCELLED})
CLAIMABLE = frozenset({Status.QUEUED, Status.WAITING})

AT_REST = TERMINAL | {Status.PENDING, Status.BLOCKED}
"""Nobody works on it and nothing is going to: a new task may take it on."""

TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.PENDING: frozenset({Status.QUEUED, Status.CANCELLED}),
    Status.QUEUED: frozenset(
        {Status.RUNNING, Status.BLOCKED, Status.WAITING, Status.FAILED, Status.CANCELLED}
    ),
    Status.RUNNING: frozenset(
        {
            Status.SUCCEEDED,
            Status.FAILED,
            Status.WAITING,
            Status.BLOCKED,
            Status.QUEUED,  # handed back: the worker was stopped, or died
            Status.CANCELLED,
        }
    ),
    Status.WAITING: frozenset(
        {Status.RUNNING, Status.QUEUED, Status.BLOCKED, Status.WAITING, Status.FAILED, Status.CANCELLED}
    ),
    Status.BLOCKED: frozenset({Status.QUEUED, Status.FAILED, Status.CANCELLED}),
    # Only a new task, asked for by the user, leaves a terminal state.
    Status.SUCCEEDED: frozenset({Status.QUEUED}),
    Status.FAILED: frozenset({Status.QUEUED}),
    Status.CANCELLED: frozenset({Status.QUEUED}),
}


def sources(target: Status) -> frozenset[Status]:
    """Give the states from which `target` may be entered: the condition of the write that enters it."""
    return frozenset(source for source, targets in TRANSITIONS.items() if target in targets)


class TaskStatus(StrEnum):
    """Where one background run stands."""

    PENDING = "pending"
    """Written, its execution not yet started."""
    RUNNING = "running"
    PAUSED = "paused"
    """Its execution has ended with units left, because the user paused the job."""
    CANCELLING = "cancelling"
    SUCCEEDED = "succeeded"
    """Ended with something to show; `counts.failed` may still be above 0."""
    FAILED = "failed"
    BLOCKED = "blocked"
    CANCELLED = "cancelled"


ACTIVE_TASK = frozenset({TaskStatus.PENDING, TaskStatus.RUNNING, TaskStatus.PAUSED, TaskStatus.CANCELLING})

TASK_TRANSITIONS: dict[TaskStatus, frozenset[TaskStatus]] = {
    TaskStatus.PENDING: frozenset(
        {TaskStatus.RUNNING, TaskStatus.CANCELLING, TaskStatus.CANCELLED, TaskStatus.FAILED}
    ),
    TaskStatus.RUNNING: frozenset(
        {
            TaskStatus.PAUSED,
            TaskStatus.CANCELLING,
            TaskStatus.SUCCEEDED,
            TaskStatus.FAILED,
            TaskStatus.BLOCKED,
        }
    ),
    TaskStatus.PAUSED: frozenset({TaskStatus.PENDING, TaskStatus.CANCELLING}),
    TaskStatus.CANCELLING: frozenset({TaskStatus.CANCELLED}),
    TaskStatus.SUCCEEDED: frozenset(),
    TaskStatus.FAILED: frozenset(),
    TaskStatus.BLOCKED: frozenset({TaskStatus.CANCELLED}),
    TaskStatus.CANCELLED: frozenset(),
}


def task_sources(target: TaskStatus) -> frozenset[TaskStatus]:
    """Give the states from which a task may enter `target`."""
    return frozenset(source for source, targets in TASK_TRANSITIONS.items() if target in targets)


class JobStatus(StrEnum):
    """Where a job stands: a fold over its items and its running tasks."""

    DRAFT = "draft"
    """Being filled; nothing has started."""
    RUNNING = "running"
    BLOCKED = "blocked"
    DONE = "done"
    """At least one item succeeded; `counts.failed` may be above 0."""
    FAILED = "failed"
    CANCELLED = "cancelled"
    DELETING = "deleting"


class UploadStatus(StrEnum):
    """Where an uploaded file stands."""

    REQUESTED = "requested"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
