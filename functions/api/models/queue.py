"""Answers about what is under way and waits."""

from typing import Self

from pydantic import BaseModel

from dailies.services.queueing import QueuedTask
from functions.api.models.jobs import TaskAnswer


class QueuedTaskAnswer(TaskAnswer):
    """An open task, with what its job says of it."""

    title: str
    """The job's."""
    paused: bool
    """Whether its job is paused: what is in work is finished, nothing else begun."""
    progress: int
    """Percent of the units' work."""

    @classmethod
    def of_queued(cls, queued: QueuedTask) -> Self:
        """Show an open task."""
        shown = TaskAnswer.of(queued.task).model_dump()
        return cls(**shown, title=queued.job.title, paused=queued.job.paused, progress=queued.progress)


class Queue(BaseModel):
    """Open tasks, oldest first."""

    tasks: list[QueuedTaskAnswer]
