"""ZIPs dropped into a store that announces nothing: found by looking, taken in once, and never looked for elsewhere."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from dailies.clock import now
from dailies.domain.ids import Owner
from dailies.domain.status import JobStatus
from dailies.services.announcing import LOOKED_FOR, announce_drops
from dailies.services.app import App
from dailies.services.receiving import names_of_drop, receive
from dailies.services.reconciling import reconcile
from tests.intake.makers import zipped
from tests.services.executions import executions_of
from tests.services.scenes import PICTURE, tasks_of

pytestmark = pytest.mark.usefixtures("alone")

GOOD = zipped([("a.png", PICTURE), ("prompts.txt", b"one")])


@pytest.fixture
def silent(app: App, queue: str) -> App:
    """The product at this hour, where the store is one without events; its inbox is empty."""
    app.objects.delete_prefix("inbox/")
    return at(app, timedelta(), intake_queue=queue)


def at(app: App, later: timedelta, **settings: object) -> App:
    """The product as it is that much later; objects have the real time, not that of the other tests."""
    made = App(app.settings.model_copy(update=settings), lambda: now() + later)
    vars(made)["aws"] = app.aws
    return made


def drop(app: App, owner: Owner, name: str = "Takes.zip", data: bytes = GOOD) -> str:
    key = f"inbox/{owner}/{name}"
    app.objects.put(key, data, content_type="application/zip")
    return key


def announced(queue: str) -> list[str]:
    """Take what waits for the intake."""
    client = boto3.client("sqs", "us-east-1")
    messages = client.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", [])
    for message in messages:
        client.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    return sorted(json.loads(message["Body"])["detail"]["object"]["key"] for message in messages)


@pytest.fixture
def listings(app: App) -> Iterator[list[str]]:
    """The prefixes that were listed."""
    seen: list[str] = []

    def note(params: dict[str, Any], **_: Any) -> None:
        seen.append(params["query_string"]["prefix"])

    event = "before-call.s3.ListObjectsV2"
    app.aws.s3.meta.events.register(event, note)
    yield seen
    app.aws.s3.meta.events.unregister(event, note)


def test_given_a_silent_store_when_a_zip_is_dropped_then_the_next_round_finds_it_and_its_job_starts_once(
    silent: App, owner: Owner, queue: str
) -> None:
    key = drop(silent, owner)
    assert (reconcile(silent)["drops"], announced(queue)) == (1, [key])
    receive(silent, key)
    assert (reconcile(silent)["drops"], announced(queue)) == (0, [])
    (job,) = silent.store.jobs.list(owner)
    (task,) = tasks_of(silent, job)
    assert (job.status, executions_of(silent, job.job_id)) == (JobStatus.RUNNING, [task])


def test_given_a_silent_store_when_an_announcement_is_lost_then_the_next_round_repeats_it(
    silent: App, owner: Owner, queue: str
) -> None:
    key = drop(silent, owner)
    for _ in range(2):
        announce_drops(silent)
        assert announced(queue) == [key]


def test_given_a_silent_store_when_a_zip_is_replaced_by_another_then_that_is_new(
    silent: App, owner: Owner, queue: str
) -> None:
    receive(silent, drop(silent, owner))
    other = drop(silent, owner, data=zipped([("b.png", PICTURE), ("prompts.txt", b"two")]))
    announce_drops(silent)
    assert announced(queue) == [other]


def test_given_a_full_inbox_when_looked_at_then_each_round_costs_one_listing_and_goes_on_where_the_last_stopped(
    silent: App, owner: Owner, queue: str, listings: list[str]
) -> None:
    keys = [drop(silent, owner, f"{number}.zip") for number in range(5)]
    rounds = []
    for _ in range(4):
        announce_drops(silent, most=2)
        rounds.append(announced(queue))
    assert rounds == [keys[:2], keys[2:4], keys[4:], keys[:2]]
    assert listings == ["inbox/"] * 4


def test_given_what_is_no_zip_of_an_owner_when_looked_at_then_it_is_passed_over(
    silent: App, owner: Owner, queue: str
) -> None:
    for name in ("Takes.txt", "folder/Takes.zip"):
        drop(silent, owner, name)
    drop(silent, Owner("no owner"))
    assert (announce_drops(silent), announced(queue)) == (0, [])


def test_given_a_zip_that_lies_there_for_longer_than_a_day_when_looked_at_then_it_is_left(
    silent: App, owner: Owner, queue: str
) -> None:
    drop(silent, owner)
    much_later = at(silent, LOOKED_FOR + timedelta(minutes=1))
    assert (announce_drops(much_later), announced(queue)) == (0, [])


def test_given_a_store_with_events_when_reconciled_then_its_inbox_is_not_listed(
    app: App, owner: Owner, listings: list[str]
) -> None:
    drop(app, owner)
    assert (reconcile(app)["drops"], listings) == (0, [])


def test_given_a_listing_that_tells_milliseconds_when_a_drop_is_named_then_as_by_whole_seconds() -> None:
    moment = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
    names = {
        names_of_drop("inbox/me/a.zip", each, "tag") for each in (moment, moment.replace(microsecond=890_000))
    }
    assert len(names) == 1
