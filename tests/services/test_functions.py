"""Each function called as Lambda calls it, with the events that its trigger sends."""

import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from dailies.clock import now
from dailies.domain.ids import TaskId
from dailies.domain.job import Job, Task
from dailies.domain.status import Status, TaskStatus, UploadStatus
from dailies.services.app import App
from dailies.services.receiving import receive
from functions import process
from functions.orchestration import collect, finish, plan, reconcile, submit
from functions.status import handler as status
from functions.validation import handler as validation
from tests.local_batch.served import Served, until
from tests.services.scenes import (
    PICTURE,
    begun,
    claimed,
    elsewhere,
    items_of,
    judged,
    planned,
    put,
    run_of,
    settle_all,
    slot,
    submitted,
)

Event = dict[str, Any]


@pytest.fixture(autouse=True, scope="module")
def process_of_a_function(place: dict[str, str], app: App, batch: Served) -> Iterator[None]:
    """Let the functions' one process be in the place of the tests."""
    product = logging.getLogger("dailies")
    with pytest.MonkeyPatch.context() as patch:
        for name, text in place.items():
            patch.setenv(name, text)
        patch.setenv("AWS_ENDPOINT_URL_BATCH", f"http://127.0.0.1:{batch.port}")
        for name in ("handlers", "propagate", "level"):
            patch.setattr(product, name, getattr(product, name))
        process.app.cache_clear()
        process.logger.cache_clear()
        vars(process.app())["aws"] = app.aws
        yield
    process.app.cache_clear()
    process.logger.cache_clear()


@pytest.fixture
def heard(app: App, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the functions answer tokens with; their clients are the tests' own."""
    said: list[str] = []
    real = app.aws.states.send_task_success

    def note(**arguments: Any) -> Any:
        said.append(json.loads(arguments["output"])["ended"])
        return real(**arguments)

    monkeypatch.setattr(app.aws.states, "send_task_success", note)
    return said


def task_event(task: Task, **more: object) -> Event:
    return {"owner": task.owner, "job_id": task.job_id, "task_id": task.task_id, **more}


def round_event(task: Task, **more: object) -> Event:
    return task_event(task, batch=0, round=1, **more)


def storage_events(*keys: str) -> Event:
    """Give what SQS hands over of EventBridge's `Object Created`."""
    records = [
        {
            "messageId": f"message-{number}",
            "receiptHandle": "handle",
            "body": json.dumps(
                {
                    "version": "0",
                    "detail-type": "Object Created",
                    "source": "aws.s3",
                    "detail": {"bucket": {"name": "b"}, "object": {"key": key, "size": 1, "etag": "e"}},
                }
            ),
            "attributes": {},
            "messageAttributes": {},
            "eventSource": "aws:sqs",
            "eventSourceARN": "arn:aws:sqs:us-east-1:123456789012:q",
            "awsRegion": "us-east-1",
        }
        for number, key in enumerate(keys)
    ]
    return {"Records": records}


def last_event(batch: Served, container: str) -> Event:
    """Wait for the event that says that a job has ended."""
    return until(  # type: ignore[no-any-return]
        lambda: next(
            (
                event
                for event in batch.receiver.events
                if event["detail"]["jobId"] == container and event["detail"]["status"] == "FAILED"
            ),
            None,
        )
    )


def test_given_the_machines_input_when_planned_then_the_batches_to_map_over(app: App, draft: Job) -> None:
    assert plan.handler(task_event(begun(app, draft)), None) == {"batches": [0]}


def test_given_a_round_when_submitted_then_its_container_and_token_are_kept(app: App, draft: Job) -> None:
    task = planned(app, draft)
    submit.handler(round_event(task, token="token-1"), None)
    record = app.store.tasks.batch(task.owner, task.task_id, 0)
    assert (record.token, record.batch_job is not None) == ("token-1", True)


def test_given_a_queue_that_is_not_there_when_submitted_then_the_token_is_answered(
    app: App, draft: Job, heard: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    task = planned(app, draft)
    nowhere = elsewhere(app, automation_queue="nowhere")
    monkeypatch.setattr(submit, "app", lambda: nowhere)
    submit.handler(round_event(task, token="token-1"), None)
    assert heard == ["not submitted"]


def test_given_a_round_that_is_over_when_submitted_then_its_own_token_is_answered(
    app: App, draft: Job, heard: list[str]
) -> None:
    task = planned(app, draft)
    batch = app.store.tasks.batch(task.owner, task.task_id, 0)
    app.store.tasks.open_round(task.owner, batch, 2, "newer")
    submit.handler(round_event(task, token="older"), None)
    assert (heard, app.store.tasks.batch(task.owner, task.task_id, 0).token) == (["not submitted"], "newer")


def test_given_a_task_that_is_gone_when_submitted_then_the_token_is_answered(
    app: App, draft: Job, heard: list[str]
) -> None:
    task = planned(app, draft)
    gone = task.model_copy(update={"task_id": TaskId(f"{draft.job_id}-generate-99")})
    submit.handler(round_event(gone, token="token-1"), None)
    assert heard == ["not submitted"]


def test_given_a_batch_when_collected_then_plain_json_that_the_machine_branches_on(
    app: App, draft: Job
) -> None:
    task, _ = submitted(app, draft)
    claimed(app, draft)
    answer = collect.handler(round_event(task), None)
    assert json.loads(json.dumps(answer)) == {"next": "retry", "seconds": 0, "round": 2}


def test_given_a_run_when_finished_then_its_state(app: App, draft: Job) -> None:
    task = planned(app, draft)
    settle_all(app, draft)
    assert finish.handler(task_event(task), None) == {"status": "succeeded"}


def test_given_a_run_that_broke_off_when_finished_then_the_user_is_told_no_cause_of_ours(
    app: App, draft: Job
) -> None:
    task = planned(app, draft)
    cause = 'States.TaskFailed: {"errorMessage": "secret-host refused", "stackTrace": ["/var/task/x.py"]}'
    assert finish.handler(task_event(task, error=cause), None) == {"status": "failed"}
    failure = items_of(app, draft)[0].failure
    assert failure is not None
    assert failure.detail == "The run ended before this was done: States.TaskFailed."


def test_given_the_schedules_event_when_reconciled_then_what_was_done_is_counted(
    app: App, draft: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(elsewhere(app, state_machine=app.settings.state_machine + "-away"), draft)
    later = App(process.app().settings, lambda: now() + timedelta(days=400))
    vars(later)["aws"] = app.aws
    monkeypatch.setattr(reconcile, "app", lambda: later)
    done = reconcile.handler({"source": "aws.events", "detail-type": "Scheduled Event"}, None)
    assert done["tasks"] >= 1


def test_given_a_container_that_died_when_its_event_comes_then_its_token_is_answered_once(
    app: App, draft: Job, batch: Served, heard: list[str]
) -> None:
    task, _ = submitted(app, draft)
    container = str(app.store.tasks.batch(task.owner, task.task_id, 0).batch_job)
    batch.client.terminate_job(jobId=container, reason="Host EC2 terminated")
    event = last_event(batch, container)
    for _ in range(3):
        status.handler(event, None)
    assert heard == ["FAILED"]


@pytest.mark.parametrize("state", ["SUBMITTED", "RUNNABLE", "RUNNING"])
def test_given_a_container_that_goes_on_when_its_event_comes_then_its_token_stays(
    app: App, draft: Job, batch: Served, state: str
) -> None:
    task, _ = submitted(app, draft)
    record = app.store.tasks.batch(task.owner, task.task_id, 0)
    detail = {**batch.detail(str(record.batch_job)), "status": state}
    status.handler({"source": "aws.batch", "detail-type": "Batch Job State Change", "detail": detail}, None)
    assert app.store.tasks.batch(task.owner, task.task_id, 0).token == record.token


@pytest.mark.parametrize("detail", [{}, {"status": "FAILED"}, {"status": "FAILED", "container": {}}])
def test_given_a_job_of_somebody_else_when_its_event_comes_then_nothing_happens(
    heard: list[str], detail: Event
) -> None:
    status.handler({"source": "aws.batch", "detail": detail}, None)
    assert heard == []


def test_given_an_event_of_an_older_round_when_it_comes_late_then_the_newer_token_stays(
    app: App, draft: Job, batch: Served
) -> None:
    task, _ = submitted(app, draft)
    container = str(app.store.tasks.batch(task.owner, task.task_id, 0).batch_job)
    batch.client.terminate_job(jobId=container, reason="ended")
    event = last_event(batch, container)
    submit.handler({**round_event(task, token="second"), "round": 2}, None)
    status.handler(event, None)
    assert app.store.tasks.batch(task.owner, task.task_id, 0).token == "second"


def test_given_events_of_five_files_when_one_fails_then_it_alone_comes_back(
    app: App, draft: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploads = [slot(app, draft, f"{number}.png") for number in range(5)]
    keys = [put(app, upload, PICTURE) for upload in uploads]

    def fail_at_third(where: App, key: str) -> None:
        if key == keys[2]:
            raise ConnectionError("storage is away")
        receive(where, key)

    monkeypatch.setattr("functions.validation.handler.receive", fail_at_third)
    answer = validation.handler(storage_events(*keys), None)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "message-2"}]}
    statuses = [judged(app, upload).status for upload in uploads]
    expected = [UploadStatus.ACCEPTED] * 5
    expected[2] = UploadStatus.REQUESTED
    assert statuses == expected


def test_given_an_event_for_nothing_of_ours_when_received_then_it_does_not_come_back(app: App) -> None:
    assert app
    event = storage_events("uploads/%2e%2e/x y+z", "other/" + "k" * 1030)
    assert validation.handler(event, None) == {"batchItemFailures": []}


def test_given_the_steps_in_the_machines_order_when_run_then_the_task_ends(app: App, draft: Job) -> None:
    task = begun(app, draft)
    (number,) = plan.handler(task_event(task), None)["batches"]
    submit.handler(round_event(task, token="t"), None)
    settle_all(app, draft)
    verdict = collect.handler(round_event(task), None)
    finish.handler(task_event(task), None)
    ended = app.store.tasks.get(task.owner, task.task_id)
    assert (number, verdict["next"], ended.status) == (run_of(task).batch, "done", TaskStatus.SUCCEEDED)
    assert items_of(app, draft)[0].status is Status.SUCCEEDED
