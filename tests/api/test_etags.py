"""Polling: 304 as long as nothing changed, though links are signed anew."""

from dailies.domain.job import Job
from dailies.domain.units import Video
from dailies.services.app import App
from functions.api.etag import etag
from tests.api.client import Client
from tests.store.makers import make_item


def test_given_an_unchanged_job_when_asked_again_then_304_without_a_body(client: Client, draft: Job) -> None:
    path = f"/api/jobs/{draft.job_id}"
    tag = client.get(path).headers["ETag"]
    again = client.get(path, **{"if-none-match": tag})
    assert (again.status, again.text, again.headers["ETag"]) == (304, "", tag)


def test_given_a_changed_job_when_asked_again_then_it_comes(app: App, client: Client, done: Job) -> None:
    path = f"/api/jobs/{done.job_id}"
    tag = client.get(path).headers["ETag"]
    app.store.units.add(make_item(done))
    assert client.get(path, **{"if-none-match": tag}).status == 200


def test_given_several_tags_when_one_fits_then_304(client: Client, draft: Job) -> None:
    path = f"/api/jobs/{draft.job_id}"
    tag = client.get(path).headers["ETag"]
    assert client.get(path, **{"if-none-match": f'"other", W/{tag}'}).status == 304


def test_given_a_picked_video_when_asked_again_then_it_comes(client: Client, video: Video) -> None:
    path = f"/api/videos/{video.video_id}"
    tag = client.get(path).headers["ETag"]
    client.put(f"{path}/select", {"selected": True})
    assert client.get(path, **{"if-none-match": tag}).status == 200


def test_given_another_signature_when_tagged_then_the_tag_stays() -> None:
    one, two = ({"videos": [{"url": f"https://s/?X-Amz-Signature={n}", "size": 1}]} for n in (1, 2))
    assert etag(one, at=1000) == etag(two, at=1001)


def test_given_links_that_grow_old_when_tagged_then_the_tag_changes_before_they_die() -> None:
    body = {"url": "https://s/?X-Amz-Signature=1"}
    assert etag(body, at=1000) != etag(body, at=1900)


def test_given_no_links_when_time_passes_then_the_tag_stays() -> None:
    assert etag({"status": "done", "url": None}, at=1000) == etag({"status": "done", "url": None}, at=9000)
