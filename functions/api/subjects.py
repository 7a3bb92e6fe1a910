"""What a request is about, read from its path for the log; what is no id of ours does not get there."""

from collections.abc import Mapping

from dailies.domain.ids import (
    ACCOUNT_PATTERN,
    ITEM_PATTERN,
    JOB_PATTERN,
    TASK_PATTERN,
    UPLOAD_PATTERN,
    VIDEO_PATTERN,
    VideoId,
    is_valid,
    item_of,
    job_of,
)

_KNOWN = {
    "job_id": ("job_id", JOB_PATTERN),
    "item_id": ("item_id", ITEM_PATTERN),
    "video_id": ("video_id", VIDEO_PATTERN),
    "task_id": ("task_id", TASK_PATTERN),
    "delivery_id": ("task_id", TASK_PATTERN),
    "upload_id": ("upload_id", UPLOAD_PATTERN),
    "name": ("account", ACCOUNT_PATTERN),
}
"""By the name of the path's place: the log's field, and what may stand there."""
_OF_A_JOB = ("video_id", "item_id", "task_id")


def ids_of_path(places: Mapping[str, str]) -> dict[str, str]:
    """Give the ids that the log tells, the job and the item of a longer id among them."""
    found = {
        field: text
        for place, text in places.items()
        for field, pattern in [_KNOWN.get(place, ("", "^$"))]
        if field and is_valid(pattern, text)
    }
    if "video_id" in found:
        found["item_id"] = item_of(VideoId(found["video_id"]))
    longer = next((found[field] for field in _OF_A_JOB if field in found), None)
    return found if longer is None else {"job_id": job_of(longer), **found}
