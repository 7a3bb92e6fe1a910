"""A large upload that is cut off in the middle of a part goes on where it was, even in a page loaded anew."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from dailies.domain.upload import PART_BYTES
from infra.local.config import StageState
from tests.stage.client import Api, wait_for
from tests.stage.pictures import job_files
from tests.web.gallery import Gallery, visiting
from tests.web.line import Line, line_to
from tests.web.new_job import NewJob

pytestmark = [pytest.mark.stage, pytest.mark.browser]

_SLOW = PART_BYTES // 2
"""Bytes a second: slow enough to be cut in the middle of a part."""
_CLUTTER = 2 * PART_BYTES
"""With the pictures, three parts."""
_UNLIMITED = -1
_PART = re.compile(r"partNumber=(\d+)")


@pytest.fixture
def line(stage: StageState) -> Iterator[Line]:
    with line_to(stage.url) as line:
        yield line


@pytest.fixture
def gallery(browser: Browser, stage: StageState, line: Line) -> Iterator[Gallery]:
    """A visitor at the other end of the line."""
    with visiting(browser, stage.url, proxy={"server": line.url}) as gallery:
        gallery.faults_expected = True
        yield gallery


def test_given_an_upload_cut_twice_in_mid_part_when_back_and_loaded_anew_then_only_what_is_missing_is_sent(
    gallery: Gallery, api: Api, line: Line, tmp_path: Path
) -> None:
    archive = _large_archive(tmp_path / "shoot.zip")
    size = archive.stat().st_size
    desk = NewJob(gallery.open("/new"))
    desk.pick_from_disk(archive)
    begun = _parts_begun(gallery)
    _limit_upload(desk.page, _SLOW)
    desk.upload()
    _cut_in_mid_part(desk, line, 1, size)
    line.mend()
    _cut_in_mid_part(desk, line, 2, size)
    assert (begun.count(1) > 1, max(begun)) == (True, 2)
    line.mend()
    begun.clear()
    desk = NewJob(gallery.reload())
    _limit_upload(desk.page, _UNLIMITED)
    desk.await_quote()
    newest = api.call("GET", "/api/jobs?limit=1")["jobs"][0]["job_id"]
    (upload,) = api.job(newest)["uploads"]
    assert (upload["status"], upload["images"], upload["size"]) == ("accepted", 2, size)
    assert begun, "nothing was sent after the page was loaded anew"
    assert 1 not in begun


def _cut_in_mid_part(desk: NewJob, line: Line, part: int, size: int) -> None:
    wait_for(f"part {part} under way", lambda: _is_in_mid_part(desk, part, size))
    line.cut()
    expect(desk.page.get_by_role("alert")).to_contain_text("Nothing is lost")


def _large_archive(path: Path) -> Path:
    """Write a ZIP that is sent in parts: two pictures, their prompts, and clutter, which is passed over."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in job_files(["a boat", "a kite"]).items():
            archive.writestr(name, content)
        archive.writestr("__MACOSX/clutter", bytes(_CLUTTER))
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


def _limit_upload(page: Page, bytes_a_second: int) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes_a_second},
    )
