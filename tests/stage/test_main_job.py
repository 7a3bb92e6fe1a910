"""Images and prompts in, one ZIP out: every part of it the real one."""

import csv
import hashlib
import io
import json
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from dailies.media.limits import MediaLimits
from dailies.media.probe import probe
from dailies.media.tools import find_tools
from tests.stage.client import Api, Site, fetch, wait_for
from tests.stage.pictures import job_files

pytestmark = [pytest.mark.stage, pytest.mark.browser, pytest.mark.ffmpeg]


@pytest.fixture(scope="module")
def prompts() -> list[str]:
    return [f"scene {number}: rain on the glass of a slow train" for number in range(1, 5)]


def test_given_4_items_when_run_then_8_checked_takes_cost_4_submissions_and_2_picks_become_one_4k_zip(
    api: Api, site: Site, prompts: list[str], tmp_path: Path
) -> None:
    job = api.draft(job_files(prompts))
    api.start(job)
    ended = api.await_job(job)
    assert (ended["status"], ended["counts"]["succeeded"]) == ("done", 4), ended

    videos = api.videos(job)
    assert len(videos) == 8
    assert [len(site.submissions(prompt)) for prompt in prompts] == [1] * 4
    assert [site.paid(prompt) for prompt in prompts] == [1] * 4
    made = {clip["sha256"]: clip for clip in site.clips() if "sha256" in clip}
    assert len({video["sha256"] for video in videos}) == 8
    for video in videos:
        clip = made[video["sha256"]]
        facts = (video["frames"], video["width"], video["height"])
        assert facts == (clip["frame_count"], clip["width"], clip["height"])

    picks = [videos[0]["video_id"], videos[3]["video_id"]]
    for pick in picks:
        assert api.call("PUT", f"/api/videos/{pick}/select", {"selected": True})["selected"] is True
    task = api.call("POST", "/api/videos/upscale", {"video_ids": picks, "quality": "fast"})
    assert (task["started"], task["video_count"]) == (True, 2)
    assert api.await_task(task["task_id"])["status"] == "succeeded"
    _check_renditions(api, picks, tmp_path)

    order = {"video_ids": picks, "folder_name": "My_Videos", "resolution": "4K"}
    delivery = api.call("POST", "/api/videos/download", order)["delivery_id"]
    ready = wait_for("the ZIP", lambda: _ready(api, delivery))
    _check_archive(fetch(ready["url"], tmp_path / "delivered.zip"), ready, prompts)


def _ready(api: Api, delivery: str) -> Any:
    seen = api.call("GET", f"/api/deliveries/{delivery}")
    assert seen["status"] != "failed", seen
    return seen if seen["status"] == "succeeded" else None


def _check_renditions(api: Api, picks: list[str], folder: Path) -> None:
    tools = find_tools()
    for number, pick in enumerate(picks):
        video = api.call("GET", f"/api/videos/{pick}")
        source = probe(fetch(video["url"], folder / f"source-{number}.mp4"), tools, MediaLimits())
        large = probe(fetch(video["rendition"]["url"], folder / f"4k-{number}.mp4"), tools, MediaLimits())
        assert (large.video.width, large.video.height) == (2160, 3840)
        assert (large.video.codec, large.audio.codec if large.audio else None) == ("h264", "aac")
        assert large.video.packets == source.video.packets == video["frames"]
        assert abs((large.seconds or 0) - (source.seconds or 0)) <= 1 / 24 + 0.001


def _check_archive(path: Path, delivery: dict[str, Any], prompts: list[str]) -> None:
    assert hashlib.sha256(path.read_bytes()).hexdigest() == delivery["sha256"]
    unzipped = subprocess.run(["unzip", "-tq", str(path)], capture_output=True, text=True, check=False)
    assert unzipped.returncode == 0, unzipped.stdout
    with zipfile.ZipFile(path) as archive:
        manifest = json.loads(archive.read("My_Videos/manifest.json"))
        listed = list(csv.DictReader(io.StringIO(archive.read("My_Videos/manifest.csv").decode("utf-8-sig"))))
        assert len(manifest["files"]) == len(listed) == 2
        for entry, row in zip(manifest["files"], listed, strict=True):
            content = archive.read(f"My_Videos/{entry['file']}")
            assert hashlib.sha256(content).hexdigest() == entry["sha256"] == row["sha256"]
            assert entry["prompt"] in prompts
            assert (entry["width"], entry["height"], entry["bytes"]) == (2160, 3840, len(content))
