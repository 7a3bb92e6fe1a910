"""A job: what was asked for (frozen) and how far it is (changes)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from infra.local.batch.requests import RetryStrategy, Variable
from infra.local.batch.retry import Ending
from infra.local.batch.schedule import Candidate


class Status(StrEnum):
    """The states of a job that we use; PENDING needs dependencies, which are refused."""

    SUBMITTED = "SUBMITTED"
    RUNNABLE = "RUNNABLE"
    STARTING = "STARTING"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"

    @property
    def is_final(self) -> bool:
        """Tell whether the job is over."""
        return self in {Status.SUCCEEDED, Status.FAILED}


@dataclass(frozen=True)
class JobSpec:
    """A job as submitted, its definition and overrides merged."""

    name: str
    queue: str
    queue_arn: str
    definition_arn: str
    image: str
    command: tuple[str, ...]
    environment: tuple[Variable, ...]
    retry: RetryStrategy
    timeout_seconds: int | None = None
    priority: int = 0
    share: str | None = None
    needs: Mapping[str, int] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Attempt:
    """One finished run of a job's command."""

    started_at: datetime
    stopped_at: datetime
    ending: Ending


@dataclass
class Job:
    """A job's record; only the engine changes it."""

    id: str
    arn: str
    number: int
    spec: JobSpec
    log: Path
    created_at: datetime
    status: Status = Status.SUBMITTED
    status_reason: str | None = None
    started_at: datetime | None = None
    stopped_at: datetime | None = None
    attempts: list[Attempt] = field(default_factory=list)
    stop_reason: str | None = None
    is_cancelled: bool = False
    is_terminated: bool = False

    @property
    def candidate(self) -> Candidate:
        """Show the job as the scheduling decision sees it."""
        spec = self.spec
        return Candidate(self.id, self.number, spec.queue, spec.priority, spec.share or "", spec.needs)
