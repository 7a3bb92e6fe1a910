"""Each batch is for one account; what only a person can get going starts no container."""

import pytest

from dailies.domain.ids import AccountName
from dailies.domain.job import Job, Task
from dailies.domain.ledger import Spend
from dailies.domain.options import Options
from dailies.domain.status import Status
from dailies.services.accounts import (
    block_account,
    register_account,
)
from dailies.services.app import App
from dailies.services.orchestration import plan, submit
from tests.local_batch.served import Served
from tests.services.scenes import DEFAULT, EXPIRED, begun, items_of, planned, race, run_of
from tests.store.makers import make_job, make_purchase, new_owner

pytestmark = pytest.mark.usefixtures("alone")
STUDIO = AccountName("studio-2")


def statuses(app: App, job: Job) -> set[Status]:
    return {item.status for item in items_of(app, job)}


def accounts_of_batches(app: App, task: Task) -> list[AccountName | None]:
    return [batch.account for batch in app.store.tasks.batches(task.owner, task.task_id)]


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
