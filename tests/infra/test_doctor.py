"""What the doctor finds on a machine that lacks things."""

import json
import socket
from pathlib import Path

import pytest
from click.testing import CliRunner

from infra.local.commands import doctor, down
from infra.local.config import StageConfig, home_folder
from infra.local.doctor import Check, examine


def finding(config: StageConfig, name: str) -> Check:
    (found,) = (check for check in examine(config) if check.name == name)
    return found


@pytest.mark.parametrize("program", ["ffmpeg", "ffprobe", "chromium"])
def test_given_an_empty_path_when_examined_then_the_program_is_missing_with_a_command(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    check = finding(StageConfig(home=tmp_path), program)
    assert not check.ok
    assert check.mend


def test_given_no_emulator_when_examined_then_its_installation_is_told(tmp_path: Path) -> None:
    check = finding(StageConfig(home=tmp_path, emulator_python=tmp_path / "python"), "emulator")
    assert (check.ok, check.mend is not None) == (False, True)


def test_given_a_taken_port_when_examined_then_another_is_suggested(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        check = finding(StageConfig(home=tmp_path, port=taken.getsockname()[1]), "port")
    assert check.mend == "dailies up --port 0"


def test_given_something_missing_when_the_command_runs_then_it_exits_1_and_says_it_as_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("DAILIES_HOME", str(tmp_path))
    result = CliRunner().invoke(doctor, ["--json"])
    missing = {check["name"] for check in json.loads(result.output) if not check["ok"]}
    assert result.exit_code == 1
    assert {"ffmpeg", "ffprobe", "chromium"} <= missing


def test_given_nothing_running_when_down_is_called_then_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAILIES_HOME", str(tmp_path))
    result = CliRunner().invoke(down, [])
    assert (result.exit_code, result.output) == (0, "Nothing was running.\n")


@pytest.mark.parametrize(
    ("environment", "home"),
    [
        ({"DAILIES_HOME": "/srv/dailies"}, Path("/srv/dailies")),
        ({"XDG_DATA_HOME": "/data"}, Path("/data/dailies")),
        ({}, Path("~/.local/share/dailies").expanduser()),
    ],
)
def test_given_an_environment_when_the_home_is_asked_then_the_most_telling_name_wins(
    environment: dict[str, str], home: Path
) -> None:
    assert home_folder(environment) == home
