"""Jobs that were made long ago, with as many takes as a test wants: the rows and objects that a run leaves."""

import hashlib
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import boto3

from dailies.clock import now
from dailies.domain.failure import Failure
from dailies.domain.flags import Flag, FlagKind
from dailies.domain.ids import ItemId, JobId, Owner, item_id, video_id
from dailies.domain.job import Job, fold
from dailies.domain.options import Resolution
from dailies.domain.status import JobStatus, Status
from dailies.domain.units import Image, Item, Media, Rendition, Video
from dailies.store import keys
from dailies.store.conditions import exists
from dailies.store.rows import Row, to_row
from dailies.store.store import Store
from dailies.store.table import Table
from infra.local.config import StageState
from tests.stage.client import Api
from tests.web.scenes import scene

OUTPUTS = 2
_CLIP_KEY = "videos/any/clip.mp4"
_POSTERS_AT_ONCE = 8
_POSTER = (180, 320)
_SCENES = 8

REFUSED = Failure(
    code="prominent_people",
    detail="This prompt might violate our policies about generating prominent people.",
    advice="Take names and likenesses of well-known people out of prompt and image.",
)
BROKEN = Failure(code="transient_unknown", detail="Something went wrong.", charged=None, retryable=True)
BUSY = Failure(code="high_demand", detail="Flow is experiencing high demand.", retryable=True)


@dataclass(frozen=True)
class Shot:
    """One item as it is to stand there."""

    prompt: str = "A slow dolly along a rain-soaked street at night"
    status: Status = Status.SUCCEEDED
    failure: Failure | None = None
    flags: tuple[Flag, ...] = ()
    large: bool = False
    """Its first take is there in 4K."""
    progress: int = 100
    stage: str | None = None


ALL_STATES = (
    Shot(large=True),
    Shot("Macro shot of frost growing over a window, morning light"),
    Shot("A fox walks along a snowy ridge", flags=(Flag(kind=FlagKind.SILENT, percent=100),)),
    Shot("famous singer on a stage", Status.FAILED, REFUSED),
    Shot("Old fisherman mends a net, close on the hands", Status.WAITING, BUSY),
    Shot("Steam rises from a bowl of phở on a metal table", Status.RUNNING, progress=57, stage="generate"),
    Shot("A paper boat drifts down a gutter stream", Status.FAILED, BROKEN),
    Shot("Birds cross the frame from left to right", Status.CANCELLED),
)


class Reels:
    """Writes such jobs into a stage."""

    def __init__(
        self,
        stage: StageState,
        api: Api,
        folder: Path,
        *,
        seconds: int = 1,
        poster: tuple[int, int] = _POSTER,
    ) -> None:
        """Take the stage, and a folder for the one clip that all takes play; its seconds, and pixels of a poster."""
        session = boto3.session.Session(
            aws_access_key_id=stage.access_key,
            aws_secret_access_key=stage.secret_key,
            region_name=stage.region,
        )
        dynamodb = session.resource("dynamodb", endpoint_url=stage.emulator_url)
        self._owner = Owner(api.owner)
        self._api, self._table = api, Table(dynamodb, stage.outputs["TableName"])
        self.store = Store(self._table, now)
        self._s3 = session.client("s3", endpoint_url=stage.emulator_url)
        self._bucket = stage.outputs["BucketName"]
        self._seconds, self._poster = seconds, poster
        self._clip = _clip(folder, seconds)

    def make(
        self,
        shots: tuple[Shot, ...],
        *,
        title: str = "A reel",
        posters: int | None = None,
        age: timedelta = timedelta(),
    ) -> str:
        """Write a job with these items; only the first `posters` takes have a picture in storage."""
        made = self._api.call("POST", "/api/jobs/create", {"title": title})
        job = self.store.jobs.get(self._owner, JobId(made["job_id"]))
        self._put(_CLIP_KEY, self._clip, "video/mp4")
        self._table.write_all(_rows(job, shots, self._media()))
        self._send_posters(job.job_id, len(shots) * OUTPUTS if posters is None else posters)
        open_states = {Status.QUEUED, Status.RUNNING, Status.WAITING}
        is_open = any(shot.status in open_states for shot in shots)
        self.store.jobs.change(
            job,
            {
                "status": JobStatus.RUNNING if is_open else JobStatus.DONE,
                "counts": fold(shot.status for shot in shots),
                "created_at": job.created_at - age,
            },
            expected=frozenset({JobStatus.DRAFT}),
        )
        return job.job_id

    def change_item(self, job: str, number: int, changes: dict[str, Any]) -> None:
        """Change a row as a worker would."""
        self._table.change(keys.item(self._owner, item_id(JobId(job), number)), changes, when=exists())

    def _media(self) -> Media:
        return Media(
            key=_CLIP_KEY,
            width=720,
            height=1280,
            frames=192,
            seconds_ms=self._seconds * 1000,
            size=len(self._clip),
            sha256=hashlib.sha256(self._clip).hexdigest(),
            audio=True,
        )

    def _send_posters(self, job: JobId, count: int) -> None:
        drawn = [
            scene(place // OUTPUTS, take=place % OUTPUTS, size=self._poster)
            for place in range(min(count, _SCENES * OUTPUTS))
        ]

        def send(place: int) -> None:
            self._put(_poster_key(job, place), drawn[place % len(drawn)], "image/jpeg")

        with ThreadPoolExecutor(_POSTERS_AT_ONCE) as pool:
            list(pool.map(send, range(count)))

    def _put(self, key: str, content: bytes, kind: str) -> None:
        self._s3.put_object(Bucket=self._bucket, Key=key, Body=content, ContentType=kind)


def _rows(job: Job, shots: tuple[Shot, ...], media: Media) -> Iterator[Row]:
    for number, shot in enumerate(shots, start=1):
        item = item_id(job.job_id, number)
        yield {**to_row(_item(job, item, number, shot)), **keys.item(job.owner, item)}
        if shot.status is not Status.SUCCEEDED:
            continue
        for output in range(1, OUTPUTS + 1):
            video = _video(job, item, (number, output), shot, media)
            yield {**to_row(video), **keys.video(job.owner, video.video_id)}
        if shot.large:
            first = video_id(item, 1, 1)
            yield {**to_row(_rendition(job, item)), **keys.rendition(job.owner, first)}


def _item(job: Job, item: ItemId, number: int, shot: Shot) -> Item:
    return Item(
        owner=job.owner,
        job_id=job.job_id,
        item_id=item,
        number=number,
        prompt=shot.prompt,
        image=Image(key="images/any", name=f"still-{number:04d}.png", width=720, height=1280),
        status=shot.status,
        progress=shot.progress,
        stage=shot.stage,
        failure=shot.failure,
        retry_at=now() + timedelta(seconds=151) if shot.status is Status.WAITING else None,
        updated_at=now(),
    )


def _video(job: Job, item: ItemId, place: tuple[int, int], shot: Shot, media: Media) -> Video:
    number, output = place
    return Video(
        owner=job.owner,
        job_id=job.job_id,
        video_id=video_id(item, 1, output),
        item_id=item,
        prompt=shot.prompt,
        model="Veo 3.1 - Fast",
        output=output,
        media=media.model_copy(update={"flags": shot.flags}),
        thumbnail_key=_poster_key(job.job_id, (number - 1) * OUTPUTS + output - 1),
        created_at=now(),
    )


def _rendition(job: Job, item: ItemId) -> Rendition:
    return Rendition(
        owner=job.owner,
        job_id=job.job_id,
        video_id=video_id(item, 1, 1),
        resolution=Resolution.UHD,
        status=Status.SUCCEEDED,
        progress=100,
        key=_CLIP_KEY,
        width=2160,
        height=3840,
        size=1,
        updated_at=now(),
    )


def _poster_key(job: JobId, place: int) -> str:
    return f"videos/any/{job}/poster-{place}.jpg"


def _clip(folder: Path, seconds: int) -> bytes:
    still, target = folder / "still.jpg", folder / "clip.mp4"
    still.write_bytes(scene(0, size=(360, 720)))
    source = ("-loop", "1", "-framerate", "24", "-t", str(seconds), "-i", str(still))
    moved = ("-vf", f"crop=360:640:0:80*t/{seconds}", "-pix_fmt", "yuv420p", "-g", "6")
    command = ["ffmpeg", "-v", "error", *source, *moved, str(target)]
    subprocess.run(command, check=True, timeout=30)
    return target.read_bytes()
