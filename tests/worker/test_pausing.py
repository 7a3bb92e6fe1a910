"""The site changes under an account: everything pauses with one notice, and goes on by itself afterwards."""

from dataclasses import dataclass

import pytest

from dailies.domain.accounts import AccountState
from dailies.domain.exits import Exit
from dailies.domain.job import Task
from dailies.domain.status import Status
from dailies.services.accounts import mark_alive, resume_account
from dailies.services.orchestration import finish
from tests.worker.studio import Hired, Studio

pytestmark = [pytest.mark.browser, pytest.mark.ffmpeg]


@dataclass(frozen=True)
class Pause:
    """How things stood when the site had changed."""

    hired: Hired
    task: Task
    exit: int
    items: list[tuple[Status, str]]
    spent: int
    purchases: int
    notices: int


@pytest.fixture(scope="module")
def pause(studio: Studio) -> Pause:
    """A job of two items for an account that another generation of the pages worked for before."""
    hired = studio.hire()
    mark_alive(studio.app, hired.name, "flow-b")
    task = studio.begin(hired, items=2)
    ended = studio.run(task)
    finish(studio.app, task.owner, task.task_id)
    items = [(item.status, item.failure.code if item.failure else "") for item in studio.items(task)]
    spent, bought = studio.site.spent(hired.email), len(studio.purchases(task))
    return Pause(hired, task, ended, items, spent, bought, studio.account(hired).notices)


def test_given_another_generation_than_before_when_a_job_runs_then_all_items_wait_for_a_person(
    pause: Pause,
) -> None:
    assert (pause.exit, pause.items) == (Exit.NEEDS_PERSON, [(Status.BLOCKED, "generation_changed")] * 2)


def test_given_another_generation_than_before_when_a_job_runs_then_nothing_is_bought(pause: Pause) -> None:
    assert (pause.spent, pause.purchases) == (0, 0)


def test_given_another_generation_than_before_when_two_items_meet_it_then_one_notice(pause: Pause) -> None:
    assert pause.notices == 1


def test_given_a_paused_job_when_the_new_pack_has_passed_then_it_finishes_by_itself(
    studio: Studio, pause: Pause
) -> None:
    mark_alive(studio.app, pause.hired.name, "flow-c")
    resume_account(studio.app, pause.hired.name)
    tasks = studio.app.store.tasks.of_job(pause.task.owner, pause.task.job_id)
    [again] = [task for task in tasks if task.task_id != pause.task.task_id]
    assert studio.run(studio.planned(again)) == Exit.SETTLED, studio.log_of(again)
    assert {item.status for item in studio.items(again)} == {Status.SUCCEEDED}
    assert (studio.paid(again), studio.account(pause.hired).state) == (2, AccountState.READY)
