"""A store that announces nothing: what arrives is found all the same, and the job starts with it."""

import json
from datetime import timedelta
from typing import Any

import boto3
import pytest

from dailies.domain.errors import Conflict
from dailies.domain.job import Job
from dailies.domain.status import UploadStatus
from dailies.services.app import App
from dailies.services.generating import start_job
from dailies.services.receiving import receive
from dailies.services.reconciling import reconcile
from dailies.services.uploading import FileToSend, complete_upload, request_uploads
from tests.services.hands import Hands
from tests.services.scenes import PICTURE, elsewhere, judged, put, slot

pytestmark = pytest.mark.usefixtures("alone")


@pytest.fixture
def silent(app: App, queue: str) -> App:
    """The product where the store is one without events."""
    return elsewhere(app, intake_queue=queue)


def messages(queue: str) -> list[dict[str, Any]]:
    answer = boto3.client("sqs", "us-east-1").receive_message(QueueUrl=queue, MaxNumberOfMessages=10)
    return [json.loads(message["Body"]) for message in answer.get("Messages", [])]


def test_given_a_silent_store_when_nobody_says_anything_then_the_next_rounds_find_the_files_and_the_job_starts(
    app: App, draft: Job, hands: Hands
) -> None:
    sent = [(slot(app, draft, "1.png"), PICTURE), (slot(app, draft, "prompts.txt"), b"a prompt")]
    for upload, data in sent:
        put(app, upload, data)
    hands.move(seconds=timedelta(minutes=5).total_seconds())
    reconcile(app)
    assert {judged(app, upload).status for upload, _ in sent} == {UploadStatus.ACCEPTED}
    assert start_job(app, draft.owner, draft.job_id)


def test_given_a_silent_store_when_a_file_is_said_to_be_complete_then_the_intake_hears_of_it_as_of_an_event(
    silent: App, draft: Job, queue: str
) -> None:
    upload = slot(silent, draft, "1.png")
    put(silent, upload, PICTURE)
    complete_upload(silent, draft.owner, draft.job_id, upload.upload_id, [])
    (event,) = messages(queue)
    receive(silent, event["detail"]["object"]["key"])
    assert judged(silent, upload).status is UploadStatus.ACCEPTED


def test_given_a_silent_store_when_a_file_that_never_came_is_said_to_be_complete_then_refused(
    silent: App, draft: Job, queue: str
) -> None:
    upload = slot(silent, draft, "1.png")
    with pytest.raises(Conflict, match="has not arrived"):
        complete_upload(silent, draft.owner, draft.job_id, upload.upload_id, [])
    assert messages(queue) == []


def test_given_a_silent_store_when_asked_for_a_slot_then_its_end_must_be_told(
    app: App, silent: App, draft: Job
) -> None:
    file = FileToSend(name="1.png", size=1, content_type="image/png")
    asked = [
        request_uploads(where, draft.owner, draft.job_id, [file], seed="a")[0] for where in (app, silent)
    ]
    assert [slot.needs_complete for slot in asked] == [False, True]


def test_given_a_store_with_events_when_a_whole_file_is_said_to_be_complete_then_refused(
    app: App, draft: Job
) -> None:
    upload = slot(app, draft, "1.png")
    put(app, upload, PICTURE)
    with pytest.raises(Conflict, match="not in parts"):
        complete_upload(app, draft.owner, draft.job_id, upload.upload_id, [])
