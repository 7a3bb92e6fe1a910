"""The records that work is done on: each is one row, claimed by one worker at a time."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, ConfigDict

from dailies.domain.failure import Failure
from dailies.domain.flags import Flag
from dailies.domain.ids import AccountName, ItemId, JobId, Owner, TaskId, UploadId, VideoId
from dailies.domain.options import Provider, Quality, Resolution
from dailies.domain.status import Status


class Record(BaseModel):
    """A row of the table; attributes that the model does not know are the store's own."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    owner: Owner
    job_id: JobId


class Unit(Record):
    """One piece of work with its life, its fence and what became of it."""

    status: Status = Status.PENDING
    attempt: int = 0
    """The fence: raised by each claim; a write that carries an older one is refused."""
    tries: int = 0
    """Timed retries used in this task."""
    crashes: int = 0
    """Workers that died on it in this task."""
    progress: int = 0
    """Percent of the running stage."""
    stage: str | None = None
    failure: Failure | None = None
    retry_at: datetime | None = None
    lease_until: datetime | None = None
    task_id: TaskId | None = None
    updated_at: datetime


class Image(BaseModel):
    """A checked picture in storage."""

    model_config = ConfigDict(frozen=True)

    key: str
    name: str
    """The user's name for it; never a path."""
    width: int
    height: int


class Item(Unit):
    """One image and one prompt."""

    item_id: ItemId
    number: int
    prompt: str
    image: Image
    more_images: tuple[Image, ...] = ()
    """The last frame, or further references."""
    run: int = 1
    """Raised when the user asks for another take."""
    provider: Provider | None = None
    """Who makes it in place of the job's own provider, after a failover."""
    account: AccountName | None = None
    """The site account that last worked on it: what it paid for lies in that account's projects."""


class Rendition(Unit):
    """A video at another size."""

    video_id: VideoId
    resolution: Resolution = Resolution.UHD
    quality: Quality = Quality.BALANCED
    key: str | None = None
    width: int | None = None
    height: int | None = None
    size: int | None = None
    frames: int | None = None
    sha256: str | None = None
    flags: tuple[Flag, ...] = ()


class Delivery(Unit):
    """One ZIP: which videos, under which folder, and where it lies."""

    created_at: datetime | None = None
    folder: str
    resolution: Resolution
    video_ids: tuple[VideoId, ...]
    key: str | None = None
    name: str | None = None
    size: int | None = None
    sha256: str | None = None


class Media(BaseModel):
    """Facts of a checked video file in storage."""

    model_config = ConfigDict(frozen=True)

    key: str
    width: int
    height: int
    frames: int
    seconds_ms: int
    """Duration in milliseconds."""
    size: int
    """Bytes."""
    sha256: str
    audio: bool
    flags: tuple[Flag, ...] = ()


class Video(Record):
    """One take: an output of an item, published and checked."""

    video_id: VideoId
    item_id: ItemId
    prompt: str
    model: str
    provider: Provider = Provider.FLOW
    output: int
    media: Media
    thumbnail_key: str | None = None
    selected: bool = False
    rating: int | None = None
    """1 to 5."""
    comment: str | None = None
    created_at: datetime

    @classmethod
    def read(cls, row: dict[str, object]) -> Self:
        """Build from a stored row."""
        return cls.model_validate(row)


class SourceImage(Record):
    """A checked picture of a draft job, not yet paired with a prompt."""

    upload_id: UploadId
    position: int
    image: Image
