"""What the tests of the API share: the real handler on a place of its own, and a job in each state."""

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from dailies.clock import now
from dailies.domain.ids import Owner, VideoId, task_id
from dailies.domain.job import Job, Task
from dailies.domain.options import Resolution, TaskKind
from dailies.domain.status import JobStatus, Status
from dailies.domain.units import Delivery, Item, Video
from dailies.services.app import App
from dailies.store import keys
from functions.api.handler import _api
from functions.api.logs import logger
from tests.api.client import Client
from tests.store.makers import make_item, make_job, make_task, make_video, new_owner
from tests.store.place import app_of, moto_place


@pytest.fixture(scope="module")
def app() -> Iterator[App]:
    """The product on the place that the handler works on."""
    with moto_place() as environment, pytest.MonkeyPatch.context() as patch:
        for name, text in environment.items():
            patch.setenv(name, text)
        product = logging.getLogger("dailies")
        for name in ("handlers", "propagate", "level"):
            patch.setattr(product, name, getattr(product, name))
        _api.cache_clear()
        yield app_of(environment)
        _api.cache_clear()


@pytest.fixture
def owner() -> Owner:
    """An owner of this test alone."""
    return new_owner()


@pytest.fixture
def client(app: App, owner: Owner) -> Client:
    """That owner, signed in."""
    assert app
    return Client(owner)


@pytest.fixture
def draft(app: App, owner: Owner) -> Job:
    """A job that is being filled."""
    return app.store.jobs.add(make_job(owner))


@pytest.fixture
def done(app: App, owner: Owner) -> Job:
    """A job that was generated."""
    return app.store.jobs.add(make_job(owner, status=JobStatus.DONE, tasks=1))


@pytest.fixture
def item(app: App, done: Job) -> Item:
    """An item of it that succeeded."""
    made = make_item(done, status=Status.SUCCEEDED)
    app.store.units.add(made)
    return made


@pytest.fixture
def video(app: App, done: Job) -> Video:
    """A take of it."""
    made = make_video(done)
    app.store.videos.publish(made)
    return made


@pytest.fixture
def task(app: App, done: Job) -> Task:
    """A task of it that waits for its execution."""
    made = make_task(done)
    app.store.table.transact(app.store.tasks.put_operation(made))
    return made


@pytest.fixture
def delivery(app: App, done: Job) -> Delivery:
    """A ZIP of it that is ready."""
    name = task_id(done.job_id, TaskKind.DELIVER, 900)
    made = Delivery(
        owner=done.owner,
        job_id=done.job_id,
        task_id=name,
        folder="Takes",
        resolution=Resolution.UHD,
        video_ids=(VideoId(f"{done.job_id}-00001-1-1"),),
        status=Status.SUCCEEDED,
        key=f"deliveries/{done.owner}/{done.job_id}/{name}/a1.zip",
        name="Takes.zip",
        size=123,
        sha256="b" * 64,
        created_at=now(),
        updated_at=now(),
    )
    app.store.table.transact(app.store.deliveries.put_operation(made, name))
    return made


@pytest.fixture
def unchanged(
    app: App, draft: Job, item: Item, video: Video, task: Task, delivery: Delivery
) -> Iterator[None]:
    """Check after the test that no row came or went, and that this owner's are as they were."""
    assert item.job_id == video.job_id == task.job_id == delivery.job_id

    def seen() -> list[Any]:
        partitions = (keys.partition(draft.owner, job) for job in (draft.job_id, item.job_id))
        return [_count(app), *(list(app.store.table.scan_partition(each)) for each in partitions)]

    before = seen()
    yield
    assert seen() == before


@pytest.fixture
def no_new_row(app: App) -> Iterator[None]:
    """Check after the test that no row came."""
    before = _count(app)
    yield
    assert _count(app) == before


def _count(app: App) -> int:
    described = app.aws.dynamodb.meta.client.describe_table(TableName=app.settings.table)
    return described["Table"]["ItemCount"]


@pytest.fixture
def log(app: App) -> Iterator[io.StringIO]:
    """What is logged."""
    assert app
    stream = io.StringIO()
    handler = logger.registered_handler
    assert isinstance(handler, logging.StreamHandler)
    usual = handler.setStream(stream)
    yield stream
    handler.setStream(usual)
