"""Upscaling and delivering: once for each request, never one video in two tasks."""

from collections.abc import Sequence

import pytest

from dailies.domain.errors import Conflict, InvalidInput, NotFound
from dailies.domain.ids import Owner, VideoId
from dailies.domain.job import Job, Task
from dailies.domain.options import Quality, Resolution
from dailies.domain.retry import Settlement
from dailies.domain.status import Status
from dailies.services.app import App
from dailies.services.cancelling import cancel_task
from dailies.services.delivering import deliver, read_delivery
from dailies.services.finishing import upscale
from dailies.services.orchestration import finish, plan
from tests.services.scenes import race, tasks_of
from tests.store.makers import make_job, make_video

pytestmark = pytest.mark.usefixtures("alone")

RACERS = 16


@pytest.fixture
def videos(app: App, draft: Job) -> list[VideoId]:
    """Two takes."""
    made = [make_video(draft, number) for number in (1, 2)]
    for video in made:
        app.store.videos.publish(video)
    return [video.video_id for video in made]


def upscaled(app: App, job: Job, videos: Sequence[VideoId], quality: Quality = Quality.FAST) -> Task:
    """Upscale to the end."""
    task, _ = upscale(app, job.owner, videos, quality)
    assert task is not None
    plan(app, task.owner, task.task_id)
    for video in videos:
        held = app.store.units.claim(app.store.units.get(job.owner, video))
        app.store.units.settle(held, Settlement(status=Status.SUCCEEDED), {"quality": quality, "key": "4k"})
    return finish(app, task.owner, task.task_id)


def test_given_videos_when_upscaled_then_one_task_names_them(
    app: App, draft: Job, videos: list[VideoId]
) -> None:
    task, chosen = upscale(app, draft.owner, videos, Quality.FAST)
    assert task is not None
    assert (task.unit_ids, [video.video_id for video in chosen]) == (tuple(videos), videos)


def test_given_one_of_them_there_already_when_upscaled_then_it_is_left_out(
    app: App, draft: Job, videos: list[VideoId]
) -> None:
    upscaled(app, draft, videos[:1])
    task, _ = upscale(app, draft.owner, videos, Quality.FAST)
    assert task is not None
    assert task.unit_ids == (videos[1],)


def test_given_another_quality_when_upscaled_then_it_is_made_anew(
    app: App, draft: Job, videos: list[VideoId]
) -> None:
    upscaled(app, draft, videos)
    task, _ = upscale(app, draft.owner, videos, Quality.HIGH)
    assert task is not None
    assert (task.unit_ids, task.quality) == (tuple(videos), Quality.HIGH)


@pytest.mark.parametrize("is_planned", [False, True])
def test_given_a_video_in_an_open_task_when_upscaled_again_then_conflict_names_it(
    app: App, draft: Job, videos: list[VideoId], is_planned: bool
) -> None:
    task, _ = upscale(app, draft.owner, videos[:1], Quality.FAST)
    assert task is not None
    if is_planned:
        plan(app, task.owner, task.task_id)
    with pytest.raises(Conflict) as caught:
        upscale(app, draft.owner, videos, Quality.HIGH)
    assert (caught.value.failure.subject, tasks_of(app, draft)) == (videos[0], [task.task_id])


def test_given_a_task_cancelled_before_its_plan_when_upscaled_again_then_it_begins(
    app: App, draft: Job, videos: list[VideoId]
) -> None:
    first, _ = upscale(app, draft.owner, videos, Quality.FAST)
    assert first is not None
    cancel_task(app, draft.owner, first.task_id)
    second, _ = upscale(app, draft.owner, videos, Quality.FAST)
    assert second is not None
    assert second.unit_ids == first.unit_ids


def test_given_sixteen_at_once_when_upscaled_then_one_task(
    app: App, draft: Job, videos: list[VideoId]
) -> None:
    answers = race(lambda: upscale(app, draft.owner, videos, Quality.FAST), RACERS)
    assert sum(isinstance(answer, tuple) for answer in answers) == 1
    assert all(isinstance(answer, Conflict | tuple) for answer in answers)
    assert len(tasks_of(app, draft)) == 1


def test_given_a_repeated_request_when_upscaled_then_the_same_task_and_videos(
    app: App, draft: Job, videos: list[VideoId]
) -> None:
    one, two = (upscale(app, draft.owner, videos, Quality.FAST, request="r") for _ in range(2))
    assert one[0] is not None
    assert two[0] is not None
    assert (one[0].task_id, one[1]) == (two[0].task_id, two[1])


def test_given_a_repeated_request_when_its_task_has_ended_then_no_second_begins(
    app: App, draft: Job, videos: list[VideoId]
) -> None:
    upscale(app, draft.owner, videos, Quality.FAST, request="r")
    (task,) = tasks_of(app, draft)
    cancel_task(app, draft.owner, task)
    upscale(app, draft.owner, videos, Quality.FAST, request="r")
    assert tasks_of(app, draft) == [task]


def test_given_a_repeated_request_when_delivered_then_the_same_zip(
    app: App, draft: Job, videos: list[VideoId]
) -> None:
    answers = [
        deliver(app, draft.owner, videos, folder="Takes", resolution=Resolution.SD, request="r")
        for _ in range(2)
    ]
    assert answers[0][1] == answers[1][1]
    assert tasks_of(app, draft) == [answers[0][0].task_id]


def test_given_two_requests_when_delivered_then_two_zips(app: App, draft: Job, videos: list[VideoId]) -> None:
    for request in ("r", "s"):
        deliver(app, draft.owner, videos, folder="Takes", resolution=Resolution.SD, request=request)
    assert tasks_of(app, draft) == [f"{draft.job_id}-deliver-{number}" for number in (1, 2)]


def test_given_no_4k_when_delivered_in_4k_then_those_that_lack_it_are_named(
    app: App, draft: Job, videos: list[VideoId]
) -> None:
    upscaled(app, draft, videos[:1])
    with pytest.raises(Conflict, match=videos[1]):
        deliver(app, draft.owner, videos, folder="Takes", resolution=Resolution.UHD)


def test_given_a_delivery_not_built_yet_when_read_then_it_has_no_link(
    app: App, draft: Job, videos: list[VideoId]
) -> None:
    task, delivery = deliver(app, draft.owner, videos, folder="Takes", resolution=Resolution.SD)
    view = read_delivery(app, draft.owner, task.task_id)
    assert (view.delivery, view.title, view.url, view.expires_at) == (delivery, draft.title, None, None)


def test_given_a_video_that_never_was_when_upscaled_then_it_is_named(
    app: App, draft: Job, videos: list[VideoId]
) -> None:
    missing = make_video(draft, 77).video_id
    with pytest.raises(NotFound) as caught:
        upscale(app, draft.owner, [videos[0], missing], Quality.FAST)
    assert caught.value.failure.subject == missing


def test_given_anothers_video_when_delivered_then_it_is_named_as_one_that_never_was(
    app: App, videos: list[VideoId]
) -> None:
    with pytest.raises(NotFound) as caught:
        deliver(app, Owner("stranger"), videos, folder="Takes", resolution=Resolution.SD)
    assert caught.value.failure.subject == videos[0]


def test_given_videos_of_two_jobs_when_upscaled_then_refused(
    app: App, draft: Job, videos: list[VideoId]
) -> None:
    other = make_video(app.store.jobs.add(make_job(draft.owner)))
    with pytest.raises(InvalidInput):
        upscale(app, draft.owner, [*videos, other.video_id], Quality.FAST)


def test_given_a_preset_when_planned_then_the_rendition_says_it_while_it_waits(
    app: App, draft: Job, videos: list[VideoId]
) -> None:
    task, _ = upscale(app, draft.owner, videos[:1], Quality.HIGH)
    assert task is not None
    plan(app, task.owner, task.task_id)
    rendition = app.store.units.rendition(draft.owner, videos[0])
    assert rendition is not None
    assert rendition.quality is Quality.HIGH
