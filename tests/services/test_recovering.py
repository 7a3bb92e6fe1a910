"""What is looked for again: whatever was armed and is not here whole, of items that nobody works on."""

import pytest

from dailies.domain.accounts import AccountState
from dailies.domain.errors import Conflict
from dailies.domain.ids import AccountName
from dailies.domain.job import Job
from dailies.domain.ledger import Purchase, Spend
from dailies.domain.status import JobStatus, Status
from dailies.services.accounts import register_account
from dailies.services.app import App
from dailies.services.recovering import may_lack, recover_job, rest_after
from tests.services.scenes import items_of, tasks_of
from tests.store.makers import NOW, make_failure, make_item, make_purchase, make_video


@pytest.fixture
def done(app: App, draft: Job) -> Job:
    """A job that was generated, of one item at rest."""
    app.store.units.add(make_item(draft, 1, Status.FAILED))
    return app.store.jobs.change(draft, {"status": JobStatus.DONE}, expected=frozenset(JobStatus))


def buy(app: App, job: Job, state: Spend, **fields: object) -> Purchase:
    """Write a purchase of the job's first item that once was armed."""
    made = make_purchase(make_item(job), state).model_copy(update={"armed_on": NOW.date(), **fields})
    return app.store.ledger.begin(made)


def publish(app: App, job: Job, output: int = 1) -> None:
    """Publish a take of the job's first item, with its object."""
    video = make_video(job, output=output)
    app.objects.put(video.media.key, b"clip", content_type="video/mp4")
    app.store.videos.publish(video)


@pytest.mark.parametrize("state", [state for state in Spend if state is not Spend.PUBLISHED])
def test_given_a_purchase_that_was_armed_when_not_published_then_it_may_lack_a_clip(
    app: App, done: Job, state: Spend
) -> None:
    assert may_lack(app, buy(app, done, state))


@pytest.mark.parametrize("state", [Spend.PLANNED, Spend.ABANDONED, Spend.REFUSED])
def test_given_a_purchase_that_was_never_armed_when_asked_then_it_lacks_nothing(
    app: App, done: Job, state: Spend
) -> None:
    assert not may_lack(app, buy(app, done, state, armed_on=None))


def test_given_a_published_purchase_when_all_is_here_then_it_lacks_nothing(app: App, done: Job) -> None:
    publish(app, done)
    assert not may_lack(app, buy(app, done, Spend.PUBLISHED))


def test_given_a_published_purchase_when_the_object_is_gone_then_it_is_lacking(app: App, done: Job) -> None:
    publish(app, done)
    app.objects.delete(make_video(done).media.key)
    assert may_lack(app, buy(app, done, Spend.PUBLISHED))


@pytest.mark.parametrize(("failure", "lacking"), [(None, True), (make_failure(), False)])
def test_given_one_of_two_outputs_is_here_when_the_other_failed_then_nothing_is_lacking(
    app: App, done: Job, failure: object, lacking: bool
) -> None:
    publish(app, done)
    assert may_lack(app, buy(app, done, Spend.PUBLISHED, outputs=2, failure=failure)) is lacking


def test_given_a_lost_clip_when_recovered_then_a_task_that_never_buys_is_begun_for_its_item(
    app: App, done: Job
) -> None:
    buy(app, done, Spend.REFUSED)
    task = recover_job(app, done.owner, done.job_id, request="r")
    assert (task.recover, task.unit_ids) == (True, (items_of(app, done)[0].item_id,))


def test_given_the_same_request_when_sent_again_then_one_task(app: App, done: Job) -> None:
    buy(app, done, Spend.REFUSED)
    for _ in range(2):
        recover_job(app, done.owner, done.job_id, request="r")
    assert len(tasks_of(app, done)) == 1


def test_given_nothing_was_lost_when_recovered_then_conflict_and_no_task(app: App, done: Job) -> None:
    with pytest.raises(Conflict) as caught:
        recover_job(app, done.owner, done.job_id)
    assert (caught.value.failure.code, tasks_of(app, done)) == ("nothing_to_recover", [])


def test_given_the_account_waits_for_a_person_when_recovered_then_conflict_says_so(
    app: App, done: Job
) -> None:
    name = AccountName("asleep")
    register_account(app, name)
    app.store.accounts.block(name, make_failure())
    buy(app, done, Spend.REFUSED, account=name)
    with pytest.raises(Conflict) as caught:
        recover_job(app, done.owner, done.job_id)
    assert caught.value.failure.code == "account_blocked"
    found = app.store.accounts.get(name)
    assert found is not None
    assert found.state is AccountState.BLOCKED


def test_given_an_item_with_a_take_when_it_was_looked_for_then_it_has_succeeded_whatever_failed(
    app: App, done: Job
) -> None:
    publish(app, done)
    buy(app, done, Spend.REFUSED)
    assert rest_after(app, items_of(app, done)[0], make_failure()).status is Status.SUCCEEDED


def test_given_an_item_without_takes_when_it_was_looked_for_then_its_last_refusal_is_told(
    app: App, done: Job
) -> None:
    buy(app, done, Spend.REFUSED, failure=make_failure())
    rest = rest_after(app, items_of(app, done)[0], None)
    assert (rest.status, rest.failure) == (Status.FAILED, make_failure())
