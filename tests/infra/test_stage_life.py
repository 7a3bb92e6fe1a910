"""The stage from start to end: what it leaves running, what it leaves behind."""

import json
import os
import signal
import stat
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dailies.domain.errors import ToolMissing
from infra.bundle import Target
from infra.local import stage
from infra.local.clients import Clients
from infra.local.config import StageConfig, StageState
from infra.local.environments import ensure_emulator
from infra.local.residence import find_running, state_file
from infra.synth import ROOT, synthesise
from tests.infra.processes import listeners, pids_of, sockets_of
from tests.stage.client import Api

pytestmark = pytest.mark.stage

DEADLINE_SECONDS = 30.0
SECOND = "studio-2"
PORTS = 5
"""Front door, Batch endpoint, emulator, stand-in site, imitation of Veo."""


def config_for(home: Path, **more: Any) -> StageConfig:
    return StageConfig(home=home, port=0, clock_factor=600, assembly=synthesise(Target.HERE), **more)


def wait_for(condition: Callable[[], bool], what: str) -> None:
    deadline, pause = time.monotonic() + DEADLINE_SECONDS, threading.Event()
    while not condition():
        assert time.monotonic() < deadline, what
        pause.wait(0.05)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def begin(home: Path) -> Iterator[Callable[[], stage.RunningStage]]:
    """Start stages in the home, and end what a test left running."""
    started = []

    def start() -> stage.RunningStage:
        started.append(stage.start(config_for(home)))
        return started[-1]

    yield start
    for running in started:
        running.stop()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StageState]:
    everything = {"accounts": ("default", SECOND), "generations": {SECOND: "B"}, "veo": True}
    running = stage.start(config_for(tmp_path_factory.mktemp("stage") / "home", **everything))
    yield running.state
    running.stop()


def test_given_a_running_stage_when_started_again_then_the_same_one_is_found(shared: StageState) -> None:
    assert stage.start(config_for(shared.home)).state == shared


def test_given_a_running_stage_when_its_file_is_looked_at_then_it_is_the_owners_alone(
    shared: StageState,
) -> None:
    assert stat.S_IMODE(state_file(shared.home).stat().st_mode) == 0o600


def test_given_a_running_stage_when_the_front_door_is_asked_then_it_answers(shared: StageState) -> None:
    with urllib.request.urlopen(shared.url + "/health", timeout=30) as answer:
        assert answer.status == 200


def test_given_a_running_stage_when_its_sockets_are_listed_then_all_are_on_loopback(
    shared: StageState,
) -> None:
    ours = sockets_of(shared.home)
    listening = [host for host, inode in listeners() if inode in ours]
    assert len(listening) == PORTS
    assert set(listening) == {"0100007F"}


def test_given_a_running_stage_when_its_batch_endpoint_is_asked_then_the_plan_is_registered(
    shared: StageState,
) -> None:
    clients = _clients(shared)
    definitions = clients.batch.describe_job_definitions(status="ACTIVE")["jobDefinitions"]
    assert {each["jobDefinitionName"] for each in definitions} == {"dailies-automation", "dailies-media"}


def test_given_the_stand_in_site_when_running_then_the_worker_can_read_its_credentials(
    shared: StageState,
) -> None:
    secret = _clients(shared).secrets.get_secret_value(SecretId=shared.outputs["FlowSecret"])
    emails = {name: each["email"] for name, each in json.loads(secret["SecretString"]).items()}
    assert emails == dict(shared.flow_emails)
    assert set(emails) == {"default", SECOND}


def test_given_a_second_account_when_the_stage_runs_then_it_is_registered_with_a_browser_of_its_own(
    shared: StageState,
) -> None:
    api = Api(shared.url)
    with api.http:
        accounts = api.call("GET", "/api/accounts")["accounts"]
    names = [account["name"] for account in accounts]
    resource = _clients(shared).batch.describe_consumable_resource(
        consumableResource=f"dailies-flow-{SECOND}"
    )
    assert (names, resource["totalQuantity"]) == (["default", SECOND], 1)


def test_given_an_account_of_generation_b_when_the_site_runs_then_it_is_shown_that(
    shared: StageState,
) -> None:
    shown = {name: _profile(shared, email)["generation"] for name, email in shared.flow_emails.items()}
    assert shown == {"default": "C", SECOND: "B"}


def _profile(state: StageState, email: str) -> Any:
    """Read what the site serves to an account, by changing nothing about it."""
    headers = {"X-Admin-Token": state.flow_admin_token or "", "Content-Type": "application/json"}
    request = urllib.request.Request(
        state.flow_url + "/__admin/accounts", json.dumps({"email": email}).encode(), headers, method="PATCH"
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def test_given_the_imitation_of_veo_when_the_stage_runs_then_containers_know_its_address(
    shared: StageState,
) -> None:
    definitions = _clients(shared).batch.describe_job_definitions(status="ACTIVE")["jobDefinitions"]
    known = {
        variable["value"]
        for definition in definitions
        for variable in definition["containerProperties"]["environment"]
        if variable["name"] == "DAILIES_VEO_URL"
    }
    assert known == {shared.veo_url}


def _clients(state: StageState) -> Clients:
    return Clients(emulator_url=state.emulator_url, batch_url=state.batch_url, secret_key=state.secret_key)


def test_given_a_stage_when_stopped_then_no_process_and_no_state_file_is_left(
    home: Path, begin: Callable[[], stage.RunningStage]
) -> None:
    running = begin()
    assert len(pids_of(home)) >= 3
    running.stop()
    assert pids_of(home) == []
    assert not state_file(home).exists()


def test_given_a_stopped_stage_when_started_again_then_it_still_has_its_objects(
    begin: Callable[[], stage.RunningStage],
) -> None:
    first = begin()
    bucket = first.state.outputs["BucketName"]
    _clients(first.state).s3.put_object(Bucket=bucket, Key="videos/a b.mp4", Body=b"kept")
    first.stop()
    second = begin().state
    assert second.outputs["BucketName"] == bucket
    assert _clients(second).s3.get_object(Bucket=bucket, Key="videos/a b.mp4")["Body"].read() == b"kept"


def test_given_a_stage_when_its_supervisor_is_killed_then_nothing_lives_on_and_a_new_one_starts(
    home: Path, begin: Callable[[], stage.RunningStage]
) -> None:
    killed = begin()
    os.kill(killed.state.pid, signal.SIGKILL)
    wait_for(lambda: pids_of(home) == [], "processes outlived their supervisor")
    assert find_running(home) is None
    assert begin().state.pid != killed.state.pid


def test_given_a_stage_when_its_emulator_dies_then_all_of_it_ends(
    home: Path, begin: Callable[[], stage.RunningStage]
) -> None:
    begin()
    (emulator,) = pids_of(home, b"-m\0ministack")
    os.kill(emulator, signal.SIGKILL)
    wait_for(lambda: pids_of(home) == [], "the stage went on without its emulator")


@pytest.mark.parametrize("word", [b"-m\0ministack", b"infra.local.flow"])
def test_given_a_start_when_interrupted_half_way_then_nothing_is_left(home: Path, word: bytes) -> None:
    ensure_emulator()
    home.mkdir()
    (home / "config.json").write_text(config_for(home).model_dump_json())
    starting = subprocess.Popen(
        [sys.executable, "-m", "infra.local.supervisor", "--config", str(home / "config.json")], cwd=ROOT
    )
    wait_for(lambda: bool(pids_of(home, word)), "the program was not started")
    starting.send_signal(signal.SIGINT)
    assert starting.wait(timeout=DEADLINE_SECONDS) == 0
    assert pids_of(home) == []


def test_given_a_port_in_use_when_started_then_it_says_so_and_leaves_nothing(
    home: Path, shared: StageState
) -> None:
    taken = int(shared.url.rsplit(":", 1)[1])
    with pytest.raises(ToolMissing, match="is taken"):
        stage.start(StageConfig(home=home, port=taken))
    assert pids_of(home) == []


def test_given_a_running_stage_when_the_command_line_looks_for_it_then_it_finds_the_front_door(
    shared: StageState, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAILIES_HOME", str(shared.home))
    assert stage.running_url() == shared.url


def test_given_no_stage_when_the_command_line_looks_for_it_then_there_is_none(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAILIES_HOME", str(home))
    assert stage.running_url() is None
