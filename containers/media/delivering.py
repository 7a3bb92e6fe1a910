"""One delivery: its videos streamed into one ZIP in storage, with flat memory."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from containers.media.archive import Archived, Member, archive_size, write_archive
from containers.media.manifest import Manifest, ManifestEntry
from dailies.crash import CrashPoints
from dailies.domain.errors import Conflict
from dailies.domain.ids import TaskId
from dailies.domain.names import folder_name, member_names
from dailies.domain.options import Resolution
from dailies.domain.status import Status
from dailies.domain.units import Delivery, Rendition, Video
from dailies.services.app import App
from dailies.services.reporting import Reporter
from dailies.storage import keys
from dailies.storage.multipart import MultipartSink


class Delivering:
    """Makes one ZIP."""

    def __init__(self, app: App, stopped: Callable[[], bool], crash: CrashPoints) -> None:
        """Take the product, and how to know that this machine is going away."""
        self._app, self._stopped, self._crash = app, stopped, crash
        self._sent = 0

    def run(self, unit: Delivery) -> dict[str, object]:
        """Give the facts of the published ZIP."""
        with Reporter(self._app, unit) as report:
            return self._deliver(unit, report)

    def _deliver(self, unit: Delivery, report: Reporter) -> dict[str, object]:
        report.tell("collect", 0)
        entries, sources = self._entries(unit)
        total = sum(entry.bytes for entry in entries)
        key = keys.delivery(unit.owner, self._task(unit), unit.attempt)
        members = [
            Member(entry=entry, read=partial(self._read, source, total, report))
            for entry, source in zip(entries, sources, strict=True)
        ]
        archived = self._write(unit, key, members, entries)
        name = f"{folder_name(unit.folder)}.zip"
        return {"key": key, "name": name, "size": archived.bytes, "sha256": archived.sha256}

    def _write(
        self, unit: Delivery, key: str, members: Sequence[Member], entries: Sequence[ManifestEntry]
    ) -> Archived:
        job = self._app.store.jobs.get(unit.owner, unit.job_id)
        task = self._app.store.tasks.get(unit.owner, self._task(unit))
        manifest = Manifest(job_id=job.job_id, title=job.title, created=task.created_at, files=tuple(entries))
        objects = self._app.objects
        with MultipartSink(
            objects.client,
            objects.bucket,
            key,
            content_type="application/zip",
            expected_bytes=archive_size(entries),
        ) as sink:
            return write_archive(sink, unit.folder, members, manifest, cancelled=self._stopped)

    def _read(self, source: str, total: int, report: Reporter) -> Iterator[bytes]:
        for chunk in self._app.objects.stream(source):
            self._sent += len(chunk)
            report.tell("zip", min(self._sent * 100 // max(total, 1), 99))
            self._crash.reach("media.zipping")
            yield chunk

    def _entries(self, unit: Delivery) -> tuple[list[ManifestEntry], list[str]]:
        videos = [self._app.store.videos.get(unit.owner, video) for video in unit.video_ids]
        names = member_names([video.prompt for video in videos], unit.resolution)
        found = [self._entry(unit, video, name) for video, name in zip(videos, names, strict=True)]
        return [entry for entry, _ in found], [source for _, source in found]

    def _entry(self, unit: Delivery, video: Video, name: str) -> tuple[ManifestEntry, str]:
        about = {"file": name, "video_id": video.video_id, "prompt": video.prompt, "model": video.model}
        if unit.resolution is Resolution.SD:
            media = video.media
            facts = {"width": media.width, "height": media.height, "frames": media.frames}
            entry = {**about, **facts, "bytes": media.size, "sha256": media.sha256}
            return ManifestEntry.model_validate(entry), media.key
        rendition = self._rendition(unit, video)
        facts = rendition.model_dump(include={"width", "height", "frames", "sha256"})
        entry = {**about, **facts, "bytes": rendition.size}
        return ManifestEntry.model_validate(entry), str(rendition.key)

    def _rendition(self, unit: Delivery, video: Video) -> Rendition:
        rendition = self._app.store.units.rendition(unit.owner, video.video_id)
        if rendition is None or rendition.status is not Status.SUCCEEDED:
            raise Conflict("This video has no 4K rendition.", code="not_upscaled", subject=video.video_id)
        return rendition

    @staticmethod
    def _task(unit: Delivery) -> TaskId:
        if unit.task_id is None:
            raise Conflict("This delivery belongs to no task.")
        return unit.task_id
