"""`dailies run` against the real API."""

import json
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import MakeShoot, Terminal
from tests.cli.crew import Crew


def test_given_two_images_when_run_then_one_4k_file_of_each_lies_unpacked(
    terminal: Terminal, make_shoot: MakeShoot, tmp_path: Path
) -> None:
    folder, prompts = make_shoot(["A boat", "A tower"])

    done = terminal.run(
        "run", str(folder), str(prompts), "-o", str(tmp_path / "out"), "--folder-name", "Takes"
    )

    assert done.exit_code == 0, done.output
    names = sorted(path.name for path in (tmp_path / "out" / "Takes").iterdir())
    assert names == ["01_A-boat_4k.mp4", "02_A-tower_4k.mp4", "manifest.csv", "manifest.json"]


def test_given_two_images_when_run_then_the_first_take_of_each_is_picked(
    terminal: Terminal, make_shoot: MakeShoot, tmp_path: Path
) -> None:
    folder, prompts = make_shoot(["A boat", "A tower"])

    document = terminal.json("run", str(folder), str(prompts), "-o", str(tmp_path / "out"), "--no-upscale")

    picked = [video["output"] for video in document["videos"] if video["selected"]]
    assert picked == [1, 1]


def test_given_no_upscale_when_run_then_720p_is_delivered(
    terminal: Terminal, make_shoot: MakeShoot, tmp_path: Path
) -> None:
    folder, prompts = make_shoot(["A boat"])

    document = terminal.json("run", str(folder), str(prompts), "-o", str(tmp_path / "out"), "--no-upscale")

    assert [file["height"] for file in document["deliveries"][0]["files"]] == [1280]


def test_given_files_of_an_earlier_run_when_run_then_they_are_left_alone(
    terminal: Terminal, make_shoot: MakeShoot, tmp_path: Path
) -> None:
    folder, prompts = make_shoot(["A boat"])
    out = tmp_path / "out"
    (out / "Dailies").mkdir(parents=True)
    (out / "Dailies.zip").write_bytes(b"earlier")

    (delivery,) = terminal.json("run", str(folder), str(prompts), "-o", str(out), "--no-upscale")[
        "deliveries"
    ]

    assert (Path(delivery["folder"]).name, Path(delivery["archive"]).name) == ("Dailies-2", "Dailies-2.zip")
    assert (out / "Dailies.zip").read_bytes() == b"earlier"


def test_given_an_image_that_is_none_when_run_then_it_is_named_and_nothing_starts(
    terminal: Terminal, make_shoot: MakeShoot, tmp_path: Path
) -> None:
    folder, prompts = make_shoot(["A boat", "A tower"])
    (folder / "2.png").write_bytes(b"this is no picture at all")

    done = terminal.run("run", str(folder), str(prompts), "-o", str(tmp_path / "out"))

    assert done.exit_code == 1
    assert "  2.png: " in done.stderr


def test_given_refused_files_when_run_then_no_draft_is_left(
    terminal: Terminal, make_shoot: MakeShoot
) -> None:
    folder, prompts = make_shoot(["A boat"])
    (folder / "1.png").write_bytes(b"this is no picture at all")

    terminal.run("run", str(folder), str(prompts), "--title", "Refused one")

    titles = [job["title"] for job in terminal.json("jobs", "--limit", "100")["jobs"]]
    assert "Refused one" not in titles


def test_given_one_prompt_too_few_when_run_then_the_lonely_image_is_named(
    terminal: Terminal, make_shoot: MakeShoot
) -> None:
    folder, prompts = make_shoot(["A boat", "A tower"])
    prompts.write_text("A boat", encoding="utf-8")

    done = terminal.run("run", str(folder), str(prompts))

    assert (done.exit_code, "2.png" in done.stderr) == (1, True)


def test_given_a_refused_prompt_when_run_then_it_stops_and_says_what_to_change(
    terminal: Terminal, make_shoot: MakeShoot
) -> None:
    folder, prompts = make_shoot(["A boat", "A prominent person"])

    done = terminal.run("run", str(folder), str(prompts))

    assert done.exit_code == 1
    assert "2 2.png: The site refuses prominent people. Change the prompt." in done.stderr


def test_given_a_refused_prompt_when_run_keeps_going_then_the_rest_is_delivered_and_the_exit_tells(
    terminal: Terminal, make_shoot: MakeShoot, tmp_path: Path
) -> None:
    folder, prompts = make_shoot(["A boat", "A prominent person"])
    out = tmp_path / "out"

    done = terminal.run("run", str(folder), str(prompts), "-o", str(out), "--keep-going", "--no-upscale")

    assert (done.exit_code, (out / "Dailies" / "01_A-boat_720p.mp4").is_file()) == (1, True)


def test_given_lost_answers_when_run_then_one_job_is_made(terminal: Terminal, make_shoot: MakeShoot) -> None:
    folder, prompts = make_shoot(["A boat"])
    terminal.house.faults.api_statuses = [503, 503]

    terminal.json("run", str(folder), str(prompts), "--title", "Lost once", "--select", "none")

    titles = [job["title"] for job in terminal.json("jobs", "--limit", "100")["jobs"]]
    assert titles.count("Lost once") == 1


def test_given_a_store_that_is_busy_when_files_are_sent_then_they_are_sent_again(
    terminal: Terminal, make_shoot: MakeShoot
) -> None:
    folder, prompts = make_shoot(["A boat"])
    terminal.house.faults.object_statuses = [503, 500]

    document = terminal.json("run", str(folder), str(prompts), "--select", "none")

    assert len(document["videos"]) == 2


def test_given_a_download_that_breaks_off_when_run_then_it_goes_on_where_it_was(
    terminal: Terminal, make_shoot: MakeShoot, tmp_path: Path
) -> None:
    folder, prompts = make_shoot(["A boat"])
    terminal.house.faults.cut_after = [100]

    terminal.json("run", str(folder), str(prompts), "-o", str(tmp_path / "out"), "--no-upscale")

    assert terminal.house.faults.ranges == [None, "bytes=100-"]


@pytest.fixture
def _interruptible() -> Iterator[None]:
    """Take Ctrl-C: a shell that starts the suite in the background lets it be ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_interruptible")
def test_given_ctrl_c_while_generating_then_its_task_is_cancelled(
    terminal: Terminal, make_shoot: MakeShoot
) -> None:
    folder, prompts = make_shoot(["A boat"])
    terminal.house.crew.is_away.set()
    threading.Thread(target=_interrupt_when_asked, args=(terminal.house.crew,)).start()

    done = terminal.run("run", str(folder), str(prompts), "--title", "Stopped")

    ids = {job["title"]: job["job_id"] for job in terminal.json("jobs", "--limit", "100")["jobs"]}
    (task,) = terminal.json("job", ids["Stopped"])["tasks"]
    assert (done.exit_code, task["status"]) == (130, "cancelled")


def test_given_only_prompts_when_run_then_the_usage_is_told(
    terminal: Terminal, make_shoot: MakeShoot
) -> None:
    _, prompts = make_shoot(["A boat"])

    assert terminal.run("run", str(prompts)).exit_code == 2


def test_given_json_when_a_run_fails_then_stdout_is_one_document(
    terminal: Terminal, make_shoot: MakeShoot
) -> None:
    folder, prompts = make_shoot(["A prominent person"])

    done = terminal.run("run", str(folder), str(prompts), "--json")

    assert json.loads(done.stdout)["error"]["problems"][0]["code"] == "prominent_people"


def _interrupt_when_asked(crew: Crew) -> None:
    assert crew.was_asked.wait(20)
    os.kill(os.getpid(), signal.SIGINT)
