"""Videos: published once, then only picked, rated and read."""

from collections.abc import Iterator, Mapping
from typing import Any

from dailies.domain.errors import NotFound
from dailies.domain.ids import JobId, Owner, VideoId
from dailies.domain.units import Video
from dailies.store import keys
from dailies.store.conditions import differs, exists
from dailies.store.rows import to_row
from dailies.store.table import Superseded, Table


class Videos:
    """Every owner's videos."""

    def __init__(self, table: Table) -> None:
        """Take the table."""
        self._table = table

    def publish(self, video: Video) -> bool:
        """Write a video; tell whether this was the first time."""
        try:
            self._table.put_new(keys.video(video.owner, video.video_id), to_row(video))
        except Superseded:
            return False
        return True

    def get(self, owner: Owner, video: VideoId) -> Video:
        """Read one video."""
        row = self._table.get(keys.video(owner, video))
        if row is None:
            raise NotFound("There is no such video.")
        return Video.model_validate(row)

    def of_job(self, owner: Owner, job: JobId, *, after: VideoId | None = None) -> Iterator[Video]:
        """Read a job's videos in the order of their items."""
        start = f"VIDEO#{after}" if after else None
        for row in self._table.scan_partition(keys.partition(owner, job), "VIDEO#", start_after=start):
            yield Video.model_validate(row)

    def select(self, owner: Owner, video: VideoId, *, selected: bool) -> tuple[Video, bool]:
        """Pick or unpick a video; tell whether it was otherwise before."""
        key, when = keys.video(owner, video), exists() & differs("selected", selected)
        try:
            return Video.model_validate(self._table.change(key, {"selected": selected}, when=when)), True
        except Superseded as refused:
            if refused.current is None:
                raise NotFound("There is no such video.") from refused
            return Video.model_validate(refused.current), False

    def change(self, owner: Owner, video: VideoId, changes: Mapping[str, Any]) -> Video:
        """Change what the user says of a video."""
        try:
            row = self._table.change(keys.video(owner, video), changes, when=exists())
        except Superseded as refused:
            raise NotFound("There is no such video.") from refused
        return Video.model_validate(row)
