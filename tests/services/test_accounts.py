"""A blocked account pauses jobs with one notice; once a person acted, each goes on by itself, once."""

import json
import logging

import pytest

from dailies.domain.accounts import AccountState
from dailies.domain.errors import NotFound
from dailies.domain.failure import Failure
from dailies.domain.ids import AccountName
from dailies.domain.job import Job, Scope, Task
from dailies.domain.ledger import Spend
from dailies.domain.options import Options
from dailies.domain.retry import Settlement
from dailies.domain.status import JobStatus, Status
from dailies.services.accounts import (
    block_account,
    list_accounts,
    read_account,
    register_account,
    resume_account,
    store_session,
)
from dailies.services.app import App
from dailies.services.cancelling import cancel_job
from dailies.services.generating import retry_job
from dailies.services.jobs import delete_job
from dailies.services.orchestration import collect, finish, plan, submit
from dailies.services.reconciling import reconcile
from tests.local_batch.served import Served
from tests.services.scenes import (
    begun,
    events,
    items_of,
    planned,
    race,
    run_of,
    settle_all,
    submitted,
    tasks_of,
)
from tests.services.test_vault import state
from tests.store.makers import make_job, make_purchase, new_owner

pytestmark = pytest.mark.usefixtures("alone")
DEFAULT, STUDIO = AccountName("default"), AccountName("studio-2")
EXPIRED = Failure(code="session_expired", detail="Signed out.", advice="Sign in again.")


def paused(app: App, *jobs: Job, items: int = 2) -> Task:
    """Jobs whose account was found signed out by the worker of their first items; gives the last one's task."""
    sent = [(job, *submitted(app, job, items)) for job in jobs]
    for job, task, run in sent:
        for number, item in enumerate(items_of(app, job)):
            fate = Settlement(status=Status.BLOCKED, failure=EXPIRED)
            if number == 0:
                app.store.units.settle(app.store.units.claim(item), fate, {"account": DEFAULT})
            else:
                app.store.units.leave(item, fate)
        block_account(app, DEFAULT, EXPIRED)
        collect(app, run)
        ended = finish(app, task.owner, task.task_id)
    return ended


def sign_in(app: App, name: AccountName = DEFAULT) -> None:
    store_session(app, name, json.dumps(state()).encode())


def statuses(app: App, job: Job) -> set[Status]:
    return {item.status for item in items_of(app, job)}


def status(app: App, job: Job) -> JobStatus:
    return app.store.jobs.get(job.owner, job.job_id).status


def accounts_of_batches(app: App, task: Task) -> list[AccountName | None]:
    return [batch.account for batch in app.store.tasks.batches(task.owner, task.task_id)]


def test_given_nothing_when_accounts_are_listed_then_the_default_one_is_there(app: App) -> None:
    assert [account.name for account in list_accounts(app)] == [DEFAULT]


def test_given_a_name_that_nobody_made_known_when_read_then_it_is_not_found(app: App) -> None:
    with pytest.raises(NotFound):
        read_account(app, STUDIO)


def test_given_an_account_when_made_known_again_then_only_what_is_named_changes(
    app: App, batch: Served
) -> None:
    register_account(app, STUDIO, concurrency=3, daily_credits=100)
    again = register_account(app, STUDIO, concurrency=2)
    assert (again.concurrency, again.daily_credits) == (2, 100)
    found = batch.client.describe_consumable_resource(consumableResource=f"flow-{STUDIO}")
    assert found["totalQuantity"] == 1


def test_given_two_accounts_when_planned_then_each_has_batches_and_its_own_browser(
    app: App, draft: Job, batch: Served
) -> None:
    register_account(app, STUDIO)
    task = planned(app, draft, 2)
    assert accounts_of_batches(app, task) == [DEFAULT, STUDIO]
    submit(app, run_of(task).model_copy(update={"batch": 1}), "token")
    job = app.store.tasks.batch(task.owner, task.task_id, 1).batch_job
    detail = batch.detail(str(job))
    named = {each["name"]: each["value"] for each in detail["container"]["environment"]}
    assert named["DAILIES_ACCOUNT"] == STUDIO
    needs = detail["consumableResourceProperties"]["consumableResourceList"]
    assert [need["consumableResource"] for need in needs] == [f"flow-{STUDIO}"]


def test_given_the_official_api_when_planned_then_no_account_is_asked_for(app: App) -> None:
    job = app.store.jobs.add(make_job(new_owner(), options=Options.model_validate({"provider": "veo"})))
    block_account(app, DEFAULT, EXPIRED)
    assert accounts_of_batches(app, planned(app, job, 2)) == [None]


def test_given_an_open_purchase_when_planned_then_its_item_goes_to_the_account_that_paid(
    app: App, draft: Job
) -> None:
    register_account(app, STUDIO)
    task = begun(app, draft, 1)
    bought = make_purchase(items_of(app, draft)[0], Spend.SUBMITTED)
    app.store.ledger.begin(bought.model_copy(update={"account": STUDIO}))
    plan(app, task.owner, task.task_id)
    assert accounts_of_batches(app, task) == [STUDIO]


def test_given_only_a_blocked_account_when_planned_then_items_are_blocked_without_a_container(
    app: App, draft: Job
) -> None:
    block_account(app, DEFAULT, EXPIRED)
    task = planned(app, draft, 2)
    assert accounts_of_batches(app, task) == []
    assert {(item.status, item.failure) for item in items_of(app, draft)} == {(Status.BLOCKED, EXPIRED)}


def test_given_an_account_blocked_after_planning_when_submitted_then_no_container_starts(
    app: App, draft: Job, answers: list[tuple[str, str]]
) -> None:
    task = planned(app, draft, 2)
    block_account(app, DEFAULT, EXPIRED)
    submit(app, run_of(task), "token")
    assert app.store.tasks.batch(task.owner, task.task_id, 0).batch_job is None
    assert (statuses(app, draft), answers) == ({Status.BLOCKED}, [("token", "the account is blocked")])


def test_given_a_plan_begun_with_other_accounts_ready_when_made_again_then_no_item_is_in_two_batches(
    app: App, draft: Job
) -> None:
    task = planned(app, draft, 4)
    register_account(app, STUDIO)
    before = app.store.tasks.batches(task.owner, task.task_id)
    plan(app, task.owner, task.task_id)
    assert app.store.tasks.batches(task.owner, task.task_id) == before


def test_given_many_who_plan_at_once_when_over_then_each_item_is_in_one_batch(app: App, draft: Job) -> None:
    register_account(app, STUDIO)
    task = begun(app, draft, 6)
    race(lambda: plan(app, task.owner, task.task_id), racers=6)
    cut = [unit for batch in app.store.tasks.batches(task.owner, task.task_id) for unit in batch.unit_ids]
    assert sorted(cut) == [item.item_id for item in items_of(app, draft)]


def test_given_a_block_when_said_again_then_a_person_is_told_once(
    app: App, draft: Job, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="dailies"):
        paused(app, draft)
        block_account(app, DEFAULT, EXPIRED)
    assert [record.message for record in caplog.records].count("notice") == 1
    assert events(app, draft).count("job.blocked") == 1


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


def test_given_a_resumed_job_when_planned_then_every_blocked_item_is_queued_again(
    app: App, draft: Job
) -> None:
    task = paused(app, draft)
    sign_in(app)
    (_, resumed) = tasks_of(app, draft)
    plan(app, task.owner, resumed)
    assert statuses(app, draft) == {Status.QUEUED}


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


def test_given_a_blocked_account_when_resumed_then_it_is_ready(app: App) -> None:
    block_account(app, DEFAULT, EXPIRED)
    assert resume_account(app, DEFAULT).state is AccountState.READY


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
