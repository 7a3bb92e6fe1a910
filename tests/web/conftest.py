"""One stage and one browser for all tests of the gallery; each test is a visitor with a fresh profile."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from infra.local.config import StageConfig, StageState
from infra.local.stage import start
from infra.web_packages import ensure_packages
from tests.stage.client import Api, Site
from tests.web.gallery import PATIENCE_MS, Gallery, launched, visiting
from tests.web.reels import Reels, Shot

# Playwright's own 5 s are too few where several processes share two cores.
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StageState]:
    """A running stage; it is gone at the end of the session."""
    ensure_packages()
    config = StageConfig(
        home=tmp_path_factory.mktemp("stage"),
        port=0,
        clock_factor=60,
        clip_seconds=0.5,
        flow_credits=100_000,
        reconcile_seconds=3,
        parameters={"RetryWaitSeconds": "2"},
    )
    running = start(config)
    try:
        yield running.state
    finally:
        running.stop()


@pytest.fixture(scope="module")  # while it lives, this thread has a running loop, and asyncio.run none
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture
def gallery(browser: Browser, stage: StageState) -> Iterator[Gallery]:
    """A visitor; the test fails when the browser complained about anything."""
    with visiting(browser, stage.url) as gallery:
        yield gallery


@pytest.fixture
def api(stage: StageState) -> Iterator[Api]:
    """The stage's API, to prepare and to look behind the page."""
    client = Api(stage.url)
    yield client
    client.http.close()


@pytest.fixture(scope="session")
def reels(stage: StageState, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reels]:
    """Makes jobs that look as if they had run."""
    client = Api(stage.url)
    yield Reels(stage, client, tmp_path_factory.mktemp("clip"))
    client.http.close()


@pytest.fixture
def reel(reels: Reels) -> str:
    """A job with four items, each with two takes."""
    return reels.make(tuple(Shot(f"scene {number}") for number in range(1, 5)))


@pytest.fixture
def site(stage: StageState) -> Iterator[Site]:
    """The stand-in site's books; faults are switched off again."""
    books = Site(stage)
    yield books
    books.heal()
    books.http.close()
