"""One embedded stage for all tests of this folder: the real template, browser, FFmpeg and state machine."""

from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

from infra.local.config import StageConfig, StageState
from infra.local.stage import start
from tests.stage.client import Api, Site

RETRY_WAIT_SECONDS = 2
JUDGES = "test_privilege"
"""The module that judges what all others did."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the judges last, after the shuffle; the rest stays as it is."""
    here = Path(__file__).parent
    items.sort(key=lambda item: item.path == here / f"{JUDGES}.py")


@pytest.fixture(scope="session")
def variables_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a test puts variables for the containers that start next."""
    return tmp_path_factory.mktemp("variables") / "job-environment.json"


@pytest.fixture(scope="session")
def calls_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where all programs of the stage write down what they ask of AWS."""
    return tmp_path_factory.mktemp("calls")


@pytest.fixture(scope="session")
def stage(
    tmp_path_factory: pytest.TempPathFactory, variables_file: Path, calls_folder: Path
) -> Iterator[StageState]:
    """A running stage; it is gone at the end of the session."""
    config = StageConfig(
        home=tmp_path_factory.mktemp("stage"),
        port=0,
        clock_factor=60,
        clip_seconds=0.25,
        flow_credits=100_000,
        reconcile_seconds=3,
        job_environment_file=variables_file,
        calls_folder=calls_folder,
        parameters={"RetryWaitSeconds": str(RETRY_WAIT_SECONDS)},
    )
    running = start(config)
    try:
        yield running.state
    finally:
        running.stop()


@pytest.fixture
def api(stage: StageState) -> Iterator[Api]:
    """The stage's API."""
    client = Api(stage.url)
    yield client
    client.http.close()


@pytest.fixture
def site(stage: StageState) -> Iterator[Site]:
    """The stand-in site's books; faults are switched off again."""
    books = Site(stage)
    yield books
    books.heal()
    books.http.close()


@pytest.fixture(scope="session")
def session(stage: StageState) -> boto3.session.Session:
    """A session with the stage's credentials."""
    return boto3.session.Session(
        aws_access_key_id=stage.access_key, aws_secret_access_key=stage.secret_key, region_name=stage.region
    )
