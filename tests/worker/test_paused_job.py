"""The user pauses a job while its container works: what was clicked is brought home, nothing more is."""

import pytest

from dailies.domain.exits import Exit
from dailies.domain.job import Task
from dailies.domain.ledger import Spend
from dailies.domain.status import Status, TaskStatus
from dailies.services.orchestration import finish
from dailies.services.pausing import pause_job, resume_job
from tests.stage.client import wait_for
from tests.worker.studio import Studio

pytestmark = [pytest.mark.browser, pytest.mark.ffmpeg]


def clicked(studio: Studio, task: Task) -> bool:
    """Tell whether something was bought."""
    return any(each.state not in {Spend.PLANNED, Spend.ARMED} for each in studio.purchases(task))


def test_given_a_job_paused_after_a_click_when_its_container_ends_then_one_take_is_there_and_the_other_item_waits(
    studio: Studio,
) -> None:
    hired = studio.hire(limits={"concurrency": 1})
    task = studio.begin(hired, items=2)
    running = studio.start(task)
    wait_for("a paid click", lambda: clicked(studio, task))
    pause_job(studio.app, task.owner, task.job_id)
    assert running.wait(60) == Exit.SETTLED, studio.log_of(task)
    statuses = sorted(item.status for item in studio.items(task))
    assert (statuses, studio.paid(task), len(studio.videos(task))) == (
        [Status.QUEUED, Status.SUCCEEDED],
        1,
        1,
    )

    studio.collect(task)
    assert finish(studio.app, task.owner, task.task_id).status is TaskStatus.PAUSED
    resume_job(studio.app, task.owner, task.job_id)
    assert studio.run(studio.planned(task)) == Exit.SETTLED, studio.log_of(task)
    assert ({item.status for item in studio.items(task)}, studio.paid(task)) == ({Status.SUCCEEDED}, 2)
