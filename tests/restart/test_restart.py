"""A stage that was stopped with work in hand: what it knew is there, what it did goes on."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from infra.local.config import StageConfig
from infra.local.stage import start
from tests.stage.client import Api, wait_for
from tests.stage.pictures import job_files

pytestmark = [pytest.mark.stage, pytest.mark.browser, pytest.mark.ffmpeg, pytest.mark.faults]

EVENT_SECONDS = 15
"""Less than the age at which the reconciler looks for uploads itself: the storage event must have come."""


@contextmanager
def stage_at(home: Path) -> Iterator[Api]:
    running = start(StageConfig(home=home, port=0, clock_factor=60, clip_seconds=0.5, reconcile_seconds=2))
    api = Api(running.state.url)
    try:
        yield api
    finally:
        api.http.close()
        running.stop()


def test_given_a_stage_stopped_while_encoding_when_started_again_then_the_4k_file_is_made_and_events_arrive(
    tmp_path: Path,
) -> None:
    home = tmp_path / "home"
    with stage_at(home) as api:
        job = api.draft(job_files(["a tram at the end of the line"]), outputs=1)
        api.start(job)
        assert api.await_job(job)["status"] == "done"
        [video] = api.videos(job)
        order = {"video_ids": [video["video_id"]], "quality": "high"}
        task = api.call("POST", "/api/videos/upscale", order)["task_id"]

        def stage_of_work() -> bool:
            rendition = api.call("GET", f"/api/videos/{video['video_id']}")["rendition"]
            return bool(rendition["status"] == "running")

        wait_for("the encoder at work", stage_of_work)
    with stage_at(home) as api:
        assert api.job(job)["status"] == "done"
        second = api.call("POST", "/api/jobs/create", {"title": "after the restart"})["job_id"]
        api.upload(second, job_files(["a tram setting off again"]), within=EVENT_SECONDS)
        assert api.await_task(task)["status"] == "succeeded"
        assert api.call("GET", f"/api/videos/{video['video_id']}")["rendition"]["width"] == 2160
