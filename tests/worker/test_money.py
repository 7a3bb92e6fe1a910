"""What may be spent is spent and no more; an account that asks too quickly slows down instead of failing."""

import pytest

from dailies.domain.exits import Exit
from dailies.domain.status import Status
from tests.worker.studio import Studio

pytestmark = [pytest.mark.browser, pytest.mark.ffmpeg]


def test_given_credits_for_one_of_three_when_a_job_runs_then_one_is_bought_and_the_others_say_why(
    studio: Studio,
) -> None:
    hired = studio.hire(plan="pro")
    task = studio.begin(hired, items=3, max_credits=30)
    assert studio.run(task) == Exit.SETTLED, studio.log_of(task)
    ends = sorted((item.status, item.failure.code if item.failure else "") for item in studio.items(task))
    assert ends == [(Status.FAILED, "cap_job"), (Status.FAILED, "cap_job"), (Status.SUCCEEDED, "")]
    assert (
        studio.site.spent(hired.email)
        == studio.app.store.spending.spent_by_job(task.owner, task.job_id)
        == 20
    )


def test_given_an_account_whose_day_is_spent_when_a_job_runs_then_its_items_wait_for_tomorrow(
    studio: Studio,
) -> None:
    hired = studio.hire(limits={"daily_credits": 5})
    task = studio.begin(hired, items=2)
    assert studio.run(task, retry_wait_seconds=180) == Exit.SETTLED, studio.log_of(task)
    waits = {
        (item.status, item.tries, item.failure.code if item.failure else "") for item in studio.items(task)
    }
    assert (waits, studio.site.spent(hired.email)) == ({(Status.WAITING, 0, "cap_account")}, 0)


def test_given_the_site_calls_it_too_quick_when_an_item_meets_it_then_it_is_made_in_the_same_run(
    studio: Studio,
) -> None:
    hired = studio.hire()
    studio.site.fault("throttled", hired.email, times=2)
    task = studio.begin(hired, items=2)
    assert studio.run(task) == Exit.SETTLED, studio.log_of(task)
    ends = {(item.status, item.tries) for item in studio.items(task)}
    assert (ends, studio.paid(task)) == ({(Status.SUCCEEDED, 0)}, 2), studio.log_of(task)


def test_given_one_of_two_outputs_fails_when_the_site_did_not_charge_it_then_our_books_agree(
    studio: Studio,
) -> None:
    hired = studio.hire()
    studio.site.fault("one_of_two_fails", hired.email, params={"output": 2, "message": "policy"})
    task = studio.begin(hired, outputs=2)
    assert studio.run(task) == Exit.SETTLED, studio.log_of(task)
    counted = studio.app.store.spending.spent_by_job(task.owner, task.job_id)
    assert (len(studio.videos(task)), counted) == (1, studio.site.spent(hired.email))
