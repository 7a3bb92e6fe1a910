"""Where each record lies in the one table.

The partition is owner and job together, so that one query gives a whole job and another owner's id finds
nothing at all. Neither contains `#`: the id patterns do not allow it.
"""

from datetime import datetime
from typing import TypedDict

from dailies.domain.ids import AccountName, ItemId, JobId, Owner, TaskId, UploadId, VideoId

ACCOUNTS = "ACCOUNTS"
"""The partition of all accounts: no other partition's name is without `#`."""


class Key(TypedDict):
    """A primary key."""

    pk: str
    sk: str


def _key(owner: Owner, job: JobId, sort: str) -> Key:
    return Key(pk=partition(owner, job), sk=sort)


def partition(owner: Owner, job: JobId) -> str:
    """Name the partition of everything about one job."""
    return f"{owner}#{job}"


def job(owner: Owner, job_id: JobId) -> Key:
    """The job itself."""
    return _key(owner, job_id, "JOB")


def item(owner: Owner, item_id: ItemId) -> Key:
    """An item; the id ends in its zero-padded number, so items sort."""
    return _key(owner, JobId(item_id.split("-", 1)[0]), f"ITEM#{item_id.rsplit('-', 1)[1]}")


def video(owner: Owner, video_id: VideoId) -> Key:
    """A video."""
    return _key(owner, JobId(video_id.split("-", 1)[0]), f"VIDEO#{video_id}")


def rendition(owner: Owner, video_id: VideoId) -> Key:
    """A video's 4K rendition."""
    return _key(owner, JobId(video_id.split("-", 1)[0]), f"REND#{video_id}")


def purchase(owner: Owner, item_id: ItemId, number: int) -> Key:
    """A line of the spend ledger."""
    return _key(owner, JobId(item_id.split("-", 1)[0]), f"SPEND#{item_id}#{number:04d}")


def upload(owner: Owner, job_id: JobId, upload_id: UploadId) -> Key:
    """An upload slot."""
    return _key(owner, job_id, f"UPLOAD#{upload_id}")


def source_image(owner: Owner, job_id: JobId, upload_id: UploadId, position: int) -> Key:
    """A checked picture of a draft."""
    return _key(owner, job_id, f"IMAGE#{upload_id}#{position:05d}")


def task(owner: Owner, task_id: TaskId) -> Key:
    """A task."""
    return _key(owner, JobId(task_id.split("-", 1)[0]), f"TASK#{task_id}")


def batch(owner: Owner, task_id: TaskId, number: int) -> Key:
    """One batch of a task."""
    return _key(owner, JobId(task_id.split("-", 1)[0]), f"BATCH#{task_id}#{number:05d}")


def delivery(owner: Owner, task_id: TaskId) -> Key:
    """A delivery; it has the id of the task that makes it."""
    return _key(owner, JobId(task_id.split("-", 1)[0]), f"DELIVERY#{task_id}")


def deliveries(owner: Owner) -> str:
    """Name the index partition that lists an owner's deliveries."""
    return f"{owner}#deliveries"


def event(owner: Owner, job_id: JobId, moment: datetime, tail: str) -> Key:
    """One line of a job's timeline."""
    return _key(owner, job_id, f"EVENT#{moment.isoformat()}#{tail}")


def blocked(owner: Owner, job_id: JobId, waits_for: str) -> Key:
    """The mark that a job waits for an account."""
    return _key(owner, job_id, f"BLOCKED#{waits_for}")


def account(name: AccountName) -> Key:
    """An account of the generating site; accounts belong to the installation."""
    return Key(pk=ACCOUNTS, sk=name)


def bookmark(of: str) -> Key:
    """Where a listing of the whole installation was left; an owner's name never begins with `#`."""
    return Key(pk="#bookmarks", sk=of)


def idempotency(owner: Owner, route: str, token: str) -> Key:
    """What became of a request that carried an idempotency key."""
    return Key(pk=f"{owner}#requests", sk=f"{route}#{token}")
