"""What the API answers, as far as the command line reads it; fields that it does not know are passed over."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict

from dailies.domain.failure import Failure
from dailies.domain.job import Counts
from dailies.domain.status import ACTIVE_TASK, JobStatus, Status, TaskStatus, UploadStatus


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Slot(_Answer):
    """Where and how to send one file: `POST` a form, `PUT` the body, or `PUT` each part (`MULTIPART`)."""

    upload_id: str
    name: str
    method: str
    url: str | None = None
    fields: dict[str, str] = {}
    parts: tuple[str, ...] = ()
    part_bytes: int | None = None
    needs_complete: bool = False


class Upload(_Answer):
    """A file that was sent, or is still awaited, with the verdict on it."""

    upload_id: str
    name: str
    status: UploadStatus
    images: int = 0
    prompts: int = 0
    warnings: tuple[str, ...] = ()
    failure: Failure | None = None


class Image(_Answer):
    """An item's picture."""

    name: str


class Item(_Answer):
    """One image and one prompt."""

    item_id: str
    number: int
    prompt: str
    image: Image
    status: Status
    progress: int = 0
    stage: str | None = None
    failure: Failure | None = None
    retry_at: datetime | None = None


class Task(_Answer):
    """One background run."""

    task_id: str
    kind: str
    status: TaskStatus
    counts: Counts = Counts()
    failure: Failure | None = None

    @property
    def is_open(self) -> bool:
        """Whether it still runs, or will."""
        return self.status in ACTIVE_TASK


class JobSummary(_Answer):
    """A job in a list."""

    job_id: str
    title: str
    status: JobStatus
    counts: Counts = Counts()
    created_at: datetime


class Warned(_Answer):
    """Something that may cost a take; starting passes it over."""

    code: str
    detail: str
    advice: str
    subject: str | None = None


class Cap(_Answer):
    """One limit on spending, in credits."""

    of: str
    account: str | None = None
    limit: int
    left: int


class FailoverPrice(_Answer):
    """What the job would cost at most if all of it went to the other provider."""

    provider: str
    credits: int
    usd: str | None = None


class Quote(_Answer):
    """What starting a job would cost, what stands against it and what may go wrong."""

    provider: str
    model: str
    item_count: int
    clips: int
    credits: int
    least_credits: int
    usd: str | None = None
    failover: FailoverPrice | None = None
    prices_of: date
    caps: tuple[Cap, ...] = ()
    allowed: bool
    refusals: tuple[Failure, ...] = ()
    warnings: tuple[Warned, ...] = ()
    warning_count: int = 0


class Job(JobSummary):
    """A job with a page of its items."""

    progress: int = 0
    items: tuple[Item, ...] = ()
    uploads: tuple[Upload, ...] = ()
    tasks: tuple[Task, ...] = ()
    warnings: tuple[Warned, ...] = ()
    next_cursor: str | None = None

    def task(self, task_id: str) -> Task | None:
        """Find one of the job's tasks."""
        return next((task for task in self.tasks if task.task_id == task_id), None)


class Rendition(_Answer):
    """A video's 4K version, made or in the making."""

    status: Status
    quality: str
    progress: int = 0
    width: int | None = None
    height: int | None = None
    size: int | None = None
    failure: Failure | None = None
    url: str | None = None


class Video(_Answer):
    """One take."""

    video_id: str
    item_id: str
    prompt: str
    output: int
    selected: bool = False
    width: int
    height: int
    frames: int
    duration_ms: int = 0
    size: int
    sha256: str
    url: str
    thumbnail_url: str | None = None
    rendition: Rendition | None = None

    @property
    def has_4k(self) -> bool:
        """Whether the 4K version is there."""
        return self.rendition is not None and self.rendition.status is Status.SUCCEEDED


class VideoPage(_Answer):
    """Some takes of a job."""

    videos: tuple[Video, ...]


class Started(_Answer):
    """Work that has begun; without a task id there was nothing to do."""

    message: str
    task_id: str | None = None
    delivery_id: str | None = None
    estimated_time_minutes: int | None = None
    estimated_seconds: int | None = None


class Delivery(_Answer):
    """A ZIP, made or in the making."""

    delivery_id: str
    status: Status
    progress: int = 0
    failure: Failure | None = None
    name: str | None = None
    size: int | None = None
    sha256: str | None = None
    url: str | None = None


class Event(_Answer):
    """One moment of a job's timeline."""

    at: datetime
    event: str
    subject: str = ""
    failure: Failure | None = None


class CheckStarted(_Answer):
    """A check that is on its way."""

    account: str
    asked_at: datetime
    message: str


class Evidence(_Answer):
    """What the site looked like when a check failed."""

    name: str
    url: str


class Check(_Answer):
    """The finding of an account's last check."""

    account: str
    under_way: bool = False
    passed: bool | None = None
    checked_at: datetime | None = None
    pack: str | None = None
    step: str | None = None
    quote: int | None = None
    failure: Failure | None = None
    evidence: tuple[Evidence, ...] = ()
