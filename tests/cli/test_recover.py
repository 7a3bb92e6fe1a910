"""`dailies recover` against the real API."""

import pytest

from dailies.domain.job import Job
from dailies.domain.ledger import Spend
from dailies.domain.status import JobStatus, Status
from tests.cli.conftest import Terminal
from tests.cli.house import GUEST, House
from tests.store.makers import NOW, make_item, make_job, make_purchase, make_video


@pytest.fixture
def done(house: House) -> Job:
    """A generated job with one take."""
    job = house.app.store.jobs.add(make_job(GUEST, status=JobStatus.DONE, tasks=1))
    house.app.store.units.add(make_item(job, 1, Status.SUCCEEDED))
    house.app.store.videos.publish(make_video(job))
    return job


@pytest.fixture
def robbed(house: House, done: Job) -> Job:
    """The same job with a second item, whose clips never arrived."""
    item = make_item(done, 2, Status.FAILED)
    house.app.store.units.add(item)
    house.app.store.ledger.begin(
        make_purchase(item, Spend.REFUSED).model_copy(update={"armed_on": NOW.date()})
    )
    return done


def test_given_lost_clips_when_recovered_then_it_says_how_many_came_home(
    terminal: Terminal, robbed: Job
) -> None:
    assert "Brought home 2 takes." in terminal.run("recover", robbed.job_id).output


def test_given_lost_clips_when_recovered_as_json_then_the_new_takes_are_named(
    terminal: Terminal, robbed: Job
) -> None:
    recovered = terminal.json("recover", robbed.job_id)["recovered"]
    assert recovered == [f"{robbed.job_id}-00002-1-1", f"{robbed.job_id}-00002-1-2"]


def test_given_nothing_lost_when_recovered_then_it_is_refused(terminal: Terminal, done: Job) -> None:
    refused = terminal.run("recover", done.job_id)
    assert (refused.exit_code, "Every clip that this job paid for is here." in refused.stderr) == (1, True)
