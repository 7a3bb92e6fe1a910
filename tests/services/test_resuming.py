"""A blocked account pauses jobs; once a person acted, each goes on by itself, once."""

import json

import pytest

from dailies.domain.failure import Failure
from dailies.domain.ids import AccountName
from dailies.domain.job import Job, Scope
from dailies.domain.options import Options
from dailies.domain.retry import Settlement
from dailies.domain.status import JobStatus, Status
from dailies.services.accounts import (
    block_account,
    register_account,
    resume_account,
    store_session,
)
from dailies.services.app import App
from dailies.services.cancelling import cancel_job
from dailies.services.generating import retry_job
from dailies.services.jobs import delete_job
from dailies.services.orchestration import collect, finish, plan
from dailies.services.reconciling import reconcile
from tests.services.scenes import (
    DEFAULT,
    EXPIRED,
    events,
    items_of,
    paused,
    planned,
    race,
    settle_all,
    submitted,
    tasks_of,
)
from tests.services.test_vault import state
from tests.store.makers import make_job, new_owner

pytestmark = pytest.mark.usefixtures("alone")
STUDIO = AccountName("studio-2")


def sign_in(app: App, name: AccountName = DEFAULT) -> None:
    store_session(app, name, json.dumps(state()).encode())


def statuses(app: App, job: Job) -> set[Status]:
    return {item.status for item in items_of(app, job)}


def status(app: App, job: Job) -> JobStatus:
    return app.store.jobs.get(job.owner, job.job_id).status


def test_given_a_paused_job_when_its_task_is_finished_again_then_its_timeline_stays(
    app: App, draft: Job
) -> None:
    task = paused(app, draft)
    before = events(app, draft)
    finish(app, task.owner, task.task_id)
    assert events(app, draft) == before


def test_given_paused_jobs_of_two_owners_when_a_person_signs_in_then_both_go_on(app: App, draft: Job) -> None:
    other = app.store.jobs.add(make_job(new_owner()))
    paused(app, draft, other)
    sign_in(app)
    assert (status(app, draft), status(app, other)) == (JobStatus.RUNNING, JobStatus.RUNNING)


def test_given_a_person_who_signed_in_when_everybody_resumes_then_each_job_has_one_new_task(
    app: App, draft: Job
) -> None:
    paused(app, draft)
    sign_in(app)
    race(lambda: resume_account(app, DEFAULT), racers=6)
    reconcile(app)
    assert len(tasks_of(app, draft)) == 2


def test_given_a_ready_account_when_everybody_resumes_at_first_then_each_job_has_one_new_task(
    app: App, draft: Job
) -> None:
    paused(app, draft)
    app.store.accounts.unblock(DEFAULT)
    race(lambda: resume_account(app, DEFAULT), racers=6)
    assert len(tasks_of(app, draft)) == 2


def test_given_a_sign_in_before_the_job_paused_when_reconciled_then_it_goes_on(app: App, draft: Job) -> None:
    task, run = submitted(app, draft, 1)
    block_account(app, DEFAULT, EXPIRED)
    sign_in(app)
    settle_all(app, draft, Status.BLOCKED)
    collect(app, run)
    finish(app, task.owner, task.task_id)
    reconcile(app)
    assert status(app, draft) is JobStatus.RUNNING


def test_given_a_job_that_is_blocked_again_when_nothing_changed_then_it_is_left_alone(
    app: App, draft: Job
) -> None:
    task = paused(app, draft)
    sign_in(app)
    (_, resumed) = tasks_of(app, draft)
    plan(app, task.owner, resumed)
    settle_all(app, draft, Status.BLOCKED)
    finish(app, task.owner, resumed)
    reconcile(app)
    reconcile(app)
    assert (len(tasks_of(app, draft)), status(app, draft)) == (2, JobStatus.BLOCKED)


def test_given_a_job_that_is_blocked_again_when_a_person_signs_in_again_then_it_goes_on(
    app: App, draft: Job
) -> None:
    task = paused(app, draft)
    sign_in(app)
    plan(app, task.owner, tasks_of(app, draft)[-1])
    settle_all(app, draft, Status.BLOCKED)
    finish(app, task.owner, tasks_of(app, draft)[-1])
    sign_in(app)
    assert (len(tasks_of(app, draft)), events(app, draft).count("job.blocked")) == (3, 2)


def test_given_another_account_when_one_is_blocked_then_the_other_takes_its_items(
    app: App, draft: Job
) -> None:
    task = paused(app, draft)
    register_account(app, STUDIO)
    reconcile(app)
    (_, resumed) = tasks_of(app, draft)
    plan(app, task.owner, resumed)
    batches = app.store.tasks.batches(task.owner, resumed)
    assert [batch.account for batch in batches] == [STUDIO]


def test_given_a_job_of_one_account_when_another_is_ready_then_it_waits_for_its_own(app: App) -> None:
    chosen = Options.model_validate({"account": "default"})
    job = app.store.jobs.add(make_job(new_owner(), options=chosen))
    paused(app, job)
    register_account(app, STUDIO)
    reconcile(app)
    assert status(app, job) is JobStatus.BLOCKED


def test_given_an_account_that_is_not_known_yet_when_made_known_then_jobs_that_name_it_go_on(
    app: App,
) -> None:
    chosen = Options.model_validate({"account": "studio-2"})
    job = app.store.jobs.add(make_job(new_owner(), options=chosen))
    task = planned(app, job, 1)
    finish(app, task.owner, task.task_id)
    assert status(app, job) is JobStatus.BLOCKED
    register_account(app, STUDIO)
    assert status(app, job) is JobStatus.RUNNING


def test_given_a_paused_job_when_the_user_retries_and_it_succeeds_then_nothing_waits_any_more(
    app: App, draft: Job
) -> None:
    task = paused(app, draft)
    app.store.accounts.unblock(DEFAULT)
    again = retry_job(app, draft.owner, draft.job_id)
    plan(app, task.owner, again.task_id)
    settle_all(app, draft)
    finish(app, task.owner, again.task_id)
    assert list(app.store.jobs.waiting_for("*")) == []


def test_given_a_paused_job_when_cancelled_then_nobody_resumes_it(app: App, draft: Job) -> None:
    paused(app, draft)
    cancel_job(app, draft.owner, draft.job_id)
    sign_in(app)
    assert (status(app, draft), len(tasks_of(app, draft))) == (JobStatus.CANCELLED, 1)


def test_given_a_sign_in_when_two_reconcilers_see_it_then_each_job_has_one_new_task(
    app: App, draft: Job
) -> None:
    paused(app, draft)
    app.store.accounts.unblock(DEFAULT)
    race(lambda: reconcile(app), racers=2)
    assert len(tasks_of(app, draft)) == 2


def test_given_a_paused_job_when_deleted_then_nobody_resumes_it(app: App, draft: Job) -> None:
    paused(app, draft)
    delete_job(app, draft.owner, draft.job_id)
    sign_in(app)
    assert list(app.store.jobs.rows(draft.owner, draft.job_id)) == []


def test_given_items_that_only_wait_when_a_job_is_resumed_then_what_failed_stays_failed(
    app: App, draft: Job
) -> None:
    task, run = submitted(app, draft, 2)
    first, second = items_of(app, draft)
    failed = Settlement(status=Status.FAILED, failure=Failure(code="policy", detail="No."))
    app.store.units.settle(app.store.units.claim(first), failed)
    app.store.units.leave(second, Settlement(status=Status.BLOCKED, failure=EXPIRED))
    collect(app, run)
    finish(app, task.owner, task.task_id)
    sign_in(app)
    plan(app, task.owner, tasks_of(app, draft)[-1])
    assert [item.status for item in items_of(app, draft)] == [Status.FAILED, Status.QUEUED]
    assert app.store.tasks.get(task.owner, tasks_of(app, draft)[-1]).scope is Scope.BLOCKED


def test_given_a_resumed_job_when_planned_then_every_blocked_item_is_queued_again(
    app: App, draft: Job
) -> None:
    task = paused(app, draft)
    sign_in(app)
    (_, resumed) = tasks_of(app, draft)
    plan(app, task.owner, resumed)
    assert statuses(app, draft) == {Status.QUEUED}
