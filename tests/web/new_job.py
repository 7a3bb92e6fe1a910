"""The page where a job is made, as a person uses it."""

import base64
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.stage.pictures import picture

QUOTED_MS = 60_000

_DROP = """
([target, files]) => {
  const transfer = new DataTransfer();
  for (const { name, base64 } of files) {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    transfer.items.add(new File([bytes], name));
  }
  for (const type of ["dragenter", "dragover", "drop"]) {
    target.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }
}
"""


class NewJob:
    """The new-job page, once it is there."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.rows = page.get_by_test_id("row")
        page.get_by_role("heading", name="New job").wait_for()

    def pick(self, files: Mapping[str, bytes]) -> None:
        """Choose files in the browser's own dialog."""
        self.page.locator("input[type=file]").set_input_files(payloads(files))

    def pick_from_disk(self, *paths: Path) -> None:
        """Choose files that are too large to hand over in memory."""
        self.page.locator("input[type=file]").set_input_files(list(paths))

    def drop(self, files: Mapping[str, bytes]) -> None:
        """Drop files onto the page."""
        drop(self.page, files)

    def drop_from_disk(self, *paths: Path) -> None:
        """Drop files as a file manager does: the browser itself hands them to the page."""
        devtools = self.page.context.new_cdp_session(self.page)
        held = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
        for kind in ("dragEnter", "dragOver", "drop"):
            devtools.send("Input.dispatchDragEvent", {"type": kind, "x": 600, "y": 400, "data": held})
        devtools.detach()

    def paste_prompts(self, text: str) -> None:
        """Write many prompts at once."""
        self.page.get_by_role("button", name="Paste prompts").click()
        self.page.get_by_label("One prompt a line").fill(text)
        self.page.get_by_role("button", name="Add", exact=True).click()

    def prompt(self, number: int) -> Locator:
        """The field of one prompt."""
        return self.page.get_by_role("textbox", name=f"Prompt {number}", exact=True)

    def image_names(self) -> list[str]:
        """The images' names, in the order of the rows."""
        labels = self.page.locator(".thumb[data-place]").evaluate_all(
            "thumbs => thumbs.map(thumb => thumb.ariaLabel)"
        )
        return [label.split(",")[0] for label in labels]

    def upload(self) -> None:
        """Send everything; the price comes by itself."""
        self.page.get_by_role("button", name="Upload and get the price").click()

    def await_quote(self) -> Locator:
        """Wait for the price."""
        quote = self.page.get_by_test_id("quote")
        expect(quote).to_be_visible(timeout=QUOTED_MS)
        return quote

    def start(self) -> str:
        """Start; give the job's id from the address that follows."""
        self.page.get_by_role("button", name="Start generating").click()
        self.page.wait_for_url("**/#/jobs/*", timeout=QUOTED_MS)
        return self.page.url.rsplit("/", 1)[-1].split("?")[0]


def drop(page: Page, files: Mapping[str, bytes]) -> None:
    """Drop files onto a page, whatever language it speaks."""
    target = page.get_by_role("main").element_handle()
    encoded = [
        {"name": name, "base64": base64.b64encode(content).decode()} for name, content in files.items()
    ]
    page.evaluate(_DROP, [target, encoded])


def payloads(files: Mapping[str, bytes]) -> Sequence[FilePayload]:
    """Put files as the browser's own dialog hands them over."""
    return [{"name": name, "mimeType": "", "buffer": content} for name, content in files.items()]


def pictures(*names: str) -> dict[str, bytes]:
    """Draw a small picture for each name."""
    return {name: picture(number) for number, name in enumerate(names, start=1)}


def photo(width: int, height: int, *, orientation: int) -> bytes:
    """Make a large JPEG with as much detail as a photo; its first pixels as stored are a white corner."""
    noise = Image.effect_noise((width // 4, height // 4), 90).convert("RGB").resize((width, height))
    noise.paste((255, 255, 255), (0, 0, width // 3, height // 3))
    tags = Image.Exif()
    tags[0x0112] = orientation
    kept = io.BytesIO()
    noise.save(kept, "JPEG", quality=95, exif=tags)
    return kept.getvalue()
