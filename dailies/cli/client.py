"""The HTTP API as calls: one method for each thing that can be asked."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar
from urllib.parse import quote

from pydantic import BaseModel, ValidationError

from dailies.cli.accounts import Account, Accounts
from dailies.cli.answers import (
    Check,
    CheckStarted,
    Delivery,
    Event,
    Job,
    JobSummary,
    Quote,
    Slot,
    Started,
    Task,
    Video,
    VideoPage,
)
from dailies.cli.errors import Unreachable
from dailies.cli.sources import LocalFile
from dailies.cli.transport import Transport
from dailies.domain.browser_state import BrowserState
from dailies.domain.options import Options, Quality, Resolution

Model = TypeVar("Model", bound=BaseModel)
PAGE = 200
MOST_VIDEOS = 200
"""Videos of one request."""


class Client:
    """One API, asked on behalf of one user; raises ApiRefused with the API's words, or Unreachable."""

    def __init__(self, transport: Transport) -> None:
        """Take the way to the API."""
        self._transport = transport

    def create_job(self, title: str, options: Options, priority: int = 0) -> Job:
        """Make a draft."""
        body = {"title": title, "options": options.model_dump(mode="json"), "priority": priority}
        return _read(Job, self._transport.post("/api/jobs/create", body).document)

    def request_uploads(self, job: str, files: Sequence[LocalFile]) -> list[Slot]:
        """Ask where to send files, at most 200 at once."""
        asked = [{"name": f.name, "size": f.size, "content_type": f.content_type} for f in files]
        answer = self._transport.post(f"/api/jobs/{_part(job)}/upload", {"files": asked})
        return _read_list(Slot, answer.document, "uploads")

    def complete_upload(self, job: str, upload: str, etags: Sequence[str]) -> None:
        """Say that a file was sent, with the ETags of its parts if it had any."""
        path = f"/api/jobs/{_part(job)}/uploads/{_part(upload)}/complete"
        self._transport.post(path, {"etags": list(etags)})

    def quote_job(self, job: str) -> Quote:
        """Ask what starting would cost; nothing is started."""
        return _read(Quote, self._transport.post(f"/api/jobs/{_part(job)}/start", dry_run="true").document)

    def start_job(self, job: str) -> Started:
        """Begin generating."""
        return _read(Started, self._transport.post(f"/api/jobs/{_part(job)}/start").document)

    def cancel_job(self, job: str) -> None:
        """Stop whatever runs for a job."""
        self._transport.post(f"/api/jobs/{_part(job)}/cancel")

    def retry_job(self, job: str) -> Started:
        """Generate again what failed, where that can help."""
        return _read(Started, self._transport.post(f"/api/jobs/{_part(job)}/retry").document)

    def recover_job(self, job: str) -> Started:
        """Bring home finished clips that the store lacks; nothing is bought."""
        return _read(Started, self._transport.post(f"/api/jobs/{_part(job)}/recover").document)

    def delete_job(self, job: str) -> None:
        """Remove a job with all that belongs to it."""
        self._transport.delete(f"/api/jobs/{_part(job)}")

    def jobs(self, limit: int) -> Iterator[JobSummary]:
        """Read jobs, newest first."""
        pages = self._pages("/api/jobs", "jobs", min(limit, PAGE))
        return (_read(JobSummary, entry) for entry, _ in zip(pages, range(limit), strict=False))

    def job(self, job: str) -> Job:
        """Read a job with all its items."""
        path = f"/api/jobs/{_part(job)}"
        head = _read(Job, self._transport.get(path, limit=PAGE).document)
        items, cursor = list(head.items), head.next_cursor
        while cursor:
            page = _read(Job, self._transport.get(path, limit=PAGE, cursor=cursor).document)
            items += page.items
            cursor = page.next_cursor
        return head.model_copy(update={"items": tuple(items), "next_cursor": None})

    def timeline(self, job: str) -> list[Event]:
        """Read what happened to a job, oldest first."""
        return [_read(Event, entry) for entry in self._pages(f"/api/jobs/{_part(job)}/timeline", "events")]

    def videos(self, job: str) -> list[Video]:
        """Read a job's takes."""
        return [_read(Video, entry) for entry in self._pages(f"/api/videos/job/{_part(job)}", "videos", PAGE)]

    def select(self, video: str, *, selected: bool) -> Video:
        """Pick or unpick a take."""
        answer = self._transport.put(f"/api/videos/{_part(video)}/select", {"selected": selected})
        return _read(Video, answer.document)

    def upscale(self, videos: Sequence[str], quality: Quality) -> Started:
        """Begin upscaling takes of one job, at most 200 at once."""
        body = {"video_ids": list(videos), "quality": quality.value}
        return _read(Started, self._transport.post("/api/videos/upscale", body).document)

    def deliver(self, videos: Sequence[str], folder: str, resolution: Resolution) -> Started:
        """Begin making a ZIP of takes of one job, at most 200 at once."""
        body = {"video_ids": list(videos), "folder_name": folder, "resolution": resolution.value}
        return _read(Started, self._transport.post("/api/videos/download", body).document)

    def rerun_item(self, item: str, prompt: str | None) -> Started:
        """Generate one item again."""
        body = {} if prompt is None else {"prompt": prompt}
        return _read(Started, self._transport.post(f"/api/items/{_part(item)}/rerun", body).document)

    def cancel_task(self, task: str) -> None:
        """Stop one background run."""
        self._transport.post(f"/api/tasks/{_part(task)}/cancel")

    def delivery(self, delivery: str) -> Delivery:
        """Read a ZIP's state, with a fresh link once it is made."""
        return _read(Delivery, self._transport.get(f"/api/deliveries/{_part(delivery)}").document)

    def check_account(self, account: str) -> CheckStarted:
        """Ask whether the site is still as it should be, without paying anything."""
        return _read(CheckStarted, self._transport.post(f"/api/accounts/{_part(account)}/check").document)

    def last_check(self, account: str) -> Check:
        """Read what the last check of an account found."""
        return _read(Check, self._transport.get(f"/api/accounts/{_part(account)}/check").document)

    def accounts(self) -> Accounts:
        """Read all site accounts."""
        return _read(Accounts, self._transport.get("/api/accounts").document)

    def register_account(self, account: str) -> Account:
        """Make a site account known."""
        return _read(Account, self._transport.put(f"/api/accounts/{_part(account)}", {}).document)

    def save_session(self, account: str, state: BrowserState) -> Account:
        """Hand over the browser state of a person who signed in."""
        path = f"/api/accounts/{_part(account)}/session"
        return _read(Account, self._transport.put(path, state.model_dump()).document)

    def forget_session(self, account: str) -> None:
        """Delete a saved session."""
        self._transport.delete(f"/api/accounts/{_part(account)}/session")

    def watched_job(self, job: str) -> Callable[[], Job | None]:
        """Give a reader of a job's first page that answers None while nothing changes."""
        return self._watched(f"/api/jobs/{_part(job)}", Job, limit=PAGE)

    def watched_task(self, task: str) -> Callable[[], Task | None]:
        """Give such a reader of a task."""
        return self._watched(f"/api/tasks/{_part(task)}", Task)

    def watched_delivery(self, delivery: str) -> Callable[[], Delivery | None]:
        """Give such a reader of a delivery."""
        return self._watched(f"/api/deliveries/{_part(delivery)}", Delivery)

    def watched_videos(self, job: str) -> Callable[[], VideoPage | None]:
        """Give such a reader of a job's first 200 takes."""
        return self._watched(f"/api/videos/job/{_part(job)}", VideoPage, limit=PAGE)

    def _watched(self, path: str, model: type[Model], **query: int) -> Callable[[], Model | None]:
        known: str | None = None

        def read() -> Model | None:
            nonlocal known
            answer = self._transport.get(path, etag=known, **query)
            if answer.document is None:
                return None
            known = answer.etag
            return _read(model, answer.document)

        return read

    def _pages(self, path: str, name: str, limit: int | None = None) -> Iterator[Any]:
        query: dict[str, Any] = {"limit": limit} if limit else {}
        while True:
            document = self._transport.get(path, **query).document
            yield from _listed(document, name)
            cursor = document.get("next_cursor")
            if not cursor:
                return
            query["cursor"] = cursor


def _part(any_id: str) -> str:
    """Write what a user typed as one part of a path, whatever is in it."""
    return quote(any_id, safe="")


def _listed(document: Any, name: str) -> list[Any]:
    entries = document.get(name) if isinstance(document, dict) else None
    if not isinstance(entries, list):
        raise _not_understood(name)
    return entries


def _read_list(model: type[Model], document: Any, name: str) -> list[Model]:
    return [_read(model, entry) for entry in _listed(document, name)]


def _read(model: type[Model], document: Any) -> Model:
    try:
        return model.model_validate(document)
    except ValidationError as error:
        raise _not_understood(str(error.errors()[0]["loc"])) from error


def _not_understood(what: str) -> Unreachable:
    return Unreachable(
        f"The API's answer is not understood ({what}).",
        code="not_the_api",
        retryable=False,
        advice="This program and the API may be of different versions.",
    )
