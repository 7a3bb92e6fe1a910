"""What the tests of the use cases share: the real product on moto and on the real Batch endpoint."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from dailies.domain.ids import Owner
from dailies.domain.job import Job
from dailies.services.app import App
from dailies.settings import Settings
from infra.local.batch import BatchConfig
from tests.local_batch.served import Receiver, Served, serve
from tests.services.hands import Hands
from tests.services.scenes import sweep
from tests.store.makers import make_job, new_owner
from tests.store.place import moto_place


@pytest.fixture(scope="session")
def hands() -> Hands:
    """The clock of every test here."""
    return Hands()


@pytest.fixture(scope="session")
def place() -> Iterator[dict[str, str]]:
    """The environment of the functions."""
    with moto_place() as environment:
        batch = {"AUTOMATION_QUEUE": "automation", "AUTOMATION_JOB": "automation-job"}
        batch |= {"MEDIA_QUEUE": "media", "MEDIA_JOB": "media-job", "FLOW_RESOURCE": "flow-"}
        yield {**environment, **{f"DAILIES_{name}": text for name, text in batch.items()}}


@pytest.fixture(scope="session")
def batch(tmp_path_factory: pytest.TempPathFactory, place: dict[str, str]) -> Iterator[Served]:
    """The Batch endpoint; its jobs wait, as the work itself has tests of its own."""
    assert place
    root = tmp_path_factory.mktemp("batch")
    config = BatchConfig(
        work_folder=root / "work",
        log_folder=root / "logs",
        python=Path(sys.executable),
        path="/usr/bin:/bin",
        grace_seconds=0.5,
    )
    with serve(config, Receiver()) as served:
        served.client.create_job_queue(jobQueueName="automation", priority=1, computeEnvironmentOrder=[])
        served.client.create_consumable_resource(consumableResourceName="flow-default", totalQuantity=1)
        for name in ("automation-job", "media-job"):
            served.client.register_job_definition(
                jobDefinitionName=name,
                type="container",
                containerProperties={"image": "none", "command": ["sleep", "600"]},
            )
        yield served


@pytest.fixture(scope="session")
def app(place: dict[str, str], batch: Served, hands: Hands) -> App:
    """The product."""
    made = App(Settings.read(place), hands)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL_BATCH", f"http://127.0.0.1:{batch.port}")
        assert made.aws.batch.meta.endpoint_url.endswith(str(batch.port))
    return made


@pytest.fixture(autouse=True, scope="module")
def swept(app: App) -> Iterator[None]:
    """Leave the table empty: moto copies all of it for each transaction."""
    yield
    sweep(app)


@pytest.fixture
def alone(app: App) -> Iterator[None]:
    """Leave nothing to the next test: what the reconciler sees is everybody's."""
    yield
    sweep(app)


@pytest.fixture
def owner() -> Owner:
    """An owner of this test alone."""
    return new_owner()


@pytest.fixture
def draft(app: App, owner: Owner) -> Job:
    """A job that is being filled."""
    return app.store.jobs.add(make_job(owner))


@pytest.fixture
def answers(app: App) -> Iterator[list[tuple[str, str]]]:
    """The callback tokens that were answered, each with what was said."""
    seen: list[tuple[str, str]] = []

    def note(params: dict[str, Any], **_: Any) -> None:
        body = json.loads(params["body"])
        seen.append((body["taskToken"], json.loads(body["output"])["ended"]))

    event = "before-call.stepfunctions.SendTaskSuccess"
    app.aws.states.meta.events.register(event, note)
    yield seen
    app.aws.states.meta.events.unregister(event, note)


@pytest.fixture
def queue(app: App) -> Iterator[str]:
    """The intake's queue, where the functions themselves tell it of objects."""
    assert app
    client = boto3.client("sqs", "us-east-1")
    address = client.create_queue(QueueName="intake")["QueueUrl"]
    yield address
    client.delete_queue(QueueUrl=address)
