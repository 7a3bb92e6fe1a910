"""Slots of many large files at once: what was begun is kept, whatever becomes of the request."""

from itertools import count

import pytest

from dailies.domain.job import Job
from dailies.domain.upload import MULTIPART_BYTES
from dailies.services.app import App
from dailies.services.uploading import BEGUN_AT_ONCE, FileToSend, request_uploads

pytestmark = pytest.mark.usefixtures("alone")

BEGIN = "before-call.s3.CreateMultipartUpload"
LARGE = [
    FileToSend(name=f"{number}.png", size=MULTIPART_BYTES + 1, content_type="image/png")
    for number in range(2 * BEGUN_AT_ONCE + 5)
]


class OutOfTimeError(Exception):
    """What ends the request in its midst."""


def multiparts(app: App, draft: Job) -> dict[str, str | None]:
    return {each.name: each.multipart_id for each in app.store.uploads.of_job(draft.owner, draft.job_id)}


def test_given_a_request_for_many_large_files_cut_off_when_repeated_then_it_goes_on_where_it_was(
    app: App, draft: Job
) -> None:
    calls = count(1)

    def cut_off(**_: object) -> None:
        if next(calls) == BEGUN_AT_ONCE + 3:
            raise OutOfTimeError

    app.objects.client.meta.events.register(BEGIN, cut_off)
    with pytest.raises(OutOfTimeError):
        request_uploads(app, draft.owner, draft.job_id, LARGE, seed="seed")
    before = multiparts(app, draft)
    slots = request_uploads(app, draft.owner, draft.job_id, LARGE, seed="seed")
    after = multiparts(app, draft)
    assert len(before) == BEGUN_AT_ONCE
    assert before.items() <= after.items()
    assert [(each.upload.name, each.upload.multipart_id) for each in slots] == [
        (file.name, after[file.name]) for file in LARGE
    ]
