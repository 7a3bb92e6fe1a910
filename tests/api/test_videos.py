"""Uploads, videos and deliveries over HTTP, on the real handler."""

import pytest

from dailies.domain.ids import Owner
from dailies.domain.job import Job
from dailies.domain.status import Status
from dailies.domain.units import Delivery, Rendition, Video
from dailies.domain.upload import PART_BYTES
from dailies.services.app import App
from tests.api.client import Client
from tests.store.makers import NOW, make_video

MEGABYTE = 1024**2


def add_rendition(app: App, video: Video, status: Status) -> None:
    """Put a 4K rendition of a video into the table."""
    key = f"videos/{video.owner}/{video.job_id}/{video.video_id}/4k-balanced-a1.mp4"
    rendition = Rendition(
        owner=video.owner,
        job_id=video.job_id,
        video_id=video.video_id,
        status=status,
        key=key,
        width=2160,
        height=3840,
        updated_at=NOW,
    )
    app.store.units.add(rendition)


def test_given_a_small_file_when_asked_for_a_slot_then_the_form_is_bound_to_its_key(
    client: Client, draft: Job
) -> None:
    files = [{"name": "a.png", "size": 10, "content_type": "image/png"}]
    (slot,) = client.post(f"/api/jobs/{draft.job_id}/upload", {"files": files}).json["uploads"]
    assert slot["method"] == "POST"
    assert slot["fields"]["key"] == f"uploads/{draft.owner}/{draft.job_id}/{slot['upload_id']}"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a.JPG", "image/jpeg"), ("a.webp", "image/webp"), ("a", "application/octet-stream")],
)
def test_given_no_type_when_asked_for_a_slot_then_the_name_decides(
    client: Client, draft: Job, name: str, expected: str
) -> None:
    body = {"files": [{"name": name, "size": 10}]}
    (slot,) = client.post(f"/api/jobs/{draft.job_id}/upload", body).json["uploads"]
    assert slot["fields"]["Content-Type"] == expected


def test_given_a_large_zip_when_sent_in_parts_then_completing_puts_it_together(
    app: App, client: Client, draft: Job
) -> None:
    body = {"files": [{"name": "all.zip", "size": 120 * MEGABYTE}]}
    (slot,) = client.post(f"/api/jobs/{draft.job_id}/upload", body).json["uploads"]
    (upload,) = app.store.uploads.of_job(draft.owner, draft.job_id)
    key = f"uploads/{draft.owner}/{draft.job_id}/{upload.upload_id}"
    part = app.objects.client.upload_part(
        Bucket=app.objects.bucket, Key=key, UploadId=str(upload.multipart_id), PartNumber=1, Body=b"x"
    )
    path = f"/api/jobs/{draft.job_id}/uploads/{slot['upload_id']}/complete"
    reply = client.post(path, {"etags": [part["ETag"]]})
    facts = app.objects.facts(key)
    assert (len(slot["parts"]), slot["needs_complete"]) == (8, True)
    assert (reply.status, facts and facts.size) == (200, 1)


def test_given_parts_when_completed_without_their_etags_then_refused(client: Client, draft: Job) -> None:
    body = {"files": [{"name": "all.zip", "size": 120 * MEGABYTE}]}
    (slot,) = client.post(f"/api/jobs/{draft.job_id}/upload", body).json["uploads"]
    reply = client.post(f"/api/jobs/{draft.job_id}/uploads/{slot['upload_id']}/complete", {})
    assert (reply.status, reply.json["code"]) == (422, "parts_invalid")


@pytest.mark.parametrize(
    ("size", "method", "parts"), [(PART_BYTES, "POST", 0), (PART_BYTES + 1, "MULTIPART", 2)]
)
def test_given_more_than_one_part_when_asked_for_a_slot_then_it_is_sent_in_parts(
    client: Client, draft: Job, size: int, method: str, parts: int
) -> None:
    body = {"files": [{"name": "all.zip", "size": size}]}
    (slot,) = client.post(f"/api/jobs/{draft.job_id}/upload", body).json["uploads"]
    assert (slot["method"], len(slot["parts"])) == (method, parts)


def test_given_a_single_upload_when_completed_then_conflict(client: Client, draft: Job) -> None:
    body = {"files": [{"name": "a.png", "size": 10}]}
    (slot,) = client.post(f"/api/jobs/{draft.job_id}/upload", body).json["uploads"]
    path = f"/api/jobs/{draft.job_id}/uploads/{slot['upload_id']}/complete"
    assert client.post(path, {"etags": ["abc"]}).status == 409


def test_given_a_started_job_when_asked_for_slots_then_conflict(client: Client, done: Job) -> None:
    reply = client.post(f"/api/jobs/{done.job_id}/upload", {"files": [{"name": "a.png", "size": 10}]})
    assert reply.status == 409


def test_given_a_slot_when_the_job_is_read_then_the_upload_waits(client: Client, draft: Job) -> None:
    client.post(f"/api/jobs/{draft.job_id}/upload", {"files": [{"name": "x/a.png", "size": 10}]})
    (upload,) = client.get(f"/api/jobs/{draft.job_id}").json["uploads"]
    assert (upload["name"], upload["status"]) == ("a.png", "requested")


def test_given_a_video_when_read_then_its_link_is_signed(client: Client, video: Video) -> None:
    reply = client.get(f"/api/videos/{video.video_id}")
    assert "X-Amz-Signature=" in reply.json["url"]


def test_given_a_finished_rendition_when_read_then_it_has_a_link_too(
    app: App, client: Client, video: Video
) -> None:
    add_rendition(app, video, Status.SUCCEEDED)
    rendition = client.get(f"/api/videos/{video.video_id}").json["rendition"]
    assert (rendition["height"], "X-Amz-Signature=" in rendition["url"]) == (3840, True)


def test_given_videos_when_listed_by_pages_then_each_comes_once(app: App, client: Client, done: Job) -> None:
    made = [make_video(done, number) for number in (1, 2, 3)]
    for each in made:
        app.store.videos.publish(each)
    first = client.get(f"/api/videos/job/{done.job_id}", "limit=2").json
    second = client.get(f"/api/videos/job/{done.job_id}", f"limit=2&cursor={first['next_cursor']}").json
    seen = [entry["video_id"] for entry in first["videos"] + second["videos"]]
    assert seen == [each.video_id for each in made]


@pytest.mark.parametrize("selected", [True, False])
def test_given_a_video_when_selected_then_it_stays_so(client: Client, video: Video, selected: bool) -> None:
    client.put(f"/api/videos/{video.video_id}/select", {"selected": selected})
    assert client.get(f"/api/videos/{video.video_id}").json["selected"] is selected


def test_given_five_videos_when_upscaled_then_the_answer_is_the_contract(
    app: App, client: Client, done: Job
) -> None:
    made = [make_video(done, number) for number in range(1, 6)]
    for each in made:
        app.store.videos.publish(each)
    body = {"video_ids": [each.video_id for each in made], "quality": "balanced"}
    reply = client.post("/api/videos/upscale", body).json
    assert (reply["started"], reply["video_count"], reply["quality"]) == (True, 5, "balanced")
    assert reply["message"] == "Upscaling started for 5 videos"
    # Two seconds to begin and 192 frames at 0.46 core-seconds over 4 cores, five times, rounded up each.
    assert reply["estimated_seconds"] == 5 * 25


def test_given_an_upscaled_video_when_upscaled_again_then_nothing_starts(
    app: App, client: Client, video: Video
) -> None:
    add_rendition(app, video, Status.SUCCEEDED)
    reply = client.post("/api/videos/upscale", {"video_ids": [video.video_id]}).json
    assert (reply["started"], reply["video_count"], reply["task_id"]) == (False, 0, None)


def test_given_videos_of_two_jobs_when_upscaled_then_refused(
    app: App, client: Client, owner: Owner, video: Video, draft: Job
) -> None:
    other = make_video(draft)
    app.store.videos.publish(other)
    reply = client.post("/api/videos/upscale", {"video_ids": [video.video_id, other.video_id]})
    assert (owner, reply.status, reply.json["code"]) == (owner, 422, "several_jobs")


def test_given_no_4k_when_downloaded_in_4k_then_conflict_says_so(client: Client, video: Video) -> None:
    reply = client.post("/api/videos/download", {"video_ids": [video.video_id], "resolution": "4K"})
    assert (reply.status, reply.json["code"]) == (409, "not_upscaled")


def test_given_a_video_when_downloaded_then_a_delivery_waits(client: Client, video: Video) -> None:
    body = {"video_ids": [video.video_id], "folder_name": "My_Videos", "resolution": "720p"}
    started = client.post("/api/videos/download", body)
    delivery = client.get(f"/api/deliveries/{started.json['delivery_id']}").json
    assert (started.status, delivery["status"], delivery["folder"], delivery["url"]) == (
        202,
        "queued",
        "My_Videos",
        None,
    )


def test_given_a_ready_delivery_when_read_then_its_link_saves_it_under_its_name(
    client: Client, delivery: Delivery
) -> None:
    reply = client.get(f"/api/deliveries/{delivery.task_id}").json
    assert (reply["size"], reply["expires_in"]) == (123, 900)
    assert "Takes.zip" in reply["url"]
