"""A request that died between its write and its answer: its repeat gives the same task."""

from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from dailies.domain.job import Job
from dailies.domain.status import JobStatus, Status
from dailies.domain.units import Item, SourceImage, Video
from dailies.domain.upload import Upload, Verdict
from dailies.services.app import App
from tests.api.client import Client, Reply
from tests.store.makers import NOW, make_failure, make_item, make_video


@pytest.fixture
def ready(app: App, draft: Job) -> Job:
    """A draft with a good image and a prompt for it."""
    upload = Upload(
        owner=draft.owner,
        job_id=draft.job_id,
        upload_id="u" + "0" * 20,
        name="a.zip",
        size=1,
        content_type="application/zip",
        status="accepted",
        verdict=Verdict(images=1, prompts=1),
        prompts_key=f"prompts/{draft.owner}/{draft.job_id}/u.json",
        created_at=NOW,
        updated_at=NOW,
    )
    image = make_item(draft).image
    app.store.uploads.add([upload])
    app.store.uploads.add_images(
        [
            SourceImage(
                owner=draft.owner, job_id=draft.job_id, upload_id=upload.upload_id, position=0, image=image
            )
        ]
    )
    prompts = b'[{"text": "A boat", "line": 1}]'
    app.objects.put(str(upload.prompts_key), prompts, content_type="application/json")
    return draft


def _twice(
    client: Client, monkeypatch: pytest.MonkeyPatch, path: str, body: Any = None
) -> tuple[Reply, Reply]:
    """Post, die before the answer is kept, and post again with the same key."""

    def die(*_: Any) -> None:
        raise EndpointConnectionError(endpoint_url="http://table")

    with monkeypatch.context() as patch:
        patch.setattr("dailies.store.requests.Requests.finish", die)
        died = client.post(path, body, key="k")
    return died, client.post(path, body, key="k")


def _tasks(app: App, job: Job) -> list[str]:
    return [task.task_id for task in app.store.tasks.of_job(job.owner, job.job_id)]


def test_given_a_start_that_died_when_repeated_then_the_same_task_and_the_whole_answer(
    app: App, client: Client, ready: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    died, again = _twice(client, monkeypatch, f"/api/jobs/{ready.job_id}/start")
    assert (died.status >= 500, again.status) == (True, 200)
    assert [again.json["task_id"]] == _tasks(app, ready)
    assert again.json["message"] == "Video generation started for 1 image"


def test_given_a_retry_that_died_when_repeated_then_the_same_task(
    app: App, client: Client, done: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.store.units.add(make_item(done, 2, Status.FAILED, failure=make_failure()))
    _, again = _twice(client, monkeypatch, f"/api/jobs/{done.job_id}/retry")
    assert (again.status, [again.json["task_id"]]) == (200, _tasks(app, done))


def test_given_a_rerun_that_died_when_repeated_then_the_same_task_and_one_more_run(
    app: App, client: Client, done: Job, item: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/api/items/{item.item_id}/rerun"
    _, again = _twice(client, monkeypatch, path, {"prompt": "A boat at dusk"})
    assert (again.status, [again.json["task_id"]]) == (200, _tasks(app, done))
    assert app.store.units.item(done.owner, item.item_id).run == 2


def test_given_an_upscaling_that_died_when_repeated_then_the_same_task_and_estimate(
    app: App, client: Client, done: Job, video: Video, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, again = _twice(client, monkeypatch, "/api/videos/upscale", {"video_ids": [video.video_id]})
    assert (again.json["task_id"], again.json["video_count"]) == (f"{done.job_id}-upscale-2", 1)
    assert (len(_tasks(app, done)), again.json["estimated_seconds"]) == (1, 25)


def test_given_a_download_that_died_when_repeated_then_the_same_zip(
    app: App, client: Client, done: Job, video: Video, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = {"video_ids": [video.video_id], "resolution": "720p"}
    _, again = _twice(client, monkeypatch, "/api/videos/download", body)
    assert (again.status, [again.json["delivery_id"]]) == (202, _tasks(app, done))


def test_given_another_key_when_downloaded_then_another_zip(
    app: App, client: Client, done: Job, video: Video
) -> None:
    body = {"video_ids": [video.video_id], "resolution": "720p"}
    for key in ("k", "l"):
        client.post("/api/videos/download", body, key=key)
    assert len(_tasks(app, done)) == 2


@pytest.mark.parametrize("path", ["/api/videos/upscale", "/api/videos/download"])
def test_given_one_video_that_is_missing_when_asked_for_then_it_is_named(
    client: Client, done: Job, video: Video, path: str
) -> None:
    missing = make_video(done, 77).video_id
    reply = client.post(path, {"video_ids": [video.video_id, missing]})
    assert (reply.status, reply.json["subject"]) == (404, missing)


def test_given_videos_of_different_lengths_when_upscaled_then_the_estimate_sums_them(
    app: App, client: Client, done: Job
) -> None:
    made = [make_video(done, number) for number in (1, 2)]
    long = made[1].model_copy(update={"media": made[1].media.model_copy(update={"frames": 1920})})
    for each in (made[0], long):
        app.store.videos.publish(each)
    reply = client.post("/api/videos/upscale", {"video_ids": [each.video_id for each in made]})
    # Two seconds to begin and 0.46 core-seconds a frame over 4 cores: 25 s for 192 frames, 223 s for 1,920.
    assert reply.json["estimated_seconds"] == 25 + 223


def test_given_a_rerun_when_answered_then_the_job_runs(
    app: App, client: Client, done: Job, item: Item
) -> None:
    client.post(f"/api/items/{item.item_id}/rerun")
    assert app.store.jobs.get(done.owner, done.job_id).status is JobStatus.RUNNING
