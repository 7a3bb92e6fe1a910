"""One rendition: fetch the take, upscale it, publish what was checked."""

from collections.abc import Callable
from pathlib import Path

from containers.media.upscale import UpscaleLimits, UpscaleResult, upscale
from dailies.crash import CrashPoints
from dailies.domain.options import Quality
from dailies.domain.units import Rendition
from dailies.domain.upload import ARCHIVE_BYTES
from dailies.media.tools import Tools
from dailies.services.app import App, logger
from dailies.services.reporting import Reporter
from dailies.storage import keys
from dailies.telemetry.emf import emit
from dailies.telemetry.metrics import sample


class Upscaling:
    """Makes one 4K rendition."""

    def __init__(self, app: App, tools: Tools, stopped: Callable[[], bool], crash: CrashPoints) -> None:
        """Take the product, FFmpeg, and how to know that this machine is going away."""
        self._app, self._tools, self._stopped, self._crash = app, tools, stopped, crash

    def run(self, unit: Rendition, folder: Path) -> dict[str, object]:
        """Give the facts of the published rendition."""
        quality = unit.quality
        found = self._adopt(unit, quality)
        if found:
            return found
        video = self._app.store.videos.get(unit.owner, unit.video_id)
        source, target = folder / "take.mp4", folder / "4k.mp4"
        with Reporter(self._app, unit) as report:
            report.tell("download", 0)
            self._app.objects.download(video.media.key, source, most_bytes=ARCHIVE_BYTES)
            result = self._encode(source, target, quality, report)
            return self._publish(unit, quality, result, report)

    def _encode(self, source: Path, target: Path, quality: Quality, report: Reporter) -> UpscaleResult:
        def tell(done: int, total: int) -> None:
            report.tell("encode", done * 100 // max(total, 1))
            if done:
                self._crash.reach("media.encoding")

        report.tell("encode", 0)
        result = upscale(
            source,
            target,
            quality,
            tools=self._tools,
            limits=UpscaleLimits(),
            on_progress=tell,
            cancelled=self._stopped,
        )
        emit([sample("UpscaleSpeed", result.frames / max(result.elapsed_seconds, 0.001), quality=quality)])
        logger.info(
            "encoded",
            extra={
                "frames": result.frames,
                "seconds": round(result.elapsed_seconds, 1),
                "cpu_seconds": round(result.cpu_seconds, 1),
                "memory_mb": result.memory_bytes // 1024**2,
            },
        )
        return result

    def _publish(
        self, unit: Rendition, quality: Quality, result: UpscaleResult, report: Reporter
    ) -> dict[str, object]:
        report.tell("upload", 99)
        self._crash.reach("media.uploading")
        key = keys.rendition(unit.owner, unit.video_id, unit.attempt, quality)
        facts = {"width": result.width, "height": result.height, "frames": result.frames}
        notes = {name: str(number) for name, number in facts.items()}
        self._app.objects.publish(
            key, result.path, content_type="video/mp4", sha256=result.sha256, notes=notes
        )
        self._crash.reach("media.uploaded")
        published = {"key": key, "quality": quality, "size": result.bytes, "sha256": result.sha256}
        return {**facts, **published, "flags": [flag.model_dump(mode="json") for flag in result.flags]}

    def _adopt(self, unit: Rendition, quality: Quality) -> dict[str, object] | None:
        """Take what an earlier attempt published before it died: it was checked before it was put there."""
        for attempt in range(unit.attempt - 1, 0, -1):
            key = keys.rendition(unit.owner, unit.video_id, attempt, quality)
            there = self._app.objects.facts(key)
            if there and "frames" in there.notes:
                numbers = {name: int(there.notes[name]) for name in ("width", "height", "frames")}
                facts = {"key": key, "quality": quality, "size": there.size, "sha256": there.notes["sha256"]}
                return {**numbers, **facts}
        return None
