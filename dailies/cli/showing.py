"""Tables for people."""

from collections.abc import Sequence

from dailies.cli.answers import Job, Video, Warned
from dailies.cli.delivering import Delivered
from dailies.cli.rows import clip, counted, sentence, visible
from dailies.cli.screen import Screen
from dailies.domain.failure import Failure

_BYTES_OF_MB = 1_000_000


def show_job(screen: Screen, job: Job, videos: Sequence[Video]) -> None:
    """Show a job with its files while it is a draft, its items and its takes."""
    screen.say(f"{job.title}: {job.status}, {job.progress} %, {counted(job.counts)}")
    if job.status == "draft":
        files = [(upload.name, upload.status, sentence(upload.failure)) for upload in job.uploads]
        screen.table(("file", "verdict", ""), files)
        show_warnings(screen, job.warnings)
    if job.items:
        screen.table(
            ("item", "image", "state", "prompt, or what went wrong"),
            [
                (item.item_id, item.image.name, item.status, sentence(item.failure) or clip(item.prompt, 60))
                for item in job.items
            ],
        )
    if videos:
        show_videos(screen, videos)


def show_warnings(screen: Screen, warnings: Sequence[Warned]) -> None:
    """Show what may cost a take."""
    for warned in warnings:
        screen.say(visible(f"Warning: {warned.detail} {warned.advice}"))


def show_videos(screen: Screen, videos: Sequence[Video]) -> None:
    """Show takes."""
    screen.table(
        ("take", "picked", "size", "frames", "4K"),
        [
            (
                video.video_id,
                "yes" if video.selected else "",
                dimensions(video.width, video.height),
                str(video.frames),
                _rendition(video),
            )
            for video in videos
        ],
    )


def _rendition(video: Video) -> str:
    found = video.rendition
    if found is None:
        return ""
    if video.has_4k:
        return f"{dimensions(found.width, found.height)} {found.quality}"
    return f"{found.status} {sentence(found.failure)}".strip()


def show_delivered(screen: Screen, delivered: Sequence[Delivered]) -> None:
    """Show what lies on this machine now."""
    lines = [
        (
            entry.file,
            dimensions(entry.width, entry.height),
            str(entry.frames),
            megabytes(entry.bytes),
            clip(entry.prompt, 50),
        )
        for zip_file in delivered
        for entry in zip_file.files
    ]
    if lines:
        screen.table(("file", "size", "frames", "MB", "prompt"), lines)
    for zip_file in delivered:
        screen.say(f"ZIP       {zip_file.archive} ({megabytes(zip_file.size)} MB)")
        if zip_file.folder:
            screen.say(f"unpacked  {zip_file.folder}")


def show_problems(screen: Screen, problems: Sequence[Failure]) -> None:
    """Show what did not succeed."""
    for problem in problems:
        screen.say(f"  {problem.subject or '-'}: {sentence(problem)}")


def dimensions(width: int | None, height: int | None) -> str:
    """Write a picture's size in pixels."""
    return f"{width}x{height}"


def megabytes(count: int) -> str:
    """Write a number of bytes in MB."""
    return f"{count / _BYTES_OF_MB:.1f}"


def delivered_document(delivered: Sequence[Delivered]) -> list[dict[str, object]]:
    """Describe ZIPs for programs."""
    return [
        {
            "delivery_id": entry.delivery_id,
            "archive": str(entry.archive),
            "size": entry.size,
            "sha256": entry.sha256,
            "folder": str(entry.folder) if entry.folder else None,
            "files": [file.model_dump(mode="json") for file in entry.files],
        }
        for entry in delivered
    ]
