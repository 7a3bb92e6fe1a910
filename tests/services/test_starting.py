"""A draft becomes items and a task: complete, or refused with each cause named; once, however often asked."""

import pytest

from dailies.domain.errors import Conflict, InvalidInput, LimitReached, NotFound
from dailies.domain.ids import Owner
from dailies.domain.job import Job, Task
from dailies.domain.status import JobStatus, Status, TaskStatus
from dailies.services import launching
from dailies.services.app import App
from dailies.services.generating import start_job
from dailies.services.jobs import delete_job
from dailies.services.orchestration import plan
from dailies.services.pairing import make_items
from dailies.services.receiving import receive
from tests.services.executions import executions_of
from tests.services.scenes import (
    PICTURE,
    elsewhere,
    filled,
    items_of,
    put,
    race,
    send,
    slot,
    tasks_of,
)
from tests.store.makers import make_item

pytestmark = pytest.mark.usefixtures("alone")

RACERS = 16


def refused(app: App, job: Job) -> InvalidInput:
    """Start a job that cannot be."""
    with pytest.raises(InvalidInput) as caught:
        start_job(app, job.owner, job.job_id)
    return caught.value


def named(error: InvalidInput) -> list[tuple[str, str | None]]:
    return [(problem.code, problem.subject) for problem in error.problems]


def test_given_a_job_without_files_when_started_then_refused(app: App, draft: Job) -> None:
    assert refused(app, draft).failure.code == "no_valid_files"


def test_given_a_file_that_has_not_arrived_when_started_then_it_is_named(app: App, draft: Job) -> None:
    slot(app, filled(app, draft), "late.png")
    assert named(refused(app, draft)) == [("upload_pending", "late.png")]


def test_given_a_file_still_on_its_way_when_started_then_a_retry_may_help(app: App, draft: Job) -> None:
    slot(app, filled(app, draft), "late.png")
    assert refused(app, draft).failure.retryable


def test_given_a_rejected_file_when_started_then_it_is_named_with_its_verdict(app: App, draft: Job) -> None:
    send(app, filled(app, draft), "bad.png", b"<html>")
    assert named(refused(app, draft)) == [("unknown_type", "bad.png")]


def test_given_a_rejected_file_when_sent_again_under_its_name_then_the_job_starts(
    app: App, draft: Job
) -> None:
    send(app, draft, "1.png", b"<html>", seed="first")
    assert start_job(app, draft.owner, filled(app, draft).job_id).asked_for == 1


def test_given_two_files_of_one_name_sent_together_when_one_is_bad_then_it_is_named(
    app: App, draft: Job
) -> None:
    bad, good = (slot(app, draft, "image.png", seed=seed) for seed in ("one", "two"))
    receive(app, put(app, bad, b"<html>"))
    receive(app, put(app, good, PICTURE))
    assert named(refused(app, draft)) == [("unknown_type", "image.png")]


def test_given_a_prompt_without_an_image_when_started_then_its_line_is_named(app: App, draft: Job) -> None:
    send(app, draft, "1.png", PICTURE)
    send(app, draft, "prompts.txt", b"one\ntwo")
    assert named(refused(app, draft)) == [("prompt_without_image", "line 2")]


def test_given_an_image_without_a_prompt_when_started_then_it_is_named(app: App, draft: Job) -> None:
    for name in ("1.png", "2.png"):
        send(app, draft, name, PICTURE)
    send(app, draft, "prompts.txt", b"one")
    assert named(refused(app, draft)) == [("image_without_prompt", "2.png")]


@pytest.mark.parametrize("prompts", [b"one\ntwo", None])
def test_given_a_refusal_when_started_then_nothing_is_written(
    app: App, draft: Job, prompts: bytes | None
) -> None:
    send(app, draft, "1.png", PICTURE)
    if prompts:
        send(app, draft, "prompts.txt", prompts)
    before = list(app.store.jobs.rows(draft.owner, draft.job_id))
    refused(app, draft)
    assert list(app.store.jobs.rows(draft.owner, draft.job_id)) == before


def test_given_several_prompts_files_when_started_then_they_follow_each_other_as_asked_for(
    app: App, draft: Job
) -> None:
    for number in range(1, 7):
        send(app, draft, f"{number}.png", PICTURE)
        send(app, draft, f"{number}.txt", f"prompt {number}".encode())
    start_job(app, draft.owner, draft.job_id)
    assert [item.prompt for item in items_of(app, draft)] == [f"prompt {number}" for number in range(1, 7)]


def test_given_a_full_draft_when_started_then_job_task_and_execution_go_together(
    app: App, draft: Job
) -> None:
    task = start_job(app, draft.owner, filled(app, draft, 2).job_id)
    job = app.store.jobs.get(draft.owner, draft.job_id)
    assert (job.status, job.active_task, task.asked_for) == (JobStatus.RUNNING, task.task_id, 2)
    assert executions_of(app, draft.job_id) == [task.task_id]


def test_given_a_started_job_when_started_again_then_conflict(app: App, draft: Job) -> None:
    start_job(app, draft.owner, filled(app, draft).job_id)
    with pytest.raises(Conflict):
        start_job(app, draft.owner, draft.job_id)


def test_given_a_draft_when_sixteen_start_it_at_once_then_one_task_and_one_execution(
    app: App, draft: Job
) -> None:
    filled(app, draft, 2)
    answers = race(lambda: start_job(app, draft.owner, draft.job_id), RACERS)
    (won,) = (answer for answer in answers if not isinstance(answer, Conflict))
    assert isinstance(won, Task)
    assert executions_of(app, draft.job_id) == tasks_of(app, draft)


def test_given_one_request_when_sixteen_repeat_it_at_once_then_none_begins_a_second_task(
    app: App, draft: Job
) -> None:
    filled(app, draft)
    race(lambda: start_job(app, draft.owner, draft.job_id, request="r"), RACERS)
    assert start_job(app, draft.owner, draft.job_id, request="r").task_id == tasks_of(app, draft)[0]
    assert len(tasks_of(app, draft)) == 1


def test_given_a_slow_start_when_another_has_planned_then_its_items_are_not_written_over(
    app: App, draft: Job
) -> None:
    seen = app.store.jobs.get(draft.owner, filled(app, draft).job_id)
    task = start_job(app, draft.owner, draft.job_id)
    plan(app, task.owner, task.task_id)
    with pytest.raises(Conflict):
        app.store.units.write_draft(seen, make_items(app, seen))
    assert [item.status for item in items_of(app, draft)] == [Status.QUEUED]


def test_given_a_slow_start_when_the_job_is_deleted_then_no_item_is_left(app: App, draft: Job) -> None:
    delete_job(app, draft.owner, draft.job_id)
    with pytest.raises(Conflict):
        app.store.units.write_draft(draft, [make_item(draft, status=Status.PENDING)])
    assert items_of(app, draft) == []


def test_given_a_start_that_found_the_queue_full_when_started_with_more_files_then_all_are_items(
    app: App, draft: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise LimitReached("Too many.", retry_after_seconds=60)

    filled(app, draft)
    with monkeypatch.context() as patch:
        patch.setattr(launching, "refuse_overfilling", refuse)
        with pytest.raises(LimitReached):
            start_job(app, draft.owner, draft.job_id)
    send(app, draft, "0.png", PICTURE)
    send(app, draft, "more.txt", b"another")
    start_job(app, draft.owner, draft.job_id)
    assert [item.image.name for item in items_of(app, draft)] == ["0.png", "1.png"]


def test_given_more_open_tasks_than_may_be_when_started_then_refused_with_a_time(
    app: App, draft: Job
) -> None:
    tight = elsewhere(app, most_waiting_tasks=0)
    with pytest.raises(LimitReached) as caught:
        start_job(tight, draft.owner, filled(app, draft).job_id)
    assert caught.value.retry_after_seconds == 60


def test_given_a_state_machine_that_is_away_when_started_then_the_task_waits_for_it(
    app: App, draft: Job
) -> None:
    away = elsewhere(app, state_machine=app.settings.state_machine + "-away")
    task = start_job(away, draft.owner, filled(app, draft).job_id)
    assert (task.status, task.execution) == (TaskStatus.PENDING, None)


def test_given_a_task_that_was_never_started_when_its_request_is_repeated_then_it_is(
    app: App, draft: Job
) -> None:
    away = elsewhere(app, state_machine=app.settings.state_machine + "-away")
    task = start_job(away, draft.owner, filled(app, draft).job_id, request="r")
    start_job(app, draft.owner, draft.job_id, request="r")
    assert executions_of(app, draft.job_id) == [task.task_id]


def test_given_another_owner_when_started_then_there_is_no_such_job(app: App, draft: Job) -> None:
    with pytest.raises(NotFound):
        start_job(app, Owner("stranger"), draft.job_id)
