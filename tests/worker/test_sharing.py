"""Two containers and one account: one works, the other waits its turn."""

import pytest

from dailies.domain.exits import Exit
from dailies.domain.job import Task
from dailies.domain.status import Status
from tests.stage.client import wait_for
from tests.worker.studio import Hired, Studio

pytestmark = [pytest.mark.browser, pytest.mark.ffmpeg]

GENERATIONS_AT_ONCE = 5


@pytest.fixture(scope="module")
def hired(studio: Studio) -> Hired:
    return studio.hire()


@pytest.fixture(scope="module")
def shared(studio: Studio, hired: Hired) -> tuple[Task, Task, list[tuple[Status, int]]]:
    """A job of six items in work and one that asked for the account meanwhile; then the second one's turn."""
    first, second = studio.begin(hired, items=6), studio.begin(hired)
    working = studio.start(first, flow_contexts=5)
    wait_for("the account to be taken", lambda: studio.account(hired).lease_holder or working.poll())
    assert studio.run(second) == Exit.SETTLED, studio.log_of(second)
    meanwhile = [(item.status, item.tries) for item in studio.items(second)]
    assert working.wait(120) == Exit.SETTLED, studio.log_of(first)
    assert studio.run(second) == Exit.SETTLED, studio.log_of(second)
    return first, second, meanwhile


def test_given_an_account_in_use_when_another_container_asks_then_its_items_wait_without_a_try(
    shared: tuple[Task, Task, list[tuple[Status, int]]],
) -> None:
    assert shared[2] == [(Status.WAITING, 0)]


def test_given_two_jobs_of_one_account_when_both_are_through_then_every_item_is_paid_once(
    studio: Studio, shared: tuple[Task, Task, list[tuple[Status, int]]]
) -> None:
    first, second, _ = shared
    assert (studio.paid(first), studio.paid(second)) == (6, 1), studio.log_of(first)
    assert (len(studio.videos(first)), len(studio.videos(second))) == (6, 1)


def test_given_five_contexts_when_the_site_counts_then_never_more_generations_than_it_allows(
    studio: Studio, hired: Hired, shared: tuple[Task, Task, list[tuple[Status, int]]]
) -> None:
    assert shared
    assert 1 < studio.site.peak(hired.email) <= GENERATIONS_AT_ONCE


def test_given_a_container_has_ended_when_the_account_is_read_then_nobody_holds_it(
    studio: Studio, hired: Hired, shared: tuple[Task, Task, list[tuple[Status, int]]]
) -> None:
    assert shared
    assert studio.account(hired).lease_holder is None
