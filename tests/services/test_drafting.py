"""Changing a draft: files are taken back, options change, and nothing of what was before is started."""

import pytest

from dailies.domain.errors import Conflict, InvalidInput, LimitReached, NotFound
from dailies.domain.job import Job, Scope
from dailies.domain.options import TaskKind
from dailies.domain.upload import Upload
from dailies.services import generating
from dailies.services.app import App
from dailies.services.drafting import change_draft, take_back
from dailies.services.generating import start_job
from dailies.services.judging import place_of
from dailies.services.launching import begin_task
from dailies.services.pairing import make_items
from dailies.services.receiving import receive
from dailies.storage import keys
from dailies.store import keys as table_keys
from dailies.store.conditions import exists
from tests.services.scenes import PICTURE, filled, put, send, slot

pytestmark = pytest.mark.usefixtures("alone")


def paired(app: App, draft: Job, *names: str) -> dict[str, Upload]:
    """Send a picture of each name with its prompt; gives the uploads by name."""
    sent = {name: send(app, draft, name, PICTURE) for name in names}
    lines = "\n".join(["image,prompt", *(f"{name},what {name} does" for name in names)])
    return {**sent, "prompts.csv": send(app, draft, "prompts.csv", lines.encode())}


def replace_prompts(app: App, draft: Job, old: Upload, *names: str) -> None:
    """Take a list of prompts back and send one for these pictures alone."""
    take_back(app, draft.owner, draft.job_id, old.upload_id)
    lines = "\n".join(["image,prompt", *(f"{name},what {name} does" for name in names)])
    send(app, draft, "prompts.csv", lines.encode(), seed="again")


def started_names(app: App, draft: Job) -> list[str]:
    start_job(app, draft.owner, draft.job_id)
    return [item.image.name for item in app.store.units.items(draft.owner, draft.job_id)]


def test_given_a_picture_taken_back_with_its_prompt_when_started_then_it_is_not_in_the_job(
    app: App, draft: Job
) -> None:
    sent = paired(app, draft, "a.png", "b.png")
    take_back(app, draft.owner, draft.job_id, sent["a.png"].upload_id)
    replace_prompts(app, draft, sent["prompts.csv"], "b.png")
    assert started_names(app, draft) == ["b.png"]


def test_given_a_picture_taken_back_when_looked_for_then_nothing_of_it_is_left(app: App, draft: Job) -> None:
    upload = send(app, draft, "a.png", PICTURE)
    take_back(app, draft.owner, draft.job_id, upload.upload_id)
    kept = [place_of(upload), keys.images(draft.owner, draft.job_id, upload.upload_id)]
    found = [app.objects.client.list_objects_v2(Bucket=app.objects.bucket, Prefix=key) for key in kept]
    assert [answer["KeyCount"] for answer in found] == [0, 0]
    assert app.store.uploads.images(draft.owner, draft.job_id) == []
    assert app.store.uploads.of_job(draft.owner, draft.job_id) == []


def test_given_a_refused_file_when_taken_back_then_it_stands_in_nobodys_way(app: App, draft: Job) -> None:
    filled(app, draft)
    bad = send(app, draft, "bad.png", b"no picture at all")
    with pytest.raises(InvalidInput, match="not usable"):
        start_job(app, draft.owner, draft.job_id)
    take_back(app, draft.owner, draft.job_id, bad.upload_id)
    assert started_names(app, draft) == ["1.png"]


def test_given_a_file_taken_back_when_it_arrives_all_the_same_then_it_is_passed_over(
    app: App, draft: Job
) -> None:
    late = slot(app, draft, "late.png")
    take_back(app, draft.owner, draft.job_id, late.upload_id)
    receive(app, put(app, late, PICTURE))
    assert app.store.uploads.images(draft.owner, draft.job_id) == []


def test_given_a_file_taken_back_when_taken_back_again_then_it_is_not_there(app: App, draft: Job) -> None:
    upload = slot(app, draft, "a.png")
    take_back(app, draft.owner, draft.job_id, upload.upload_id)
    with pytest.raises(NotFound):
        take_back(app, draft.owner, draft.job_id, upload.upload_id)


def test_given_a_start_that_found_the_queue_full_when_started_with_fewer_files_then_no_item_is_left_over(
    app: App, draft: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise LimitReached("Too many.", retry_after_seconds=60)

    sent = paired(app, draft, "a.png", "b.png")
    with monkeypatch.context() as patch:
        patch.setattr(generating, "begin_task", refuse)
        with pytest.raises(LimitReached):
            start_job(app, draft.owner, draft.job_id)
    take_back(app, draft.owner, draft.job_id, sent["b.png"].upload_id)
    replace_prompts(app, draft, sent["prompts.csv"], "a.png")
    assert started_names(app, draft) == ["a.png"]


@pytest.mark.parametrize("is_written", [False, True], ids=["before its items", "before its task"])
def test_given_a_slow_start_when_a_file_is_taken_back_meanwhile_then_it_does_not_start(
    app: App, draft: Job, is_written: bool
) -> None:
    sent = paired(app, draft, "a.png", "b.png")
    seen = app.store.jobs.get(draft.owner, draft.job_id)
    items = make_items(app, seen)
    if is_written:
        app.store.units.write_draft(seen, items)
    take_back(app, draft.owner, draft.job_id, sent["a.png"].upload_id)
    with pytest.raises(Conflict):
        if is_written:
            begin_task(app, seen, TaskKind.GENERATE, scope=Scope.PENDING, request=None, asked_for=2)
        else:
            app.store.units.write_draft(seen, items)


def test_given_a_draft_that_an_older_version_wrote_when_started_then_it_does(app: App, draft: Job) -> None:
    paired(app, draft, "a.png")
    key = table_keys.job(draft.owner, draft.job_id)
    app.store.table.change(key, {"edits": None}, when=exists())
    assert started_names(app, draft) == ["a.png"]


def test_given_a_started_job_when_changed_then_conflict(app: App, draft: Job) -> None:
    upload = paired(app, draft, "a.png")["a.png"]
    start_job(app, draft.owner, draft.job_id)
    with pytest.raises(Conflict, match="only a draft"):
        take_back(app, draft.owner, draft.job_id, upload.upload_id)
    with pytest.raises(Conflict, match="only a draft"):
        change_draft(app, draft.owner, draft.job_id, title="Late", options={})


def test_given_a_draft_that_another_window_starts_when_changed_then_conflict(app: App, draft: Job) -> None:
    paired(app, draft, "a.png")
    start_job(app, draft.owner, draft.job_id)
    with pytest.raises(Conflict, match="running"):
        app.store.jobs.edit(draft, {"title": "Late"})


def test_given_two_changes_at_once_when_made_of_the_same_draft_then_the_second_is_told(
    app: App, draft: Job
) -> None:
    app.store.jobs.edit(draft, {"title": "One"}, as_seen=True)
    with pytest.raises(Conflict, match="meanwhile"):
        app.store.jobs.edit(draft, {"title": "Two"}, as_seen=True)
    assert app.store.jobs.get(draft.owner, draft.job_id).title == "One"
