"""Answers about jobs, their items, uploads and tasks."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel

from dailies.domain.failure import Failure
from dailies.domain.ids import ItemId, JobId, TaskId, UploadId
from dailies.domain.job import Counts, Job, Task, percent_done
from dailies.domain.options import Options, Provider, Quality, Resolution, TaskKind
from dailies.domain.preflight import PreflightWarning
from dailies.domain.status import JobStatus, Status, TaskStatus, UploadStatus
from dailies.domain.units import Item
from dailies.domain.upload import Upload
from dailies.services.jobs import JobView
from dailies.store.timeline import TimelineEvent


class JobAnswer(BaseModel):
    """A job by itself."""

    job_id: JobId
    title: str
    kind: str
    status: JobStatus
    priority: int
    paused: bool
    """What is in work is finished, nothing else begun or bought."""
    progress: int
    """Percent of the items' work."""
    options: Options
    counts: Counts
    active_task: TaskId | None
    created_at: datetime
    updated_at: datetime

    @staticmethod
    def of(job: Job, progress: int | None = None) -> "JobAnswer":
        """Show a job; without `progress`, how far it was when it was last counted."""
        shown = job.model_dump(include=set(JobAnswer.model_fields))
        return JobAnswer(**shown, progress=percent_done(job.counts) if progress is None else progress)


class ImageAnswer(BaseModel):
    """An item's picture."""

    name: str
    width: int
    height: int


class ItemAnswer(BaseModel):
    """One image with its prompt, and how far it is."""

    item_id: ItemId
    number: int
    status: Status
    stage: str | None
    progress: int
    """Percent of the running stage."""
    attempt: int
    run: int
    prompt: str
    image: ImageAnswer
    more_images: list[ImageAnswer]
    """The last frame, or further references."""
    provider: Provider | None
    """Who makes it in place of the job's own provider, after a failover."""
    failure: Failure | None
    retry_at: datetime | None
    task_id: TaskId | None
    updated_at: datetime

    @classmethod
    def of(cls, item: Item) -> Self:
        """Show an item."""
        return cls.model_validate(item.model_dump(include=set(cls.model_fields)))


class UploadAnswer(BaseModel):
    """One sent file with the verdict on it."""

    upload_id: UploadId
    name: str
    size: int
    content_type: str
    status: UploadStatus
    kind: str | None
    images: int
    prompts: int
    warnings: tuple[str, ...]
    failure: Failure | None
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, upload: Upload) -> Self:
        """Show an upload."""
        return cls.model_validate({**upload.model_dump(), **upload.verdict.model_dump()})


class TaskAnswer(BaseModel):
    """One background run."""

    task_id: TaskId
    job_id: JobId
    kind: TaskKind
    status: TaskStatus
    priority: int
    asked_for: int
    """Units that it was begun for."""
    counts: Counts
    batches: int
    quality: Quality | None
    resolution: Resolution | None
    failure: Failure | None
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, task: Task) -> Self:
        """Show a task."""
        return cls(**task.model_dump(include=set(cls.model_fields)))


class JobDetail(JobAnswer):
    """A job with a page of its items; uploads and tasks stand on the first page."""

    items: list[ItemAnswer]
    uploads: list[UploadAnswer]
    tasks: list[TaskAnswer]
    warnings: list[PreflightWarning]
    """Of a draft's images: what may cost a take; starting passes them over."""
    next_cursor: str | None

    @classmethod
    def of_view(cls, view: JobView, next_cursor: str | None) -> Self:
        """Show a job as it was read."""
        return cls(
            **JobAnswer.of(view.job, view.progress).model_dump(),
            items=[ItemAnswer.of(item) for item in view.items],
            uploads=[UploadAnswer.of(upload) for upload in view.uploads],
            tasks=[TaskAnswer.of(task) for task in view.tasks],
            warnings=list(view.warnings),
            next_cursor=next_cursor,
        )


class JobPage(BaseModel):
    """Jobs, newest first."""

    jobs: list[JobAnswer]
    next_cursor: str | None


class EventAnswer(BaseModel):
    """One thing that happened."""

    at: datetime
    event: str
    subject: str
    attempt: int | None
    failure: Failure | None

    @classmethod
    def of(cls, event: TimelineEvent) -> Self:
        """Show an event."""
        return cls(**event.model_dump())


class TimelinePage(BaseModel):
    """What happened to a job, in order."""

    events: list[EventAnswer]
    next_cursor: str | None


class Started(BaseModel):
    """Generating has begun."""

    started: bool = True
    item_count: int
    estimated_time_minutes: int
    message: str
    task_id: TaskId


class CancelledJob(BaseModel):
    """What was stopped."""

    job_id: JobId
    tasks: list[TaskAnswer]
