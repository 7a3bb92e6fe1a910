"""Files that are not what they say: refused by name, through the real store, events and function."""

import io
import struct
import zipfile
import zlib

import pytest

from tests.stage.client import Api
from tests.stage.pictures import picture

pytestmark = pytest.mark.stage


def bomb() -> bytes:
    """A PNG of 12,000 by 12,000 pixels in a few kilobytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 12_000, 12_000, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * (1 + 12_000 // 8) * 12_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def traversal() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("../../etc/cron.d/x.png", picture(1))
    return kept.getvalue()


BAD = {
    "page.png": b"<!doctype html><title>not a picture</title>",
    "cut.png": picture(1)[:-200],
    "bomb.png": bomb(),
    "climbing.zip": traversal(),
    "prompts.txt": b"\xff\xfe\x00\x00 not a text",
}


def test_given_bad_files_when_sent_then_each_is_refused_by_name_and_nothing_can_start(api: Api) -> None:
    job = api.call("POST", "/api/jobs/create", {"title": "a bad delivery"})["job_id"]
    seen = api.upload(job, {**BAD, "good.png": picture(2)})
    verdicts = {upload["name"]: upload for upload in seen["uploads"]}
    assert verdicts["good.png"]["status"] == "accepted"
    for name in BAD:
        assert verdicts[name]["status"] == "rejected", verdicts[name]
        failure = verdicts[name]["failure"]
        assert failure["code"]
        assert name in str(failure["subject"]) or name == "climbing.zip"
    refused = api.raw("POST", f"/api/jobs/{job}/start")
    assert refused.status_code == 422
    assert len(refused.json()["problems"]) == len(BAD)
    assert api.job(job)["status"] == "draft"
