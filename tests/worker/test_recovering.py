"""Clips that were paid for and are not here are brought home, as often as asked, and nothing is bought."""

import pytest

from dailies.domain.errors import Conflict
from dailies.domain.exits import Exit
from dailies.domain.job import Task
from dailies.domain.ledger import Spend
from dailies.domain.status import Status
from dailies.domain.units import Video
from dailies.services.orchestration import finish
from dailies.services.recovering import recover_job
from dailies.store import keys
from dailies.store.conditions import exists
from tests.worker.studio import Studio

pytestmark = [pytest.mark.browser, pytest.mark.ffmpeg]


@pytest.fixture(scope="module")
def robbed(studio: Studio) -> tuple[Task, list[Video]]:
    """A finished job of two items that lost the object of one take, and of the other all but the site's own copy."""
    task = studio.begin(studio.hire(), items=2)
    assert studio.run(task) == Exit.SETTLED, studio.log_of(task)
    finish(studio.app, task.owner, task.task_id)
    first, second = studio.videos(task)
    studio.app.objects.delete(first.media.key)
    studio.app.store.table.delete_all([keys.video(task.owner, second.video_id)])
    bought = studio.purchases(task)[1]
    lost = keys.purchase(task.owner, bought.item_id, bought.number)
    studio.app.store.table.change(lost, {"state": Spend.REFUSED}, when=exists())
    return task, [first, second]


@pytest.fixture(scope="module")
def recovered(studio: Studio, robbed: tuple[Task, list[Video]]) -> Task:
    """The task that looked for them."""
    task, _ = robbed
    again = studio.planned(recover_job(studio.app, task.owner, task.job_id))
    assert studio.run(again) == Exit.SETTLED, studio.log_of(again)
    finish(studio.app, task.owner, again.task_id)
    return again


def test_given_lost_takes_when_recovered_then_all_are_there_again_with_their_objects(
    studio: Studio, robbed: tuple[Task, list[Video]], recovered: Task
) -> None:
    videos = studio.videos(robbed[0])
    assert [video.video_id for video in videos] == [video.video_id for video in robbed[1]], studio.log_of(
        recovered
    )
    assert all(studio.app.objects.facts(video.media.key) for video in videos)


def test_given_lost_takes_when_recovered_then_nothing_is_bought(
    studio: Studio, robbed: tuple[Task, list[Video]], recovered: Task
) -> None:
    assert recovered
    assert (studio.paid(robbed[0]), len(studio.purchases(robbed[0]))) == (2, 2)


def test_given_lost_takes_when_recovered_then_their_items_have_succeeded_and_the_ledger_says_published(
    studio: Studio, robbed: tuple[Task, list[Video]], recovered: Task
) -> None:
    assert recovered
    assert {item.status for item in studio.items(robbed[0])} == {Status.SUCCEEDED}
    assert {purchase.state for purchase in studio.purchases(robbed[0])} == {Spend.PUBLISHED}


def test_given_everything_is_here_when_recovered_again_then_it_is_refused(
    studio: Studio, robbed: tuple[Task, list[Video]], recovered: Task
) -> None:
    assert recovered
    with pytest.raises(Conflict) as caught:
        recover_job(studio.app, robbed[0].owner, robbed[0].job_id)
    assert caught.value.failure.code == "nothing_to_recover"
