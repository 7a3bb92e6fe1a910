"""A delivery of any size fits into a small container."""

import json
import re
from pathlib import Path

import boto3
import pytest

from dailies.clock import now
from dailies.domain.ids import JobId, Owner, item_id, video_id
from dailies.domain.units import Media, Video
from dailies.store.store import Store
from dailies.store.table import Table
from infra.local.config import StageState
from tests.stage.bottomless_store import bottomless_store, digest_of
from tests.stage.client import Api, container_variables

pytestmark = pytest.mark.stage

MEMBERS = 8
MEMBER_BYTES = 64 * 1024**2
PEAK_MB = 128


def test_given_half_a_gib_of_videos_when_delivered_then_the_worker_peaks_below_128_mb(
    api: Api, stage: StageState, session: boto3.session.Session, variables_file: Path
) -> None:
    job = api.call("POST", "/api/jobs/create", {"title": "half a gigabyte"})["job_id"]
    videos = _record_videos(stage, session, Owner(api.owner), JobId(job))
    order = {"video_ids": videos, "folder_name": "Large", "resolution": "720p"}
    with bottomless_store(MEMBER_BYTES) as store:
        with container_variables(variables_file, DAILIES_S3_ENDPOINT=store.url):
            task = api.call("POST", "/api/videos/download", order)["task_id"]
            ended = api.await_task(task)
        assert (ended["status"], store.completed) == ("succeeded", True), ended
        assert store.received > MEMBERS * MEMBER_BYTES
    assert _peak_mb(stage, task) < PEAK_MB


def _record_videos(stage: StageState, session: boto3.session.Session, owner: Owner, job: JobId) -> list[str]:
    dynamodb = session.resource("dynamodb", endpoint_url=stage.emulator_url)
    store = Store(Table(dynamodb, stage.outputs["TableName"]), now)
    media = Media(
        key="videos/any",
        width=720,
        height=1280,
        frames=192,
        seconds_ms=8000,
        size=MEMBER_BYTES,
        sha256=digest_of(MEMBER_BYTES),
        audio=True,
    )
    videos = [
        Video(
            owner=owner,
            job_id=job,
            video_id=video_id(item_id(job, number), 1, 1),
            item_id=item_id(job, number),
            prompt=f"scene {number}",
            model="Veo 3.1 - Fast",
            output=1,
            media=media,
            created_at=now(),
        )
        for number in range(1, MEMBERS + 1)
    ]
    for video in videos:
        store.videos.publish(video)
    return [video.video_id for video in videos]


def _peak_mb(stage: StageState, task: str) -> int:
    """Read the worker's own account of its memory: its last line says how it ended."""
    [log] = (stage.home / "logs" / "containers").glob(f"{task}-*.log")
    [last] = [line for line in log.read_text().splitlines() if re.search(r'"container ends"', line)]
    peak: int = json.loads(last)["peak_mb"]
    return peak
