"""Identities: a type for each, one place that makes them and one that checks them.

An id is derived from what it names, so that a trigger that arrives twice names the same thing:
`j…` job, `<job>-0007` its seventh item, `<item>-2-1` output 1 of that item's second attempt,
`<job>-generate-1` the job's first generate task (also the name of its execution and of its Batch jobs).
"""

import hashlib
import re
from datetime import UTC, datetime
from typing import NewType

Owner = NewType("Owner", str)
JobId = NewType("JobId", str)
ItemId = NewType("ItemId", str)
VideoId = NewType("VideoId", str)
TaskId = NewType("TaskId", str)
UploadId = NewType("UploadId", str)
AccountName = NewType("AccountName", str)
"""What the operator calls an account of a generating site; never its e-mail address."""

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: sorts as it counts, no look-alikes

OWNER_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"
JOB_PATTERN = r"^j[0-9a-hjkmnp-tv-z]{21}$"
ITEM_PATTERN = JOB_PATTERN[:-1] + r"-[0-9]{5}$"
VIDEO_PATTERN = ITEM_PATTERN[:-1] + r"-[0-9]{1,4}-[1-4]$"
TASK_PATTERN = JOB_PATTERN[:-1] + r"-(generate|upscale|deliver)-[0-9]{1,6}$"
UPLOAD_PATTERN = r"^u[0-9a-f]{20}$"
ACCOUNT_PATTERN = r"^[a-z0-9][a-z0-9-]{0,40}$"


def _base32(number: int, width: int) -> str:
    digits = []
    for _ in range(width):
        number, rest = divmod(number, 32)
        digits.append(_ALPHABET[rest])
    return "".join(reversed(digits))


def job_id(created: datetime, seed: str) -> JobId:
    """Name a job so that ids sort by creation time (milliseconds) and the same seed gives the same tail."""
    tail = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8])
    return JobId("j" + _base32(int(created.timestamp() * 1000), 9) + _base32(tail, 12))


def made_at(job: JobId) -> datetime:
    """Give the moment that a job's id tells, in UTC."""
    milliseconds = 0
    for character in job[1:10]:
        milliseconds = milliseconds * 32 + _ALPHABET.index(character)
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def item_id(job: JobId, number: int) -> ItemId:
    """Name the job's `number`-th item, counted from 1."""
    return ItemId(f"{job}-{number:05d}")


def video_id(item: ItemId, attempt: int, output: int) -> VideoId:
    """Name one output (from 1) of one paid attempt (from 1) at an item."""
    return VideoId(f"{item}-{attempt}-{output}")


def task_id(job: JobId, kind: str, number: int) -> TaskId:
    """Name the job's `number`-th task of that kind: at most 44 characters, as execution names end at 80."""
    return TaskId(f"{job}-{kind}-{number}")


def upload_id(job: JobId, name: str, seed: str) -> UploadId:
    """Name one upload slot."""
    return UploadId("u" + hashlib.sha256(f"{job}\0{name}\0{seed}".encode()).hexdigest()[:20])


def job_of(any_id: str) -> JobId:
    """Give the job that an item, video or task id belongs to."""
    return JobId(any_id.split("-", 1)[0])


def item_of(video: VideoId) -> ItemId:
    """Give the item that a video is an output of."""
    return ItemId("-".join(video.split("-")[:2]))


def number_of(item: ItemId) -> int:
    """Give an item's place in its job, counted from 1."""
    return int(item.rsplit("-", 1)[-1])


def is_valid(pattern: str, text: str) -> bool:
    """Tell whether the whole text is an id of that pattern (`$` alone would let a final newline pass)."""
    return re.fullmatch(pattern.strip("^$"), text, flags=re.ASCII) is not None
