"""The small commands against the real API, and what they load."""

import json
import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from click.testing import CliRunner

from dailies.cli import main
from dailies.cli.main import cli
from dailies.domain.job import Job
from dailies.domain.status import JobStatus, Status
from tests.cli.conftest import Terminal
from tests.cli.house import GUEST, House
from tests.store.makers import make_failure, make_item, make_job, make_video

HEAVY = ("httpx2", "rich", "boto3", "botocore", "playwright", "PIL", "starlette")


@pytest.fixture
def done(house: House) -> Job:
    """A generated job of the house's user."""
    job = house.app.store.jobs.add(make_job(GUEST, status=JobStatus.DONE, tasks=1))
    lost = make_item(job, 2, Status.FAILED, failure=make_failure())
    house.app.store.units.add(make_item(job, 1, Status.SUCCEEDED), lost)
    house.app.store.videos.publish(make_video(job))
    return job


def test_given_a_job_when_shown_then_its_takes_are_listed(terminal: Terminal, done: Job) -> None:
    assert f"{done.job_id}-00001-1-1" in terminal.run("job", done.job_id).output


def test_given_a_job_when_shown_as_json_then_failures_are_as_the_api_says(
    terminal: Terminal, done: Job
) -> None:
    document = terminal.json("job", done.job_id)

    assert document["items"][1]["failure"]["code"] == "high_demand"


def test_given_a_take_when_unselected_then_it_is_not_picked(terminal: Terminal, done: Job) -> None:
    video = f"{done.job_id}-00001-1-1"
    terminal.json("select", video)

    document = terminal.json("select", video, "--unselect")

    assert document["videos"][0]["selected"] is False


def test_given_no_picked_take_when_downloaded_then_it_says_how_to_pick(terminal: Terminal, done: Job) -> None:
    refused = terminal.run("download", "--job", done.job_id)

    assert (refused.exit_code, "dailies select" in refused.stderr) == (1, True)


def test_given_a_failed_item_when_retried_then_it_gets_its_takes(terminal: Terminal, done: Job) -> None:
    document = terminal.json("retry", done.job_id)

    assert [item["status"] for item in document["items"]] == ["succeeded", "succeeded"]


def test_given_another_prompt_when_rerun_then_the_item_has_it(terminal: Terminal, done: Job) -> None:
    terminal.json("rerun", f"{done.job_id}-00002", "--prompt", "A calm lake")

    assert terminal.json("job", done.job_id)["items"][1]["prompt"] == "A calm lake"


def test_given_a_running_task_when_cancelled_then_the_job_says_so(terminal: Terminal, done: Job) -> None:
    terminal.house.crew.is_away.set()
    terminal.json("retry", done.job_id, "--no-wait")

    terminal.json("cancel", done.job_id)

    assert terminal.json("job", done.job_id)["tasks"][-1]["status"] == "cancelled"


def test_given_a_job_that_did_something_when_asked_for_its_timeline_then_it_is_told(
    terminal: Terminal, done: Job
) -> None:
    terminal.json("retry", done.job_id)

    events = [entry["event"] for entry in terminal.json("timeline", done.job_id)["events"]]

    assert events[0] == "task.created"


@pytest.mark.parametrize("job", ["nothing", "../../health", "j0000000000000000000000", "a?b#c"])
def test_given_an_id_that_names_nothing_when_shown_then_the_exit_is_1(terminal: Terminal, job: str) -> None:
    refused = terminal.run("job", job, "--json")

    assert (refused.exit_code, json.loads(refused.stdout)["error"]["code"]) == (1, "not_found")


def test_given_no_api_at_the_address_when_asked_then_the_exit_is_3() -> None:
    assert CliRunner().invoke(cli, ["--api", "http://127.0.0.1:9", "jobs"]).exit_code == 3


def test_given_no_api_named_and_no_stage_when_asked_then_it_says_how_to_start_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DAILIES_HOME", str(tmp_path))

    refused = CliRunner().invoke(cli, ["jobs"])

    assert (refused.exit_code, "dailies up" in refused.stderr) == (3, True)


def test_given_help_when_asked_then_nothing_heavy_is_imported() -> None:
    code = "import sys\nfrom dailies.cli.main import cli\ntry:\n    cli(['--help'])\nexcept SystemExit:\n    pass\n"
    listed = f"print(sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)"

    ended = subprocess.run([sys.executable, "-c", code + listed], capture_output=True, text=True, check=True)

    assert ended.stderr.strip() == "[]"


def test_given_a_broken_plug_in_when_help_is_asked_then_the_other_commands_are_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _plug_in(monkeypatch, "broken", "no_such_module:command")

    shown = CliRunner().invoke(cli, ["--help"])

    assert ("(cannot be loaded)" in shown.output, "jobs" in shown.output) == (True, True)


def test_given_a_broken_plug_in_when_it_is_run_then_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    _plug_in(monkeypatch, "broken", "no_such_module:command")

    ended = CliRunner().invoke(cli, ["broken", "--any", "thing"])

    assert (ended.exit_code, "no_such_module" in ended.output) == (1, True)


def _plug_in(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    point = EntryPoint(name, value, main.PLUGINS)
    monkeypatch.setattr(main, "entry_points", lambda group: [point] if group == main.PLUGINS else [])
