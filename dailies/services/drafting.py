"""Changing a draft: what it is called and how its takes are made, and files that are taken back."""

from collections.abc import Mapping
from typing import Any

from dailies.domain.errors import Conflict, NotFound
from dailies.domain.ids import JobId, Owner, UploadId
from dailies.domain.job import Job
from dailies.domain.status import JobStatus
from dailies.services.app import App
from dailies.services.judging import discard, place_of
from dailies.services.offering import refuse_impossible


def change_draft(app: App, owner: Owner, job: JobId, *, title: str | None, options: Mapping[str, Any]) -> Job:
    """Change a draft's title (None leaves it) and those options that are named; refuses what cannot be made."""
    head = _draft(app, owner, job)
    chosen = head.options.model_copy(update=dict(options))
    refuse_impossible(app, chosen)
    app.store.jobs.edit(head, {"title": title or head.title, "options": chosen}, as_seen=True)
    return app.store.jobs.get(owner, job)


def take_back(app: App, owner: Owner, job: JobId, upload: UploadId) -> None:
    """Remove a file from a draft with all that was made of it; raises Conflict once the draft was started."""
    head = _draft(app, owner, job)
    slot = app.store.uploads.get(owner, job, upload)
    if slot is None:
        raise NotFound("There is no such upload.")
    # Its row goes first, with the draft's consent: whatever is left after a crash belongs to no item.
    app.store.jobs.edit(head, {}, app.store.uploads.delete_operation(slot))
    # A dropped ZIP that lies there without a row is a new one to whoever hears of it.
    app.objects.delete(place_of(slot))
    discard(app, slot)
    app.store.timeline.add(owner, job, "upload.removed", upload)


def _draft(app: App, owner: Owner, job: JobId) -> Job:
    head = app.store.jobs.get(owner, job)
    if head.status is not JobStatus.DRAFT:
        raise Conflict(f"The job is {head.status}; only a draft can be changed.", subject=job)
    return head
