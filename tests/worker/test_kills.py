"""A container killed as by a power cut at each step of the ledger, in each generation of the site's pages."""

import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from dailies.domain.exits import Exit
from dailies.domain.ledger import Spend
from dailies.domain.status import Status
from tests.worker.studio import Studio

# Its one fixture is two dozen containers: on a busy machine more than the usual five minutes.
pytestmark = [pytest.mark.browser, pytest.mark.ffmpeg, pytest.mark.timeout(900)]

GENERATIONS = ("A", "B", "C")
POINTS = {
    "planned": Spend.PLANNED,
    "armed": Spend.ARMED,
    "clicked": Spend.ARMED,
    "submitted": Spend.SUBMITTED,
    "finished": Spend.FINISHED,
    "downloaded": Spend.DOWNLOADED,
    "published": Spend.PUBLISHED,
}
"""Where it is killed, in the order of one item's life, and what the ledger says then."""


@dataclass(frozen=True)
class Death:
    """How things stood after one kill."""

    exit: int
    state: Spend
    paid: int


@dataclass(frozen=True)
class Life:
    """One item that outlived a kill at every point, and how it ended."""

    deaths: dict[str, Death]
    exit: int
    status: Status
    paid: int
    videos: int
    packs: set[str | None]
    told: str
    """The item's failure and the containers' logs, for a person."""


def live(studio: Studio, generation: str) -> Life:
    """Kill the container once at each point of one item's making, each time going on from the kill before."""
    task = studio.begin(studio.hire(generation=generation))
    deaths = {}
    for point in POINTS:
        ended = studio.run(task, crash_at=point)
        deaths[point] = Death(ended, studio.purchases(task)[-1].state, studio.paid(task))
        studio.collect(task)
    ended = studio.run(task)
    [item] = studio.items(task)
    packs = {purchase.pack for purchase in studio.purchases(task)}
    videos = len(studio.videos(task))
    told = f"{item.failure}\n{studio.log_of(task)}"
    return Life(deaths, ended, item.status, studio.paid(task), videos, packs, told)


@pytest.fixture(scope="module")
def lives(studio: Studio) -> dict[str, Life]:
    """One life in each generation, side by side."""
    with ThreadPoolExecutor(len(GENERATIONS)) as beside:
        lived = beside.map(lambda generation: live(studio, generation), GENERATIONS)
        return dict(zip(GENERATIONS, lived, strict=True))


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize("point", POINTS)
def test_given_a_kill_at_a_step_when_it_struck_then_the_ledger_says_how_far_it_got(
    lives: dict[str, Life], generation: str, point: str
) -> None:
    death = lives[generation].deaths[point]
    assert (death.exit, death.state) == (-signal.SIGKILL, POINTS[point]), lives[generation].told


@pytest.mark.parametrize("generation", GENERATIONS)
def test_given_kills_at_every_step_when_the_item_goes_on_then_it_is_paid_once_from_the_click_on(
    lives: dict[str, Life], generation: str
) -> None:
    paid = [death.paid for death in lives[generation].deaths.values()]
    assert paid == [0, 0, 1, 1, 1, 1, 1], lives[generation].told


@pytest.mark.parametrize("generation", GENERATIONS)
def test_given_kills_at_every_step_when_the_item_has_ended_then_one_take_for_one_payment(
    lives: dict[str, Life], generation: str
) -> None:
    life = lives[generation]
    ended = (life.exit, life.status, life.paid, life.videos)
    assert ended == (Exit.SETTLED, Status.SUCCEEDED, 1, 1), life.told


@pytest.mark.parametrize("generation", GENERATIONS)
def test_given_a_generation_of_the_pages_when_bought_then_the_ledger_names_its_pack(
    lives: dict[str, Life], generation: str
) -> None:
    assert lives[generation].packs == {f"flow-{generation.lower()}"}
