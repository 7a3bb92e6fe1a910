"""Workers killed as by a power cut: the job still ends, nothing is paid twice, nothing is left behind."""

from pathlib import Path

import boto3
import pytest

from infra.local.config import StageState
from tests.stage.client import Api, Site, container_variables, processes, stored, wait_for
from tests.stage.pictures import job_files

pytestmark = [pytest.mark.stage, pytest.mark.browser, pytest.mark.ffmpeg]

AUTOMATION_POINTS = ["planned", "armed", "clicked", "downloading", "publishing"]


def leftovers(stage: StageState) -> list[str]:
    """What a dead worker could have left: its processes and its temporary files."""
    work = stage.home / "work"
    alive = [command for _, command in processes(str(work))]
    files = [str(path) for path in work.rglob("*") if path.is_file()] if work.is_dir() else []
    return alive + files


def assert_nothing_left(stage: StageState) -> None:
    """Wait until every process and file of the dead worker is gone; say which is not."""
    try:
        wait_for("everything of the dead worker to be gone", lambda: not leftovers(stage), within=40)
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


@pytest.mark.parametrize("point", ["encoding", "uploading", "uploaded"])
def test_given_the_media_worker_is_killed_when_upscaling_goes_on_then_one_4k_file_is_there(
    point: str,
    api: Api,
    stage: StageState,
    session: boto3.session.Session,
    variables_file: Path,
    tmp_path: Path,
    finished_job: str,
) -> None:
    video = api.videos(finished_job)[point == "uploaded"]
    quality = {"encoding": "fast", "uploading": "balanced", "uploaded": "fast"}[point]
    mark = tmp_path / "crashed"
    with container_variables(variables_file, DAILIES_CRASH_AT=f"media.{point}", DAILIES_CRASH_ONCE=str(mark)):
        task = api.call(
            "POST", "/api/videos/upscale", {"video_ids": [video["video_id"]], "quality": quality}
        )["task_id"]
        wait_for("the crash", mark.exists)
        assert api.await_task(task)["status"] == "succeeded"
    rendition = api.call("GET", f"/api/videos/{video['video_id']}")["rendition"]
    assert (rendition["status"], rendition["quality"], rendition["width"]) == ("succeeded", quality, 2160)
    prefix = f"videos/local/{finished_job}/{video['video_id']}/4k-{quality}"
    assert len(stored(session, stage, prefix)) == 1
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
    assert len(stored(session, stage, f"deliveries/local/{finished_job}/{delivery}/")) == 1
    assert_nothing_left(stage)


@pytest.fixture(scope="module")
def finished_job(stage: StageState) -> str:
    """A job with two takes of one item."""
    api = Api(stage.url)
    try:
        job = api.draft(job_files(["a kite over the dunes"]))
        api.start(job)
        assert api.await_job(job)["status"] == "done"
    finally:
        api.http.close()
    return job
