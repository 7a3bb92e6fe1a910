"""The way to the objects: links and forms that boto3 signed, and every way in which they can be wrong."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from infra.local.frontdoor.presigned import Asked, NotAllowed, check_presigned

from .behind import CHUNK, Behind, raw_status

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

KEY = "videos/me/j1/take 1+é'~(2).mp4"


def _link(signer: "S3Client", call: str = "get_object", **fields: Any) -> str:
    return signer.generate_presigned_url(call, Params={"Bucket": "takes", "Key": KEY, **fields}, ExpiresIn=60)


def test_given_a_signed_link_when_opened_then_the_object_comes(
    door: httpx2.Client, signer: "S3Client", behind: Behind
) -> None:
    link = _link(signer)
    assert door.get(link).content == b"abcd"
    assert behind.requests[-1].target == link.removeprefix(str(door.base_url).rstrip("/"))


def test_given_a_range_when_asked_then_only_that_part_comes(door: httpx2.Client, signer: "S3Client") -> None:
    answer = door.get(_link(signer), headers={"Range": "bytes=1-2"})
    assert (answer.status_code, answer.content, answer.headers["content-range"]) == (
        206,
        b"bc",
        "bytes 1-2/4",
    )


def test_given_a_signed_put_when_sent_then_the_bytes_arrive(
    door: httpx2.Client, signer: "S3Client", behind: Behind
) -> None:
    link = _link(signer, "put_object", ContentType="image/png")
    assert door.put(link, content=CHUNK * 20, headers={"Content-Type": "image/png"}).status_code == 200
    assert behind.requests[-1].size == len(CHUNK) * 20


def test_given_a_signed_header_when_another_value_is_sent_then_403(
    door: httpx2.Client, signer: "S3Client"
) -> None:
    link = _link(signer, "put_object", ContentType="image/png")
    assert door.put(link, content=b"x", headers={"Content-Type": "text/html"}).status_code == 403


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("take%201", "take%202"),
        ("X-Amz-Signature=", "X-Amz-Signature=0"),
        ("X-Amz-Expires=60", "X-Amz-Expires=600"),
        ("X-Amz-Credential=key", "X-Amz-Credential=other"),
        ("X-Amz-Algorithm", "acl=&X-Amz-Algorithm"),
        ("X-Amz-Algorithm", "X-Amz-Expires=9&X-Amz-Algorithm"),
        ("X-Amz-SignedHeaders=host", "X-Amz-SignedHeaders="),
    ],
)
def test_given_a_changed_link_when_opened_then_403_and_nothing_arrives(
    door: httpx2.Client, signer: "S3Client", behind: Behind, old: str, new: str
) -> None:
    link = _link(signer)
    assert old in link
    assert door.get(link.replace(old, new)).status_code == 403
    assert behind.requests == []


@pytest.mark.parametrize("path", ["/takes/videos/a.mp4", "/takes", "/takes/", "/takes?X-Amz-Signature=0"])
def test_given_no_signature_when_an_object_is_asked_for_then_403(door: httpx2.Client, path: str) -> None:
    assert door.get(path).status_code == 403


def test_given_a_link_for_reading_when_used_to_write_then_403(
    door: httpx2.Client, signer: "S3Client"
) -> None:
    assert door.put(_link(signer), content=b"x").status_code == 403


def test_given_another_bucket_when_asked_for_then_404(door: httpx2.Client) -> None:
    assert door.get("/cdk-assets/code.zip").status_code == 404


def test_given_a_method_that_no_link_has_when_used_then_405(door: httpx2.Client, signer: "S3Client") -> None:
    answer = door.delete(_link(signer))
    assert (answer.status_code, answer.headers["content-type"]) == (405, "application/problem+json")


@pytest.mark.parametrize(("shift", "word"), [(61, "expired"), (-3600, "future")])
def test_given_a_link_at_another_time_when_checked_then_it_is_refused(
    signer: "S3Client", shift: int, word: str
) -> None:
    url = httpx2.URL(_link(signer))
    asked = Asked(
        "GET", url.raw_path.decode().partition("?")[0], url.query.decode(), {"host": url.netloc.decode()}
    )
    moment = datetime.now(UTC) + timedelta(seconds=shift)
    with pytest.raises(NotAllowed, match=word):
        check_presigned(asked, moment, None)


@pytest.mark.parametrize("kind", ["video/mp4", "image/webp"])
def test_given_a_video_or_picture_when_opened_then_it_may_show_in_place(
    door: httpx2.Client, signer: "S3Client", behind: Behind, kind: str
) -> None:
    behind.object_headers = {"content-type": kind}
    assert "content-disposition" not in door.get(_link(signer)).headers


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "application/zip", ""])
def test_given_anything_else_when_opened_then_it_is_only_downloaded(
    door: httpx2.Client, signer: "S3Client", behind: Behind, kind: str
) -> None:
    behind.object_headers = {"content-type": kind, "content-disposition": 'inline; filename="x.html"'}
    headers = door.get(_link(signer)).headers
    assert headers["content-disposition"] == 'attachment; filename="x.html"'
    assert "sandbox" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_given_a_large_object_when_streamed_then_all_of_it_comes(
    door: httpx2.Client, signer: "S3Client"
) -> None:
    link = signer.generate_presigned_url(
        "get_object", Params={"Bucket": "takes", "Key": "large"}, ExpiresIn=60
    )
    with door.stream("GET", link) as answer:
        assert sum(len(chunk) for chunk in answer.iter_raw()) == 1_000 * len(CHUNK)


def test_given_an_upload_over_the_limit_when_announced_then_413(
    door: httpx2.Client, signer: "S3Client"
) -> None:
    target = httpx2.URL(_link(signer, "put_object")).raw_path.decode()
    status = raw_status(door.base_url.netloc.decode(), f"PUT {target}", "Content-Length: 200000001")
    assert status == 413


def test_given_an_upload_without_a_length_when_sent_then_411(door: httpx2.Client, signer: "S3Client") -> None:
    answer = door.put(_link(signer, "put_object"), content=(part for part in (b"a", b"b")))
    assert answer.status_code == 411


def _form(signer: "S3Client", seconds: int = 60) -> Any:
    return signer.generate_presigned_post(
        "takes",
        "uploads/me/j1/u1",
        Fields={"Content-Type": "image/png"},
        Conditions=[{"Content-Type": "image/png"}, ["content-length-range", 1, 1_000_000]],
        ExpiresIn=seconds,
    )["fields"]


@pytest.mark.parametrize("path", ["/takes", "/takes/"])
def test_given_a_signed_form_when_posted_then_it_arrives(
    door: httpx2.Client, signer: "S3Client", behind: Behind, path: str
) -> None:
    files = {"file": ("a.png", CHUNK * 10, "image/png")}
    assert door.post(path, data=_form(signer), files=files).status_code == 200
    assert behind.requests[-1].size > len(CHUNK) * 10


@pytest.mark.parametrize(
    "change",
    [
        {"key": "uploads/other/j1/u1"},
        {"Content-Type": "text/html"},
        {"x-amz-signature": "0" * 64},
        {"policy": "e30="},
        {"policy": "not base64"},
    ],
)
def test_given_a_changed_form_when_posted_then_403_and_nothing_arrives(
    door: httpx2.Client, signer: "S3Client", behind: Behind, change: dict[str, str]
) -> None:
    answer = door.post("/takes", data={**_form(signer), **change}, files={"file": ("a.png", b"x")})
    assert answer.status_code == 403
    assert behind.requests == []


def test_given_an_expired_form_when_posted_then_403(door: httpx2.Client, signer: "S3Client") -> None:
    answer = door.post("/takes", data=_form(signer, seconds=-1), files={"file": ("a.png", b"x")})
    assert (answer.status_code, "expired" in answer.json()["detail"]) == (403, True)


def test_given_a_form_without_a_file_when_posted_then_403(door: httpx2.Client, signer: "S3Client") -> None:
    files = {name: (None, value) for name, value in _form(signer).items()}
    assert door.post("/takes", files=files).status_code == 403


def test_given_a_post_that_is_no_form_when_sent_then_403(door: httpx2.Client) -> None:
    assert door.post("/takes", content=b"x").status_code == 403
