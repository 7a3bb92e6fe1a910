"""A container that is told to stop hands its items back; what was paid for is brought home by the next."""

import pytest

from dailies.domain.exits import Exit
from dailies.domain.ledger import Spend
from dailies.domain.status import Status
from tests.stage.client import wait_for
from tests.worker.studio import Studio

pytestmark = [pytest.mark.browser, pytest.mark.ffmpeg]


def test_given_a_purchase_under_way_when_the_container_is_told_to_stop_then_it_is_paid_once(
    studio: Studio,
) -> None:
    hired = studio.hire()
    studio.site.fault("queued_notice", hired.email, params={"seconds": 1200})
    task = studio.begin(hired)
    running = studio.start(task)

    def submitted() -> bool:
        return any(purchase.state is Spend.SUBMITTED for purchase in studio.purchases(task))

    wait_for("a purchase under way", submitted)
    running.terminate()
    assert running.wait(60) == Exit.GIVE_BACK, studio.log_of(task)
    [item] = studio.items(task)
    assert (item.status, item.crashes) == (Status.QUEUED, 0)
    assert studio.run(task) == Exit.SETTLED, studio.log_of(task)
    assert (studio.paid(task), len(studio.videos(task))) == (1, 1)
