"""The list of ZIPs and what is left of an upload that was cut off, over HTTP on the real handler."""

from datetime import timedelta

import pytest

from dailies.clock import now
from dailies.domain.job import Job
from dailies.domain.retention import DELIVERY_DAYS
from dailies.domain.units import Delivery, Video
from dailies.domain.upload import PART_BYTES, Upload
from dailies.services.app import App
from dailies.services.judging import place_of
from tests.api.client import Client

MEGABYTE = 1024**2


def deliver(client: Client, video: Video, folder: str) -> str:
    """Ask for a ZIP; gives its id."""
    body = {"video_ids": [video.video_id], "folder_name": folder, "resolution": "720p"}
    delivery: str = client.post("/api/videos/download", body).json["delivery_id"]
    return delivery


def test_given_zips_when_listed_then_newest_first_with_the_title_of_their_job(
    client: Client, done: Job, video: Video
) -> None:
    asked = [deliver(client, video, f"Takes {number}") for number in (1, 2, 3)]
    listed = client.get("/api/deliveries").json["deliveries"]
    assert [each["delivery_id"] for each in listed] == asked[::-1]
    assert (listed[0]["title"], listed[0]["folder"], listed[0]["url"]) == (done.title, "Takes 3", None)


def test_given_zips_when_listed_by_pages_then_each_comes_once(client: Client, video: Video) -> None:
    asked = [deliver(client, video, "Takes") for _ in range(3)]
    first = client.get("/api/deliveries", "limit=2").json
    second = client.get("/api/deliveries", f"limit=2&cursor={first['next_cursor']}").json
    seen = [each["delivery_id"] for each in first["deliveries"] + second["deliveries"]]
    assert (seen, second["next_cursor"]) == (asked[::-1], None)


def test_given_a_ready_zip_when_listed_then_it_says_when_it_goes(client: Client, delivery: Delivery) -> None:
    [listed] = client.get("/api/deliveries").json["deliveries"]
    assert "X-Amz-Signature=" in listed["url"]
    assert listed["expires_at"][:10] == f"{delivery.updated_at + timedelta(days=DELIVERY_DAYS + 1):%Y-%m-%d}"


def test_given_a_zip_whose_time_is_over_when_read_then_it_has_no_link(
    app: App, client: Client, delivery: Delivery
) -> None:
    long_ago = delivery.model_copy(update={"updated_at": now() - timedelta(days=DELIVERY_DAYS + 2)})
    app.store.units.add(long_ago)
    read = client.get(f"/api/deliveries/{delivery.task_id}").json
    assert (read["status"], read["url"], read["expires_in"]) == ("succeeded", None, None)


def test_given_anothers_zip_when_listed_then_it_is_not_there(delivery: Delivery) -> None:
    assert delivery
    assert Client("stranger").get("/api/deliveries").json["deliveries"] == []


@pytest.fixture
def archive(app: App, client: Client, draft: Job) -> Upload:
    """The slot of a ZIP of two full parts and a short one."""
    body = {"files": [{"name": "all.zip", "size": 100 * MEGABYTE + 1}]}
    client.post(f"/api/jobs/{draft.job_id}/upload", body)
    [upload] = app.store.uploads.of_job(draft.owner, draft.job_id)
    return upload


def send_part(app: App, upload: Upload, number: int, size: int) -> str:
    """Let a part arrive; gives its ETag."""
    answer = app.objects.client.upload_part(
        Bucket=app.objects.bucket,
        Key=place_of(upload),
        UploadId=str(upload.multipart_id),
        PartNumber=number,
        Body=bytes(size),
    )
    return answer["ETag"].strip('"')


def path_of(upload: Upload) -> str:
    return f"/api/jobs/{upload.job_id}/uploads/{upload.upload_id}"


def test_given_an_upload_cut_off_when_asked_about_then_whole_parts_are_told_and_links_given_for_the_others(
    app: App, client: Client, archive: Upload
) -> None:
    etag = send_part(app, archive, 2, PART_BYTES)
    send_part(app, archive, 3, 10)
    answer = client.get(f"{path_of(archive)}/parts").json
    assert answer["arrived"] == [{"number": 2, "size": PART_BYTES, "etag": etag}]
    assert [part["number"] for part in answer["missing"]] == [1, 3, 4, 5, 6, 7]
    assert "partNumber=1" in answer["missing"][0]["url"]


def test_given_the_short_last_part_when_asked_about_then_it_is_whole(
    app: App, client: Client, archive: Upload
) -> None:
    send_part(app, archive, 7, 4 * MEGABYTE + 1)
    assert [part["number"] for part in client.get(f"{path_of(archive)}/parts").json["arrived"]] == [7]


def test_given_an_upload_put_together_when_asked_about_then_nothing_is_missing(
    app: App, client: Client, archive: Upload
) -> None:
    etag = send_part(app, archive, 1, 10)
    client.post(f"{path_of(archive)}/complete", {"etags": [etag]})
    answer = client.get(f"{path_of(archive)}/parts").json
    assert (answer["arrived"], answer["missing"]) == ([], [])


def test_given_parts_thrown_away_when_asked_about_then_it_says_to_begin_again(
    app: App, client: Client, archive: Upload
) -> None:
    app.objects.client.abort_multipart_upload(
        Bucket=app.objects.bucket, Key=place_of(archive), UploadId=str(archive.multipart_id)
    )
    reply = client.get(f"{path_of(archive)}/parts")
    assert (reply.status, reply.json["code"]) == (409, "upload_expired")


def test_given_a_small_file_when_asked_for_its_parts_then_conflict(client: Client, draft: Job) -> None:
    body = {"files": [{"name": "a.png", "size": 10}]}
    [slot] = client.post(f"/api/jobs/{draft.job_id}/upload", body).json["uploads"]
    assert client.get(f"/api/jobs/{draft.job_id}/uploads/{slot['upload_id']}/parts").status == 409


def test_given_anothers_upload_when_asked_about_then_it_is_not_there(archive: Upload) -> None:
    assert Client("stranger").get(f"{path_of(archive)}/parts").status == 404
