"""What arrives in good order, however often it is announced and whatever happens on the way."""

import pytest

from dailies.domain.errors import LimitReached
from dailies.domain.ids import Owner
from dailies.domain.job import Job
from dailies.domain.status import JobStatus, UploadStatus
from dailies.domain.upload import Upload
from dailies.services import judging, receiving
from dailies.services.app import App
from dailies.services.jobs import delete_job
from dailies.services.receiving import receive
from tests.intake.makers import picture, zipped
from tests.services.executions import executions_of
from tests.services.scenes import (
    PICTURE,
    events,
    items_of,
    objects_of,
    put,
    race,
    send,
    slot,
    tasks_of,
)

EVENTS = 8
GOOD = zipped([("b.png", PICTURE), ("a.png", picture(size=(128, 96))), ("prompts.txt", b"one\ntwo")])
BAD = zipped([("a.png", b"no picture"), ("prompts.txt", b"one")])


def dropped(app: App, owner: Owner, data: bytes = GOOD) -> str:
    """Drop a ZIP; gives the key that its event names."""
    key = f"inbox/{owner}/Takes of today.zip"
    app.objects.put(key, data, content_type="application/zip")
    return key


def only_job(app: App, owner: Owner) -> Job:
    (job,) = app.store.jobs.list(owner)
    return job


def only_upload(app: App, job: Job) -> Upload:
    (upload,) = app.store.uploads.of_job(job.owner, job.job_id)
    return upload


def test_given_an_image_when_received_then_it_is_kept_as_sent(app: App, draft: Job) -> None:
    send(app, draft, "a.png", PICTURE)
    (source,) = app.store.uploads.images(draft.owner, draft.job_id)
    assert app.objects.read(source.image.key, most_bytes=10**6) == PICTURE


def test_given_an_event_five_times_when_received_then_one_timeline_line(app: App, draft: Job) -> None:
    key = put(app, slot(app, draft, "a.png"), PICTURE)
    for _ in range(5):
        receive(app, key)
    assert events(app, draft) == ["upload.accepted"]


def test_given_an_event_many_times_at_once_when_received_then_one_verdict_and_one_picture(
    app: App, draft: Job
) -> None:
    key = put(app, slot(app, draft, "a.png"), PICTURE)
    assert race(lambda: receive(app, key), EVENTS) == [None] * EVENTS
    assert events(app, draft) == ["upload.accepted"]
    assert len(objects_of(app, draft, "images")) == 1


def test_given_a_slot_sent_to_again_before_its_verdict_when_received_then_what_is_there_counts(
    app: App, draft: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = slot(app, draft, "a.png")
    with monkeypatch.context() as patch:
        patch.setattr(judging, "decide", lambda *_, **__: None)  # the function dies before its verdict
        receive(app, put(app, upload, PICTURE))
    other = picture(size=(128, 96))
    receive(app, put(app, upload, other))
    (source,) = app.store.uploads.images(draft.owner, draft.job_id)
    assert app.objects.read(source.image.key, most_bytes=10**6) == other


def test_given_a_job_deleted_while_looked_at_when_received_then_nothing_of_it_comes_back(
    app: App, draft: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = put(app, slot(app, draft, "a.png"), PICTURE)
    look = judging._look

    def slowly(*arguments: object) -> object:
        found = look(*arguments)  # type: ignore[arg-type]
        delete_job(app, draft.owner, draft.job_id)
        return found

    monkeypatch.setattr(judging, "_look", slowly)
    receive(app, key)
    assert list(app.store.jobs.rows(draft.owner, draft.job_id)) == []
    assert objects_of(app, draft, "uploads", "images", "prompts") == []


def test_given_a_dropped_zip_when_announced_often_and_at_once_then_one_job_task_and_execution(
    app: App, owner: Owner
) -> None:
    key = dropped(app, owner)
    assert race(lambda: receive(app, key), EVENTS) == [None] * EVENTS
    receive(app, key)
    job = only_job(app, owner)
    (task,) = tasks_of(app, job)
    assert executions_of(app, job.job_id) == [task]


def test_given_a_dropped_zip_when_received_then_its_job_runs_with_its_pairs(app: App, owner: Owner) -> None:
    receive(app, dropped(app, owner))
    job = only_job(app, owner)
    pairs = [(item.image.name, item.prompt) for item in items_of(app, job)]
    assert (job.status, job.title, pairs) == (
        JobStatus.RUNNING,
        "Takes of today.zip",
        [("a.png", "one"), ("b.png", "two")],
    )


def test_given_a_bad_dropped_zip_when_received_then_a_draft_whose_upload_says_why(
    app: App, owner: Owner
) -> None:
    receive(app, dropped(app, owner, BAD))
    job = only_job(app, owner)
    failure = only_upload(app, job).verdict.failure
    assert failure is not None
    assert (job.status, failure.code, "a.png" in failure.detail) == (JobStatus.DRAFT, "unknown_type", True)


def test_given_a_dropped_zip_without_prompts_when_announced_often_then_a_draft_whose_timeline_says_why_once(
    app: App, owner: Owner
) -> None:
    key = dropped(app, owner, zipped([("a.png", PICTURE)]))
    for _ in range(3):
        receive(app, key)
    job = only_job(app, owner)
    assert (job.status, events(app, job)) == (JobStatus.DRAFT, ["upload.accepted", "job.refused"])


def test_given_a_full_queue_when_a_zip_is_dropped_then_a_draft_whose_timeline_says_why(
    app: App, owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise LimitReached("100 tasks are open already.", retry_after_seconds=60)

    monkeypatch.setattr("dailies.services.launching.refuse_overfilling", refuse)
    receive(app, dropped(app, owner))
    job = only_job(app, owner)
    assert (job.status, events(app, job)[-1]) == (JobStatus.DRAFT, "job.refused")


def test_given_a_function_that_died_after_the_verdict_when_told_again_then_the_drop_starts(
    app: App, owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = dropped(app, owner)
    with monkeypatch.context() as patch:
        patch.setattr(receiving, "_start_drop", lambda *_: None)
        receive(app, key)
    receive(app, key)
    job = only_job(app, owner)
    assert (only_upload(app, job).status, len(tasks_of(app, job))) == (UploadStatus.ACCEPTED, 1)


def test_given_a_deleted_drop_when_its_event_comes_late_then_it_does_not_come_back(
    app: App, owner: Owner
) -> None:
    key = dropped(app, owner, BAD)
    receive(app, key)
    delete_job(app, owner, only_job(app, owner).job_id)
    receive(app, key)
    assert list(app.store.jobs.list(owner)) == []
