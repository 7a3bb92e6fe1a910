"""Where each object lies in the bucket. Users' names are never part of a key, but for the inbox they write to."""

import re
from dataclasses import dataclass
from datetime import datetime

from dailies.domain.ids import (
    JOB_PATTERN,
    OWNER_PATTERN,
    UPLOAD_PATTERN,
    ItemId,
    JobId,
    Owner,
    TaskId,
    UploadId,
    VideoId,
    is_valid,
    job_of,
)

UPLOADS = "uploads/"
INBOX = "inbox/"


@dataclass(frozen=True)
class UploadKey:
    """What the key of a sent file says."""

    owner: Owner
    job_id: JobId
    upload_id: UploadId


@dataclass(frozen=True)
class InboxKey:
    """What the key of a dropped file says."""

    owner: Owner
    name: str


def upload(owner: Owner, job: JobId, upload_id: UploadId) -> str:
    """A file as the user sent it."""
    return f"{UPLOADS}{owner}/{job}/{upload_id}"


def images(owner: Owner, job: JobId, upload_id: UploadId) -> str:
    """The prefix of the checked pictures of one file."""
    return f"images/{owner}/{job}/{upload_id}-"


def image(
    owner: Owner, job: JobId, upload_id: UploadId, position: int, *, sha256: str, extension: str
) -> str:
    """A checked picture, named by its content too: a slot may be sent to again before its verdict."""
    return f"{images(owner, job, upload_id)}{position:05d}-{sha256[:16]}.{extension}"


def prompts(owner: Owner, job: JobId, upload_id: UploadId) -> str:
    """The checked prompts of one file."""
    return f"prompts/{owner}/{job}/{upload_id}.json"


def video(owner: Owner, video_id: VideoId, sha256: str) -> str:
    """A take, named by its content too, so that only the very same bytes can be there already."""
    return f"videos/{owner}/{job_of(video_id)}/{video_id}/720p-{sha256[:16]}.mp4"


def thumbnail(owner: Owner, video_id: VideoId) -> str:
    """A take's poster."""
    return f"videos/{owner}/{job_of(video_id)}/{video_id}/thumbnail.jpg"


def rendition(owner: Owner, video_id: VideoId, attempt: int, quality: str) -> str:
    """A take at 4K, as one attempt made it."""
    return f"videos/{owner}/{job_of(video_id)}/{video_id}/4k-{quality}-a{attempt}.mp4"


def delivery(owner: Owner, task: TaskId, attempt: int) -> str:
    """A ZIP, as one attempt made it."""
    return f"deliveries/{owner}/{job_of(task)}/{task}/a{attempt}.zip"


def evidence(owner: Owner, item: ItemId, attempt: int, name: str) -> str:
    """What a failed attempt looked like."""
    return f"evidence/{owner}/{job_of(item)}/{item}/a{attempt}/{name}"


def check(account: str, moment: datetime, name: str) -> str:
    """What the site looked like when a check of an account failed."""
    return f"checks/{account}/{moment:%Y%m%dT%H%M%SZ}/{name}"


def sessions(account: str) -> str:
    """The prefix of an account's encrypted browser states."""
    return f"sessions/{account}/"


def session(account: str, digest: str) -> str:
    """One browser state; each save makes a new one, so that a late writer overwrites nobody's."""
    return f"{sessions(account)}{digest}.bin"


def of_job(owner: Owner, job: JobId) -> list[str]:
    """The prefixes under which everything of a job lies."""
    places = ("uploads", "images", "prompts", "videos", "deliveries", "evidence")
    return [f"{place}/{owner}/{job}/" for place in places]


def read(key: str) -> UploadKey | InboxKey | None:
    """Understand the key of an object that arrived; None for what is not for us."""
    parts = key.split("/")
    if len(parts) == 4 and parts[0] == "uploads":
        owner, job, upload_id = parts[1:]
        known = (
            is_valid(OWNER_PATTERN, owner)
            and is_valid(JOB_PATTERN, job)
            and is_valid(UPLOAD_PATTERN, upload_id)
        )
        return UploadKey(Owner(owner), JobId(job), UploadId(upload_id)) if known else None
    if len(parts) == 3 and parts[0] == "inbox" and is_valid(OWNER_PATTERN, parts[1]):
        return InboxKey(Owner(parts[1]), parts[2]) if re.search(r"\.zip$", parts[2], re.IGNORECASE) else None
    return None
