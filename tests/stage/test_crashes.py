"""Workers killed as by a power cut: the job still ends, nothing is paid twice, nothing is left behind.

That each step of the ledger outlives a kill is shown in tests/worker; here, that the whole stage goes on after one.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

from dailies.media.limits import MediaLimits
from dailies.media.probe import probe
from dailies.media.tools import find_tools
from infra.local.config import StageState
from tests.stage.client import Api, Site, container_variables, fetch, processes, stored, wait_for
from tests.stage.pictures import job_files

pytestmark = [pytest.mark.stage, pytest.mark.browser, pytest.mark.ffmpeg]

AUTOMATION_POINTS = ["clicked", "publishing"]
"""Paid for and not yet noted; and one take of two published."""
MEDIA_POINTS = ["encoding", "uploading", "uploaded"]


def leftovers(stage: StageState) -> list[str]:
    """What a dead worker could have left: its processes and its temporary files."""
    work = stage.home / "work"
    alive = [command for _, command in processes(str(work))]
    # A walk does not mind folders that go while it looks.
    files = [f"{folder}/{name}" for folder, _, names in os.walk(work) for name in names]
    return alive + files


def assert_nothing_left(stage: StageState) -> None:
    """Wait until every process and file of the dead worker is gone; say which is not."""
    try:
        wait_for("everything of the dead worker to be gone", lambda: not leftovers(stage))
    except AssertionError as late:
        raise AssertionError("\n".join(leftovers(stage))) from late


@pytest.mark.parametrize("point", AUTOMATION_POINTS)
def test_given_the_automation_worker_is_killed_when_the_job_goes_on_then_it_ends_and_paid_once(
    point: str, api: Api, site: Site, stage: StageState, variables_file: Path, tmp_path: Path
) -> None:
    prompt = f"a clock tower struck by lightning while {point}"
    job = api.draft(job_files([prompt]))
    mark = tmp_path / "crashed"
    with container_variables(
        variables_file, DAILIES_CRASH_AT=f"automation.{point}", DAILIES_CRASH_ONCE=str(mark)
    ):
        api.start(job)
        wait_for("the crash", mark.exists)
        ended = api.await_job(job)
    assert ended["status"] == "done", ended["items"]
    assert site.paid(prompt) == 1
    videos = api.videos(job)
    assert len(videos) == len({video["sha256"] for video in videos}) == 2
    assert_nothing_left(stage)


@pytest.mark.parametrize("point", MEDIA_POINTS)
def test_given_the_media_worker_is_killed_when_upscaling_goes_on_then_one_4k_file_shaped_as_its_take_is_there(
    point: str,
    api: Api,
    stage: StageState,
    session: boto3.session.Session,
    variables_file: Path,
    tmp_path: Path,
    finished_job: str,
) -> None:
    video = api.videos(finished_job)[MEDIA_POINTS.index(point)]["video_id"]
    mark = tmp_path / "crashed"
    with container_variables(variables_file, DAILIES_CRASH_AT=f"media.{point}", DAILIES_CRASH_ONCE=str(mark)):
        order = {"video_ids": [video], "quality": "fast"}
        task = api.call("POST", "/api/videos/upscale", order)["task_id"]
        wait_for("the crash", mark.exists)
        assert api.await_task(task)["status"] == "succeeded"
    rendition = api.call("GET", f"/api/videos/{video}")["rendition"]
    large = probe(fetch(rendition["url"], tmp_path / "4k.mp4"), find_tools(), MediaLimits())
    assert (rendition["status"], rendition["quality"]) == ("succeeded", "fast")
    assert (large.video.width, large.video.height, large.audio) == (3840, 2160, None)
    assert len(stored(session, stage, f"videos/{api.owner}/{finished_job}/{video}/4k-fast")) == 1
    assert_nothing_left(stage)


def test_given_the_worker_is_killed_while_zipping_when_it_goes_on_then_one_whole_archive_is_visible(
    api: Api,
    stage: StageState,
    session: boto3.session.Session,
    variables_file: Path,
    tmp_path: Path,
    finished_job: str,
) -> None:
    order = {
        "video_ids": [video["video_id"] for video in api.videos(finished_job)],
        "folder_name": "Killed",
        "resolution": "720p",
    }
    mark = tmp_path / "crashed"
    with container_variables(variables_file, DAILIES_CRASH_AT="media.zipping", DAILIES_CRASH_ONCE=str(mark)):
        delivery = api.call("POST", "/api/videos/download", order)["delivery_id"]
        wait_for("the crash", mark.exists)
        assert api.await_task(delivery)["status"] == "succeeded"
    assert len(stored(session, stage, f"deliveries/{api.owner}/{finished_job}/{delivery}/")) == 1
    assert_nothing_left(stage)


@pytest.fixture(scope="module")
def finished_job(stage: StageState) -> Iterator[str]:
    """A job with a landscape take without sound for every kill."""
    prompt = "a kite over the silent dunes"
    api, site = Api(stage.url), Site(stage)
    site.fault("no_audio", prompt_contains=prompt)
    job = api.draft(job_files([prompt]), aspect="landscape", outputs=len(MEDIA_POINTS))
    api.start(job)
    assert api.await_job(job)["status"] == "done"
    assert {(video["width"], video["height"], video["audio"]) for video in api.videos(job)} == {
        (1280, 720, False)
    }
    yield job
    api.http.close()
    site.http.close()
