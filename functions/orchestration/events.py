"""What the state machine hands to its steps, read strictly."""

from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from dailies.domain.ids import JobId, Owner, TaskId
from dailies.settings import BatchRun


class TaskEvent(BaseModel):
    """Which task."""

    model_config = ConfigDict(frozen=True)

    owner: Owner
    job_id: JobId
    task_id: TaskId
    error: str | None = None

    @property
    def ids(self) -> dict[str, str | int]:
        """What every line about it carries."""
        return {"job_id": self.job_id, "task_id": self.task_id}


class RoundEvent(TaskEvent):
    """Which round of which of its batches."""

    batch: int
    round: int
    token: str | None = None

    @classmethod
    def read(cls, event: dict[str, Any]) -> Self:
        """Build from a step's input."""
        return cls.model_validate(event)

    @property
    def ids(self) -> dict[str, str | int]:
        """What every line about it carries."""
        return {**super().ids, "batch": self.batch, "round": self.round}

    @property
    def run(self) -> BatchRun:
        """The run as containers and events name it."""
        return BatchRun(
            owner=self.owner, job=self.job_id, task=self.task_id, batch=self.batch, round=self.round
        )
