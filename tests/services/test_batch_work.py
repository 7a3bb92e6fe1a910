"""A container's side: signs of life, stopping in time, and handing back without blame."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders

from dailies.domain.exits import Exit
from dailies.domain.job import Job
from dailies.domain.retry import Settlement
from dailies.domain.status import Status
from dailies.services import batch_work
from dailies.services.app import App
from dailies.services.batch_work import BatchWork
from dailies.services.cancelling import cancel_task
from dailies.services.orchestration import collect, submit
from tests.services.scenes import claimed, items_of, run_of, settle_all, submitted

SOON = 10.0
BEAT = "before-call.stepfunctions.SendTaskHeartbeat"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let hearts beat fast."""
    monkeypatch.setattr(batch_work, "HEARTBEAT_SECONDS", 0.02)


@pytest.fixture
def on_beat(app: App) -> Iterator[Callable[[Callable[..., Any]], None]]:
    """Hear each heartbeat, and answer it in the place of Step Functions if anything is given back."""
    registered: list[Callable[..., Any]] = []

    def register(answer: Callable[..., Any]) -> None:
        registered.append(answer)
        app.aws.states.meta.events.register(BEAT, answer)

    yield register
    for answer in registered:
        app.aws.states.meta.events.unregister(BEAT, answer)


def _refusing(code: str) -> Callable[..., Any]:
    # moto accepts every token; this is what AWS says of one whose step is over.
    def refuse(**_: Any) -> Any:
        return AWSResponse("", 400, HTTPHeaders(), None), {
            "Error": {"Code": code, "Message": "m"},
            "ResponseMetadata": {},
        }

    return refuse


@pytest.mark.usefixtures("impatient")
def test_given_a_round_that_is_on_when_alive_then_its_token_is_beaten_for(
    app: App, draft: Job, on_beat: Callable[[Callable[..., Any]], None]
) -> None:
    task, run = submitted(app, draft)
    seen = threading.Event()
    beaten: list[str] = []

    def hear(params: dict[str, Any], **_: Any) -> None:
        beaten.append(json.loads(params["body"])["taskToken"])
        seen.set()

    on_beat(hear)
    work = BatchWork(app, run)
    with work.alive():
        assert seen.wait(SOON)
    assert beaten[0] == task.task_id
    assert not work.stop.is_set()


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("code", ["TaskTimedOut", "TaskDoesNotExist", "InvalidToken"])
def test_given_an_execution_that_is_over_when_alive_then_the_worker_stops(
    app: App, draft: Job, on_beat: Callable[[Callable[..., Any]], None], code: str
) -> None:
    _, run = submitted(app, draft)
    on_beat(_refusing(code))
    work = BatchWork(app, run)
    with work.alive():
        assert work.stop.wait(SOON)


@pytest.mark.usefixtures("impatient")
def test_given_a_throttled_heartbeat_when_alive_then_the_worker_goes_on(
    app: App, draft: Job, on_beat: Callable[[Callable[..., Any]], None]
) -> None:
    _, run = submitted(app, draft)
    beats = threading.Semaphore(0)

    def refuse(**_: Any) -> Any:
        beats.release()
        return _refusing("ThrottlingException")()

    on_beat(refuse)
    work = BatchWork(app, run)
    with work.alive():
        assert all(beats.acquire(timeout=SOON) for _ in range(3))
    assert not work.stop.is_set()


@pytest.mark.usefixtures("impatient")
def test_given_a_newer_round_when_alive_then_the_older_worker_stops(app: App, draft: Job) -> None:
    task, run = submitted(app, draft)
    submit(app, run_of(task, round_number=2), "second")
    work = BatchWork(app, run)
    with work.alive():
        assert work.stop.wait(SOON)


@pytest.mark.usefixtures("impatient")
def test_given_a_batch_that_is_gone_when_alive_then_the_worker_stops(app: App, draft: Job) -> None:
    task, run = submitted(app, draft)
    app.store.tasks.restart(task)
    work = BatchWork(app, run)
    with work.alive():
        assert work.stop.wait(SOON)


def test_given_work_handed_back_when_collected_then_no_crash_is_counted(app: App, draft: Job) -> None:
    _, run = submitted(app, draft)
    BatchWork(app, run).give_back(claimed(app, draft))
    collect(app, run)
    (item,) = items_of(app, draft)
    assert (item.status, item.crashes, item.attempt) == (Status.QUEUED, 0, 1)


def test_given_work_cancelled_meanwhile_when_handed_back_then_it_stays_cancelled(
    app: App, draft: Job
) -> None:
    task, run = submitted(app, draft)
    held = claimed(app, draft)
    cancel_task(app, task.owner, task.task_id)
    BatchWork(app, run).give_back(held)
    assert items_of(app, draft)[0].status is Status.CANCELLED


def test_given_all_settled_when_closed_then_the_state_machine_hears_it(
    app: App, draft: Job, answers: list[tuple[str, str]]
) -> None:
    task, run = submitted(app, draft)
    settle_all(app, draft)
    assert (BatchWork(app, run).close(), answers) == (Exit.SETTLED, [(task.task_id, "SETTLED")])


def test_given_work_left_when_closed_then_it_is_given_back_in_silence(
    app: App, draft: Job, answers: list[tuple[str, str]]
) -> None:
    _, run = submitted(app, draft)
    assert (BatchWork(app, run).close(), answers) == (Exit.GIVE_BACK, [])


def test_given_a_blocked_item_when_closed_then_a_person_is_needed(
    app: App, draft: Job, answers: list[tuple[str, str]]
) -> None:
    _, run = submitted(app, draft)
    settle_all(app, draft, Status.BLOCKED)
    assert (BatchWork(app, run).close(), len(answers)) == (Exit.NEEDS_PERSON, 1)


def test_given_items_that_wait_when_due_is_asked_then_only_those_whose_time_has_come(
    app: App, draft: Job
) -> None:
    _, run = submitted(app, draft, 2)
    first, second = items_of(app, draft)
    for item, minutes in ((first, -1), (second, 3)):
        retry_at = app.clock() + timedelta(minutes=minutes)
        app.store.units.settle(
            app.store.units.claim(item), Settlement(status=Status.WAITING, retry_at=retry_at, tries=1)
        )
    assert [unit.job_id for unit in BatchWork(app, run).due()] == [draft.job_id]
