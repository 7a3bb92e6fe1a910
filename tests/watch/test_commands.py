"""`dailies dash` and `dailies logs` against the emulator: once as if it were AWS, once as the stage's own."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import boto3
import pytest
from click.testing import CliRunner

from dailies.cli.main import cli
from dailies.cli.watching import watch
from dailies.domain.ids import JobId, job_id
from dailies.telemetry.emf import lines_of
from dailies.telemetry.metrics import sample
from infra.local.clients import Clients
from infra.local.watch import StageWatch
from tests.infra.conftest import clients

__all__ = ["clients"]
found: list[StageWatch] = []
"""What the entry point answers with."""


def here() -> StageWatch | None:
    """Stand where the stage's entry point stands."""
    return found[0] if found else None


def line(message: str, job: str, **fields: object) -> str:
    return json.dumps({"level": "INFO", "message": message, "job_id": job, **fields})


def run(*arguments: str) -> Any:
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 0, result.output + result.stderr
    return result.stdout


def write_log(logs: Any, group: str, *messages: str) -> None:
    moment = round(time.time() * 1000)
    logs.create_log_stream(logGroupName=group, logStreamName="stream")
    events = [{"timestamp": moment + place, "message": text} for place, text in enumerate(messages)]
    logs.put_log_events(logGroupName=group, logStreamName="stream", logEvents=events)


@pytest.fixture
def job() -> JobId:
    return job_id(datetime.now(UTC), f"watched {time.monotonic_ns()}")


@pytest.fixture
def cloud(clients: Clients, monkeypatch: pytest.MonkeyPatch, job: JobId) -> str:
    """A stack with a queue and a log, which was worked with."""
    variables = {
        "ENDPOINT_URL": clients.emulator_url,
        "DEFAULT_REGION": "us-east-1",
        "ACCESS_KEY_ID": "films",
    }
    for name, text in {**variables, "SECRET_ACCESS_KEY": "films"}.items():
        monkeypatch.setenv(f"AWS_{name}", text)
    stack = f"films-{job[-6:]}"
    _stack(stack, Logs=("AWS::Logs::LogGroup", {"LogGroupName": stack}))
    _stack(f"{stack}-data", Queue=("AWS::SQS::Queue", {"QueueName": f"{stack}-intake"}))
    write_log(
        boto3.client("logs"), stack, line("planned", job), line("of another", "j0"), "START RequestId: 1"
    )
    return stack


def measure(stack: str) -> None:
    """Write figures that add up in the emulator: one test alone may count them."""
    metrics: Any = boto3.client("cloudwatch")
    kind = [{"Name": "kind", "Value": "upscale"}]
    queue = [{"Name": "QueueName", "Value": f"{stack}-intake"}]
    started = {"MetricName": "TasksStarted", "Dimensions": kind, "Value": 1}
    metrics.put_metric_data(
        Namespace="Dailies", MetricData=[started, started, {"MetricName": "QueueAge", "Value": 60}]
    )
    oldest = {"MetricName": "ApproximateAgeOfOldestMessage", "Dimensions": queue, "Value": 5}
    metrics.put_metric_data(Namespace="AWS/SQS", MetricData=[oldest])


def _stack(name: str, **resources: tuple[str, dict[str, str]]) -> None:
    parts = {part: {"Type": kind, "Properties": said} for part, (kind, said) in resources.items()}
    formation = boto3.client("cloudformation")
    formation.create_stack(StackName=name, TemplateBody=json.dumps({"Resources": parts}))
    formation.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig={"Delay": 1})


@pytest.fixture
def stage(clients: Clients, tmp_path: Path, job: JobId, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A stage's emulator and its folder of containers' logs, which were worked with."""
    group = f"/stage/{job}"
    clients.logs.create_log_group(logGroupName=group)
    write_log(clients.logs, group, line("planned", job), *lines_of([sample("TasksStarted", kind="generate")]))
    moment = datetime.now(UTC).isoformat()
    lines = [line("claimed", job, item_id=f"{job}-00001", timestamp=moment), line("of another", "j0")]
    lines += list(lines_of([sample("TakesMade", provider="flow")]))
    (tmp_path / "automation-1.log").write_text("\n".join(lines))
    point = EntryPoint(name="stage", value="tests.watch.test_commands:here", group=watch.WATCHES)
    monkeypatch.setattr(watch, "entry_points", lambda group: [point] if group == watch.WATCHES else [])
    found.append(StageWatch(clients, tmp_path))
    yield
    found.clear()


def figures(document: dict[str, Any]) -> dict[str, float]:
    return {
        f"{each['title']} {each['label']}".strip(): each["value"]
        for board in ("work", "machine")
        for each in document[board]
        if each["value"] is not None
    }


def test_given_a_stack_on_aws_when_its_figures_are_asked_for_then_they_are_cloudwatchs(cloud: str) -> None:
    measure(cloud)
    shown = figures(json.loads(run("dash", "--stack", cloud, "--hours", "1", "--json")))
    assert {name: shown[name] for name in ("Tasks started upscale", "Longest wait in the queue, s")} == {
        "Tasks started upscale": 2,
        "Longest wait in the queue, s": 60,
    }
    assert shown[f"Queues: age of the oldest, s {cloud}-intake"] == 5


def test_given_a_job_on_aws_when_its_log_is_asked_for_then_its_lines_come_and_no_others(
    cloud: str, job: JobId
) -> None:
    (only,) = run("logs", job, "--stack", cloud, "--json").splitlines()
    assert (json.loads(only)["message"], json.loads(only)["log"]) == ("planned", cloud)


@pytest.mark.usefixtures("stage")
def test_given_a_running_stage_when_a_jobs_log_is_asked_for_then_functions_and_containers_are_in_it(
    job: JobId,
) -> None:
    told = [json.loads(each) for each in run("logs", job, "--json").splitlines()]
    assert {each["message"] for each in told} == {"planned", "claimed"}


@pytest.mark.usefixtures("stage")
def test_given_a_running_stage_when_its_figures_are_asked_for_then_both_kinds_of_programs_count() -> None:
    shown = run("dash")
    assert [word in shown for word in ("Tasks started", "generate", "Takes made", "flow")] == [True] * 4


def test_given_no_stage_and_no_stack_when_asked_then_it_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(watch, "entry_points", lambda group: [])  # noqa: ARG005
    monkeypatch.delenv("DAILIES_STACK", raising=False)
    refused = CliRunner().invoke(cli, ["dash"])
    assert (refused.exit_code, "--stack" in refused.stderr) == (3, True)


@pytest.mark.usefixtures("cloud")
def test_given_a_stack_that_is_not_there_when_asked_then_the_error_is_words(job: JobId) -> None:
    refused = CliRunner().invoke(cli, ["logs", job, "--stack", "nowhere"])
    assert (refused.exit_code, "credentials" in refused.stderr) == (3, True)
