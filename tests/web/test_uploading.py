"""A large upload that is cut off in the middle of a part goes on where it was, even in a page loaded anew."""

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Request, expect

from dailies.domain.upload import MULTIPART_BYTES, PART_BYTES
from tests.stage.client import Api, wait_for
from tests.stage.pictures import job_files
from tests.web.gallery import Gallery
from tests.web.new_job import NewJob

pytestmark = [pytest.mark.stage, pytest.mark.browser]

_SLOW = 24 * 1024**2
"""Bytes a second: slow enough to be cut in the middle of a part."""
_FILLER = 40 * 1024**2
"""As much as one member of a ZIP may have, and some room."""
_PART = re.compile(r"partNumber=(\d+)")


def test_given_an_upload_cut_in_mid_part_when_the_page_is_loaded_anew_then_only_what_is_missing_is_sent(
    gallery: Gallery, api: Api, tmp_path: Path
) -> None:
    gallery.faults_expected = True
    archive = _large_archive(tmp_path / "shoot.zip")
    desk = NewJob(gallery.open("/new"))
    desk.pick_from_disk(archive)
    line = desk.page.context.new_cdp_session(desk.page)
    begun = _parts_begun(gallery)
    _set_line(line, upload=_SLOW)
    desk.upload()
    size = archive.stat().st_size
    wait_for("the second part under way", lambda: _is_in_mid_part(desk, 2, size) or None)
    _set_line(line, offline=True)
    expect(desk.page.get_by_role("alert")).to_contain_text("Nothing is lost")
    _set_line(line)
    begun.clear()
    desk = NewJob(gallery.reload())
    desk.await_quote()
    newest = api.call("GET", "/api/jobs?limit=1")["jobs"][0]["job_id"]
    (upload,) = api.job(newest)["uploads"]
    assert (upload["status"], upload["images"], upload["size"]) == ("accepted", 2, size)
    assert begun, "nothing was sent after the page was loaded anew"
    assert 1 not in begun


def _large_archive(path: Path) -> Path:
    """Write a ZIP that is sent in parts: two pictures, their prompts, and clutter, which is passed over."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in job_files(["a boat", "a kite"]).items():
            archive.writestr(name, content)
        for number in range(-(-MULTIPART_BYTES // _FILLER)):
            archive.writestr(f"__MACOSX/filler-{number}", bytes(_FILLER))
    return path


def _parts_begun(gallery: Gallery) -> list[int]:
    """Collect the numbers of the parts that the page begins to send."""
    begun: list[int] = []

    def note(request: Request) -> None:
        found = _PART.search(request.url)
        if found and request.method == "PUT":
            begun.append(int(found[1]))

    gallery.context.on("request", note)
    return begun


def _is_in_mid_part(desk: NewJob, part: int, size: int) -> bool:
    shown = desk.page.get_by_test_id("file").locator("progress")
    if shown.count() == 0:
        return False
    share: float = shown.first.evaluate("bar => bar.value")
    sent = share * size
    return (part - 1 + 0.1) * PART_BYTES < sent < (part - 0.1) * PART_BYTES


def _set_line(line: CDPSession, *, upload: int = -1, offline: bool = False) -> None:
    conditions: dict[str, Any] = {
        "offline": offline,
        "latency": 0,
        "downloadThroughput": -1,
        "uploadThroughput": upload,
    }
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", conditions)
