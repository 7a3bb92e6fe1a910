"""The README's demo as a newcomer runs it: again and again, and after it was killed."""

import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local import stage
from tests.stage.client import processes, wait_for
from tests.stage.pictures import picture

pytestmark = [pytest.mark.stage, pytest.mark.browser, pytest.mark.ffmpeg]

DEMO_SECONDS = 200


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home of its own for the demo's stage; whatever a killed demo left there is ended."""
    folder = tmp_path / "home"
    yield folder
    stage.stop(folder / "demo")


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    """The demo on one picture of the user's own, with short takes."""
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    (pictures / "gate.png").write_bytes(picture(3))
    prompts = tmp_path / "prompts.txt"
    prompts.write_text("a gate that opens on the sea\n")
    own = ["--images", str(pictures), "--prompts", str(prompts), "--out", str(tmp_path / "out")]
    return [sys.executable, "-m", "infra.local.demo", *own, "--clip-seconds", "0.5"]


def begin(command: list[str], home: Path, output: Path) -> "subprocess.Popen[bytes]":
    with output.open("wb") as file:
        return subprocess.Popen(
            command,
            env={**os.environ, "DAILIES_HOME": str(home)},
            stdout=file,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )


def run(command: list[str], home: Path, output: Path) -> None:
    code = begin(command, home, output).wait(timeout=DEMO_SECONDS)
    assert code == 0, output.read_text()[-3000:]


def test_given_a_demo_killed_half_way_when_run_twice_more_then_both_deliver_and_nothing_is_left(
    command: list[str], home: Path, tmp_path: Path
) -> None:
    output = tmp_path / "output.txt"
    killed = begin(command, home, output)
    wait_for("the first take in work", lambda: "generate" in output.read_text())
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    run(command, home, tmp_path / "second.txt")
    run(command, home, tmp_path / "third.txt")
    archives = sorted((tmp_path / "out").glob("*.zip"))
    assert len(archives) == 2
    for archive in archives:
        with zipfile.ZipFile(archive) as opened:
            assert opened.testzip() is None
            assert sum(name.endswith("_4k.mp4") for name in opened.namelist()) == 1
    assert (tmp_path / "out" / "contact-sheet.jpg").stat().st_size > 10_000
    wait_for("the demo's stage to be gone", lambda: not processes(str(home)))
