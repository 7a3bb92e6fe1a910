"""The machine itself, run by the emulator over small functions that write down what they are asked."""

import io
import json
import math
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dailies.settings import Settings
from infra.constructs.machine_definition import STEPS, definition
from infra.local.clients import Clients

DEADLINE_SECONDS = 60.0
MOST_TRANSITIONS = 6
STATES_OF_A_BATCH = ("RunBatch", "Collect", "IsAnotherRoundDue", "BatchEnds")
"""Without another round."""
BUCKET = "machine-test-calls"
ROLE = "arn:aws:iam::000000000000:role/anyone"

# Each step notes its input under the task's name; what it answers follows from that name.
STEP_CODE = """
import functools, json, uuid, botocore.session

@functools.cache
def client(service):
    return botocore.session.get_session().create_client(service)

def note(step, event):
    key = f"{event['task_id']}/{step}/{uuid.uuid4()}"
    client("s3").put_object(Bucket="machine-test-calls", Key=key, Body=json.dumps(event).encode())

def plan(event, context):
    note("plan", event)
    if "unplannable" in event["task_id"]:
        raise ValueError("no plan")
    return {"batches": list(range(int(event["task_id"].partition("batches-")[2] or 2)))}

def submit(event, context):
    note("submit", event)
    states = client("stepfunctions")
    if "dies" in event["task_id"] and event["batch"] == 0:
        states.send_task_failure(taskToken=event["token"], error="Died", cause="killed")
    else:
        states.send_task_success(taskToken=event["token"], output="{}")

def collect(event, context):
    note("collect", event)
    if "lost" in event["task_id"] and event["batch"] == 0:
        raise ValueError("cannot read")
    again = "again" in event["task_id"] and event["round"] == 1
    return {"next": "retry", "seconds": 1, "round": 2} if again else {"next": "done", "seconds": 0, "round": 1}

def finish(event, context):
    note("finish", event)
    return {"status": "done"}
"""


def _zip(code: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("step.py", code)
    return buffer.getvalue()


def _without_waiting(machine: Any) -> Any:
    """Keep the drawing but not the seconds between retries: the pauses are AWS's business."""
    if isinstance(machine, dict):
        return {
            key: 1 if key in {"IntervalSeconds", "BackoffRate", "MaxAttempts"} else _without_waiting(value)
            for key, value in machine.items()
        }
    return [_without_waiting(each) for each in machine] if isinstance(machine, list) else machine


@pytest.fixture(scope="module")
def machine(clients: Clients) -> Iterator[str]:
    clients.s3.create_bucket(Bucket=BUCKET)
    drawn = json.dumps(_without_waiting(definition())).replace("${Partition}", "aws")
    for step in STEPS:
        made = clients.functions.create_function(
            FunctionName=f"machine-test-{step}",
            Runtime="python3.13",
            Role=ROLE,
            Handler=f"step.{step}",
            Code={"ZipFile": _zip(STEP_CODE)},
            Timeout=30,
        )
        drawn = drawn.replace(f"${{{step}}}", made["FunctionArn"])
    arn = clients.states.create_state_machine(name="machine-test", definition=drawn, roleArn=ROLE)
    yield arn["stateMachineArn"]
    clients.states.delete_state_machine(stateMachineArn=arn["stateMachineArn"])


def run(clients: Clients, machine: str, task: str) -> str:
    """Run the machine for that task and give the status it ended in."""
    order = {"owner": "ann", "job_id": "j1", "task_id": task}
    arn = clients.states.start_execution(stateMachineArn=machine, name=task, input=json.dumps(order))
    deadline, pause = time.monotonic() + DEADLINE_SECONDS, threading.Event()
    while time.monotonic() < deadline:
        execution = clients.states.describe_execution(executionArn=arn["executionArn"])
        if execution["status"] != "RUNNING":
            return f"{execution['status']} {execution.get('error', '')}{execution.get('cause', '')}".strip()
        pause.wait(0.1)
    pytest.fail(f"{task} still runs")


def transitions(clients: Clients, machine: str, task: str) -> int:
    """Count what AWS bills: every entry into a state.

    The emulator's history leaves out what happens inside the map; that follows from the calls that came out of it.
    """
    execution = f"{machine.replace(':stateMachine:', ':execution:')}:{task}"
    history = clients.states.get_execution_history(executionArn=execution)["events"]
    outside = sum(event["type"].endswith("StateEntered") for event in history)
    return outside + len(STATES_OF_A_BATCH) * len(calls(clients, task, "submit"))


def calls(clients: Clients, task: str, step: str) -> list[dict[str, Any]]:
    """Give what the step was asked, in no particular order."""
    found = clients.s3.list_objects_v2(Bucket=BUCKET, Prefix=f"{task}/{step}/").get("Contents", [])
    bodies = [clients.s3.get_object(Bucket=BUCKET, Key=each["Key"])["Body"].read() for each in found]
    return [json.loads(body) for body in bodies]


def rounds(found: list[dict[str, Any]]) -> list[tuple[int, int]]:
    return sorted((call["batch"], call["round"]) for call in found)


def test_given_two_batches_when_run_then_each_is_submitted_and_collected_once(
    clients: Clients, machine: str
) -> None:
    assert run(clients, machine, "plain") == "SUCCEEDED"
    assert rounds(calls(clients, "plain", "submit")) == [(0, 1), (1, 1)]
    assert rounds(calls(clients, "plain", "collect")) == [(0, 1), (1, 1)]
    assert calls(clients, "plain", "finish") == [{"owner": "ann", "job_id": "j1", "task_id": "plain"}]


def test_given_a_retry_when_run_then_a_second_round_is_submitted_under_its_number(
    clients: Clients, machine: str
) -> None:
    assert run(clients, machine, "again") == "SUCCEEDED"
    assert rounds(calls(clients, "again", "submit")) == [(0, 1), (0, 2), (1, 1), (1, 2)]


def test_given_a_container_that_dies_when_run_then_its_batch_is_still_collected(
    clients: Clients, machine: str
) -> None:
    assert run(clients, machine, "dies") == "SUCCEEDED"
    assert rounds(calls(clients, "dies", "collect")) == [(0, 1), (1, 1)]


def test_given_a_batch_that_cannot_be_collected_when_run_then_the_other_ends_well(
    clients: Clients, machine: str
) -> None:
    assert run(clients, machine, "lost") == "SUCCEEDED"
    assert calls(clients, "lost", "finish") == [{"owner": "ann", "job_id": "j1", "task_id": "lost"}]


def test_given_no_plan_when_run_then_it_finishes_with_the_error(clients: Clients, machine: str) -> None:
    assert run(clients, machine, "unplannable") == "SUCCEEDED"
    (finish,) = calls(clients, "unplannable", "finish")
    assert "no plan" in finish["error"]


@pytest.mark.parametrize("setting", ["batch_items", "media_batch_items"])
def test_given_a_hundred_items_when_their_task_runs_then_at_most_six_transitions_each(
    clients: Clients, machine: str, setting: str, show: Callable[[str], None]
) -> None:
    items = 100
    batches = math.ceil(items / Settings.model_fields[setting].default)
    task = f"{setting}-batches-{batches}"
    assert run(clients, machine, task) == "SUCCEEDED"
    entered = transitions(clients, machine, task)
    show(f"{items} items in {batches} batches: {entered / items:.2f} transitions an item")
    assert len(STATES_OF_A_BATCH) * batches < entered <= items * MOST_TRANSITIONS
