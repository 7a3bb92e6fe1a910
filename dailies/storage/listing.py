"""A folder of the bucket, one bounded page at a time."""

from dataclasses import dataclass
from datetime import datetime

from dailies.storage.objects import Objects

PAGE_OBJECTS = 1000
"""What a store gives for one request at most."""


@dataclass(frozen=True)
class Listed:
    """What a listing says of an object."""

    key: str
    etag: str
    modified: datetime


@dataclass(frozen=True)
class Page:
    """Objects in the order of their keys."""

    objects: tuple[Listed, ...]
    next_after: str | None
    """The key that the next page begins after; None where this is the last one."""


def list_page(objects: Objects, prefix: str, *, after: str | None, most: int = PAGE_OBJECTS) -> Page:
    """List one page of what lies under a prefix with one request; `after` need not be there any more."""
    answer = objects.client.list_objects_v2(
        Bucket=objects.bucket, Prefix=prefix, MaxKeys=most, StartAfter=after or prefix
    )
    found = tuple(
        Listed(entry["Key"], entry["ETag"].strip('"'), entry["LastModified"])
        for entry in answer.get("Contents", [])
    )
    return Page(found, found[-1].key if found and answer["IsTruncated"] else None)
