"""What the gallery says of takes and asks about them, over HTTP on the real handler."""

import json
from collections.abc import Sequence

import pytest

from dailies.domain.flags import Flag, FlagKind
from dailies.domain.job import Job
from dailies.domain.options import Quality
from dailies.domain.status import Status
from dailies.domain.units import Rendition, Video
from dailies.services.app import App
from tests.api.client import Client
from tests.store.makers import NOW, make_video

BLACK = Flag(kind=FlagKind.BLACK, percent=40)


def rendition_of(video: Video, status: Status) -> Rendition:
    return Rendition(
        owner=video.owner,
        job_id=video.job_id,
        video_id=video.video_id,
        status=status,
        quality=Quality.BALANCED,
        updated_at=NOW,
    )


@pytest.fixture
def takes(app: App, done: Job) -> list[Video]:
    """Four takes: plain, picked and rated 4, rated 2 and black, with a 4K of its own."""
    made = [make_video(done, number) for number in (1, 2, 3, 4)]
    made[1] = made[1].model_copy(update={"selected": True, "rating": 4})
    media = made[2].media.model_copy(update={"flags": (BLACK,)})
    made[2] = made[2].model_copy(update={"rating": 2, "media": media})
    for video in made:
        app.store.videos.publish(video)
    app.store.units.add(rendition_of(made[3], Status.SUCCEEDED))
    return made


def numbers(client: Client, job: Job, query: str) -> list[int]:
    listed = client.get(f"/api/videos/job/{job.job_id}", query).json["videos"]
    return [video["item_number"] for video in listed]


def test_given_a_video_when_rated_then_the_rating_and_the_words_stay(client: Client, video: Video) -> None:
    path = f"/api/videos/{video.video_id}"
    answered = client.put(f"{path}/feedback", {"rating": 5, "comment": "The boat\nis late"}).json
    read = client.get(path).json
    assert (answered["rating"], read["rating"], read["comment"]) == (5, 5, "The boat is late")


@pytest.mark.parametrize("body", [{}, {"rating": None, "comment": None}, {"comment": "  "}])
def test_given_feedback_when_it_is_taken_back_then_none_is_left(
    client: Client, video: Video, body: dict[str, str | None]
) -> None:
    path = f"/api/videos/{video.video_id}/feedback"
    client.put(path, {"rating": 3, "comment": "Good"})
    answered = client.put(path, body).json
    assert (answered["rating"], answered["comment"]) == (None, None)


@pytest.mark.parametrize(
    "body",
    [{"rating": 0}, {"rating": 6}, {"rating": 2.5}, {"rating": True}, {"comment": "x" * 501}, {"stars": 1}],
)
def test_given_feedback_out_of_bounds_when_sent_then_refused_and_nothing_changes(
    app: App, client: Client, video: Video, body: dict[str, object]
) -> None:
    assert client.put(f"/api/videos/{video.video_id}/feedback", body).status == 422
    assert app.store.videos.get(video.owner, video.video_id) == video


def test_given_anothers_video_when_rated_then_it_is_not_there(app: App, video: Video) -> None:
    reply = Client("stranger").put(f"/api/videos/{video.video_id}/feedback", {"rating": 1})
    assert (reply.status, app.store.videos.get(video.owner, video.video_id).rating) == (404, None)


def test_given_a_flagged_take_when_read_then_what_was_noticed_stands_beside_its_figures(
    client: Client, takes: Sequence[Video]
) -> None:
    read = client.get(f"/api/videos/{takes[2].video_id}").json
    shown = {name: read[name] for name in ("item_number", "fps", "duration_ms", "provider")}
    assert shown == {"item_number": 3, "fps": 24.0, "duration_ms": 8000, "provider": "flow"}
    assert read["flags"] == [{"kind": "black", "percent": 40, "wanted": None}]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [1, 2, 3, 4]),
        ("selected=true", [2]),
        ("selected=false", [1, 3, 4]),
        ("rated=false", [1, 4]),
        ("min_rating=2", [2, 3]),
        ("min_rating=2&flag=none", [2]),
        ("flag=any", [3]),
        ("flag=black", [3]),
        ("flag=silent", []),
        ("upscaled=done", [4]),
        ("upscaled=none", [1, 2, 3]),
    ],
)
def test_given_filters_when_listed_then_only_those_that_all_hold_for(
    client: Client, done: Job, takes: Sequence[Video], query: str, expected: list[int]
) -> None:
    assert takes
    assert numbers(client, done, query) == expected


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (Status.QUEUED, "open"),
        (Status.RUNNING, "open"),
        (Status.FAILED, "failed"),
        (Status.CANCELLED, "failed"),
    ],
)
def test_given_a_rendition_on_its_way_when_filtered_then_it_is_found_by_how_it_stands(
    app: App, client: Client, done: Job, video: Video, status: Status, expected: str
) -> None:
    app.store.units.add(rendition_of(video, status))
    assert numbers(client, done, f"upscaled={expected}") == [1]


def test_given_a_filter_when_listed_by_pages_then_the_pages_are_of_what_is_wanted(
    client: Client, done: Job, takes: Sequence[Video]
) -> None:
    assert takes
    path = f"/api/videos/job/{done.job_id}"
    first = client.get(path, "selected=false&limit=2").json
    second = client.get(path, f"selected=false&limit=2&cursor={first['next_cursor']}").json
    seen = [video["item_number"] for video in first["videos"] + second["videos"]]
    assert (seen, second["next_cursor"]) == ([1, 3, 4], None)


@pytest.mark.parametrize("query", ["min_rating=6", "flag=ugly", "upscaled=maybe", "selected=perhaps"])
def test_given_a_filter_that_cannot_be_when_listed_then_refused(
    client: Client, done: Job, query: str
) -> None:
    assert client.get(f"/api/videos/job/{done.job_id}", query).status == 400


def test_given_takes_when_upscaling_is_tried_dry_then_it_says_what_it_would_do_and_starts_nothing(
    app: App, client: Client, done: Job, takes: Sequence[Video]
) -> None:
    app.store.units.add(rendition_of(takes[0], Status.RUNNING))
    large = takes[1].media.model_copy(update={"width": 2160, "height": 3840})
    app.store.videos.change(done.owner, takes[1].video_id, {"media": large})
    body = {"video_ids": [video.video_id for video in takes], "quality": "balanced"}
    answer = client.send("POST", "/api/videos/upscale", json.dumps(body), query="dry_run=true").json
    assert answer == {
        "started": False,
        "video_count": 1,
        "already_upscaled": [takes[3].video_id],
        "already_large": [takes[1].video_id],
        "busy": [takes[0].video_id],
        # 2 s to begin, and 192 frames at 0.35, 0.46 or 0.75 core-seconds over 4 cores.
        "estimated_seconds": {"fast": 19, "balanced": 25, "high": 38},
    }
    assert app.store.tasks.of_job(done.owner, done.job_id) == []
