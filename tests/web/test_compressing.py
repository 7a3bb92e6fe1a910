"""Images are made smaller before they are sent, upright, while the page goes on answering."""

import base64
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from infra.local.config import StageState
from tests.stage.client import Api
from tests.web.gallery import Gallery
from tests.web.new_job import NewJob, photo

pytestmark = [pytest.mark.stage, pytest.mark.browser]

_MOST_BYTES = 1_000_000
_MOST_BLOCKED_MS = 100
_ROTATED = 6
"""EXIF: turn by a quarter to the right to be upright."""

_COMPRESS = """async ([preset, text]) => {
  const { compress } = await import(`${location.origin}/gallery/js/new-job/pictures.js`);
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const { blob, width, height } = await compress(new Blob([bytes]), preset);
  return [blob.size, Math.max(width, height)];
}"""


def _longest_task_ms(page: Page, act: Callable[[], None]) -> float:
    """Give the longest time of its own that the page's main thread was busy at a stretch while something ran."""
    browser = page.context.browser
    assert browser
    browser.start_tracing(page=page, categories=["toplevel", "__metadata"])
    try:
        act()
    finally:
        trace: list[dict[str, Any]] = json.loads(browser.stop_tracing())["traceEvents"]
    mains = {
        (entry["pid"], entry["tid"])
        for entry in trace
        if entry["name"] == "thread_name" and entry["args"]["name"] == "CrRendererMain"
    }
    # Time of the thread, not of the clock: other programs on this machine do not block our page.
    tasks = [
        entry["tdur"] / 1000 for entry in trace if "tdur" in entry and (entry["pid"], entry["tid"]) in mains
    ]
    assert tasks, "the trace has no task of the main thread"
    return float(max(tasks))


def test_given_a_rotated_photo_of_12_megapixels_when_sent_then_it_is_small_and_upright_and_the_page_answers(
    gallery: Gallery,
    api: Api,
    stage: StageState,
    tmp_path: Path,
    show: Callable[[str], None],
) -> None:
    file = tmp_path / "photo.jpg"
    file.write_bytes(original := photo(4000, 3000, orientation=_ROTATED))
    desk = NewJob(gallery.open("/new"))

    def send() -> None:
        desk.pick_from_disk(file)
        desk.prompt(1).fill("the light moves")
        desk.upload()
        desk.await_quote()

    longest = _longest_task_ms(desk.page, send)
    expect(desk.page.get_by_test_id("savings")).to_be_visible()
    (source,) = _images(stage, api)
    show(f"12 megapixels: {len(original):,} to {len(source):,} bytes, longest task {longest:.0f} ms")
    with Image.open(io.BytesIO(source)) as kept:
        assert (len(source) <= _MOST_BYTES, kept.size) == (True, (1440, 1920))
        # Stored at the top left, it is at the top right once turned.
        assert min(kept.convert("RGB").getpixel((1300, 100))) > 240  # type: ignore[arg-type]
    assert longest <= _MOST_BLOCKED_MS


@pytest.mark.parametrize(("preset", "side", "most"), [("high", 2560, 3_000_000), ("low", 1280, 400_000)])
def test_given_another_preset_when_a_photo_is_made_smaller_then_it_has_its_size_and_most_bytes(
    gallery: Gallery, preset: str, side: int, most: int
) -> None:
    original = photo(3000, 2000, orientation=1)
    page = gallery.open("/new")
    size, longest = page.evaluate(_COMPRESS, [preset, base64.b64encode(original).decode()])
    assert longest == side
    assert 0 < size <= min(most, len(original) // 2)


def test_given_small_images_and_no_wish_to_shrink_when_sent_then_the_bytes_are_the_users_own(
    gallery: Gallery, api: Api, stage: StageState
) -> None:
    original = photo(800, 600, orientation=1)
    desk = NewJob(gallery.open("/new"))
    desk.page.get_by_label("Shrink images").select_option("none")
    desk.pick({"own.jpg": original})
    desk.prompt(1).fill("as it is")
    desk.upload()
    desk.await_quote()
    assert _uploads(stage, api)["own.jpg"] == original


def _uploads(stage: StageState, api: Api) -> dict[str, bytes]:
    """The files of the newest job as they were sent, by name."""
    newest = api.call("GET", "/api/jobs?limit=1")["jobs"][0]["job_id"]
    uploads = api.job(newest)["uploads"]
    session = boto3.session.Session(
        aws_access_key_id=stage.access_key, aws_secret_access_key=stage.secret_key, region_name=stage.region
    )
    s3 = session.client("s3", endpoint_url=stage.emulator_url)
    bucket = stage.outputs["BucketName"]
    prefix = f"uploads/{api.owner}/{newest}/"
    listed = s3.list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents", [])
    by_id = {
        entry["Key"].rsplit("/", 1)[-1]: s3.get_object(Bucket=bucket, Key=entry["Key"])["Body"].read()
        for entry in listed
    }
    return {upload["name"]: by_id[upload["upload_id"]] for upload in uploads}


def _images(stage: StageState, api: Api) -> list[bytes]:
    return [content for name, content in _uploads(stage, api).items() if not name.endswith(".json")]
