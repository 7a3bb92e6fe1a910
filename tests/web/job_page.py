"""The page of a job, as a person uses it."""

import re
import subprocess
import zipfile
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

SETTLED_MS = 120_000


class JobPage:
    """A job's page, once its head is there."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.takes = page.get_by_test_id("take")
        self.status = page.get_by_test_id("job-status")
        self.status.wait_for()

    def item(self, number: int) -> Locator:
        """The card of an item."""
        return self.page.locator(f"[data-testid=item][data-number='{number}']")

    def await_status(self, words: str) -> None:
        """Wait until the job stands so."""
        expect(self.status).to_have_text(words, timeout=SETTLED_MS)

    def button(self, name: str) -> Locator:
        """A button by its words, wherever it is."""
        return self.page.get_by_role("button", name=name, exact=True)

    def choose_filter(self, name: str, value: str) -> None:
        """Show only some."""
        self.page.get_by_role("search").get_by_label(name, exact=True).select_option(value)

    def await_zip(self) -> Locator:
        """Wait in the download dialog until the ZIP can be saved."""
        link = self.page.get_by_test_id("save-zip")
        link.wait_for(timeout=SETTLED_MS)
        return link

    def current_label(self) -> str:
        """What a screen reader says of what has the focus."""
        label: str = self.page.evaluate("document.activeElement.ariaLabel ?? ''")
        return label


def assert_whole_zip(path: Path, *, members: int) -> list[str]:
    """Let unzip test an archive; give the names of the videos in it, of which there must be so many."""
    tested = subprocess.run(
        ["unzip", "-t", str(path)], capture_output=True, text=True, check=False, timeout=60
    )
    assert tested.returncode == 0, tested.stdout + tested.stderr
    videos = re.findall(r"testing: (\S.*\.mp4)\s+OK", tested.stdout)
    assert len(videos) == members, tested.stdout
    return videos


def picture_size(archive: Path, member: str) -> str:
    """Give the size of a video in a ZIP, such as `2160x3840`."""
    target = archive.with_suffix(".mp4")
    with zipfile.ZipFile(archive) as opened:
        target.write_bytes(opened.read(member))
    shown = ("-select_streams", "v:0", "-show_entries", "stream=width,height", "-of", "csv=p=0:s=x")
    probe = ["ffprobe", "-v", "error", *shown, str(target)]
    return subprocess.run(probe, capture_output=True, text=True, check=True, timeout=30).stdout.strip()
