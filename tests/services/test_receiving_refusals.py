"""What users must not send, sent: each gets one verdict in words, and leaves nothing behind."""

from dataclasses import dataclass
from zipfile import ZIP_DEFLATED

import pytest

from dailies.domain.failure import Failure
from dailies.domain.job import Job
from dailies.domain.status import UploadStatus
from dailies.domain.upload import Upload
from dailies.services import judging
from dailies.services.app import App
from dailies.services.receiving import receive
from tests.intake import makers
from tests.services.scenes import PICTURE, events, judged, objects_of, put, send, slot
from tests.store.makers import make_job, new_owner

EVENTS = 5


@dataclass(frozen=True)
class Case:
    """A file, and what is to be said of it."""

    name: str
    data: bytes
    code: str
    subject: str
    words: str


def _zip(*members: tuple[str, bytes]) -> bytes:
    return makers.zipped(members, ZIP_DEFLATED)


_ENCRYPTED = makers.in_directory(_zip(("a.png", PICTURE)), 8, "<H", 1)
_LINES = "\n".join(f"prompt {number}" for number in range(10_001)).encode()

CASES = {
    "html": Case("a.png", b"<html><script>", "unknown_type", "a.png", "By its content"),
    "video": Case("a.png", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "unknown_type", "a.png", "video"),
    "truncated": Case("a.jpg", makers.picture("JPEG")[:-200], "image_damaged", "a.jpg", "image"),
    "empty": Case("a.png", b"", "file_empty", "a.png", "The file is empty."),
    "pixels": Case("a.png", makers.flat_png(12_000, 12_000), "image_too_many_pixels", "a.png", "pixels"),
    "flat bomb": Case("a.zip", _zip(("b.png", b"\0" * 20_000_000)), "zip_bomb", "b.png", "grows"),
    "lying bomb": Case("a.zip", makers.lying_bomb(), "zip_size", "a.png", "more than its"),
    "nested": Case("a.zip", _zip(("b.zip", b"PK")), "zip_nested", "b.zip", "archive itself"),
    "overlap": Case("a.zip", makers.overlap_bomb(), "zip_overlap", "a0001.png", "shares bytes"),
    "encrypted": Case("a.zip", _ENCRYPTED, "zip_encrypted", "a.png", "encrypted"),
    "traversal": Case("a.zip", _zip(("../b.png", PICTURE)), "zip_traversal", "../b.png", "out of the"),
    "one bad image": Case(
        "a.zip",
        _zip(("b.png", PICTURE), ("c.png", PICTURE[:-50]), ("d.png", PICTURE), ("p.txt", b"a\nb\nc")),
        "image_damaged",
        "a.zip",
        "c.png",
    ),
    "prompts": Case("p.txt", _LINES, "prompts_too_many", "p.txt", "Line 10001"),
    "encoding": Case("p.txt", "Caf\u00e9".encode("cp1252"), "prompts_encoding", "p.txt", "not UTF-8"),
}


@dataclass(frozen=True)
class Refusal:
    """What became of a case."""

    case: Case
    job: Job
    upload: Upload

    @property
    def failure(self) -> Failure:
        """What the user is told."""
        assert self.upload.verdict.failure is not None
        return self.upload.verdict.failure


@pytest.fixture(scope="module", params=CASES)
def refusal(app: App, request: pytest.FixtureRequest) -> Refusal:
    """A bad file, announced five times."""
    case = CASES[request.param]
    job = app.store.jobs.add(make_job(new_owner()))
    upload = slot(app, job, case.name)
    key = put(app, upload, case.data)
    for _ in range(EVENTS):
        receive(app, key)
    return Refusal(case, job, judged(app, upload))


def test_given_a_bad_file_when_received_then_the_verdict_says_which_and_why(refusal: Refusal) -> None:
    assert refusal.upload.status is UploadStatus.REJECTED
    assert (refusal.failure.code, refusal.failure.subject) == (refusal.case.code, refusal.case.subject)


def test_given_a_bad_file_when_received_then_the_words_help(refusal: Refusal) -> None:
    assert refusal.case.words in refusal.failure.detail


def test_given_a_bad_file_when_received_then_no_picture_or_prompt_is_kept(app: App, refusal: Refusal) -> None:
    job = refusal.job
    rows = app.store.uploads.images(job.owner, job.job_id)
    assert (rows, objects_of(app, job, "images", "prompts")) == ([], [])


def test_given_a_bad_file_when_announced_five_times_then_the_timeline_says_it_once(
    app: App, refusal: Refusal
) -> None:
    assert events(app, refusal.job) == ["upload.rejected"]


def test_given_an_object_over_the_limit_when_received_then_too_large_and_not_fetched(
    app: App, draft: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "ARCHIVE_BYTES", 100)
    failure = send(app, draft, "a.png", PICTURE).verdict.failure
    assert failure is not None
    assert (failure.code, failure.subject) == ("too_large", "a.png")


@pytest.mark.parametrize(
    "key",
    [
        "uploads/{owner}/{job}/../x",
        "uploads/{owner}/{job}",
        "uploads/{owner}/{job}/u1%2F2",
        "uploads//{job}/" + "u" + "0" * 20,
        "inbox/{owner}/deep/a.zip",
        "inbox/{owner}/a.tar",
        "videos/{owner}/{job}/" + "u" + "0" * 20,
    ],
)
def test_given_an_object_outside_the_pattern_when_received_then_nothing_changes(
    app: App, draft: Job, key: str
) -> None:
    key = key.format(owner=draft.owner, job=draft.job_id)
    app.objects.put(key, PICTURE, content_type="image/png")
    before = list(app.store.jobs.rows(draft.owner, draft.job_id))
    receive(app, key)
    assert list(app.store.jobs.rows(draft.owner, draft.job_id)) == before


def test_given_an_object_without_a_slot_when_received_then_nothing_changes(app: App, draft: Job) -> None:
    key = f"uploads/{draft.owner}/{draft.job_id}/u{'0' * 20}"
    app.objects.put(key, PICTURE, content_type="image/png")
    receive(app, key)
    rows = [row["sk"] for row in app.store.jobs.rows(draft.owner, draft.job_id)]
    assert (rows, objects_of(app, draft, "images")) == (["JOB"], [])


def test_given_an_object_deleted_meanwhile_when_received_then_its_slot_still_waits(
    app: App, draft: Job
) -> None:
    upload = slot(app, draft, "a.png")
    key = put(app, upload, PICTURE)
    app.objects.delete(key)
    receive(app, key)
    assert judged(app, upload).status is UploadStatus.REQUESTED


def test_given_an_object_deleted_while_looked_at_when_received_then_its_slot_still_waits(
    app: App, draft: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = slot(app, draft, "a.png")
    key = put(app, upload, PICTURE)
    fetch = app.objects.stream

    def too_late(_: object, wanted: str) -> object:
        app.objects.delete(wanted)
        return fetch(wanted)

    monkeypatch.setattr(type(app.objects), "stream", too_late)
    receive(app, key)
    assert judged(app, upload).status is UploadStatus.REQUESTED
