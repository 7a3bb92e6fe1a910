"""What a test asks of a running stage: its HTTP API, the site's own bill and log, the objects, the processes."""

import base64
import contextlib
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import boto3
import httpx2

from dailies.cli.bearer import Bearer, PersonTokens
from dailies.cli.wallet import Wallet
from infra.local.config import StageState

Answer = TypeVar("Answer")
PATIENCE_SECONDS = 150.0


def wait_for(what: str, ask: Callable[[], Answer | None], *, within: float = PATIENCE_SECONDS) -> Answer:
    """Ask until there is an answer; the condition's own pace decides, no fixed sleep does."""
    deadline = time.monotonic() + within
    pause = 0.05
    while time.monotonic() < deadline:
        answer = ask()
        if answer:
            return answer
        _pause(pause)
        pause = min(pause * 1.5, 0.5)
    raise AssertionError(f"not within {within:.0f} s: {what}")


def _pause(seconds: float) -> None:
    from threading import Event  # noqa: PLC0415 - a poll's breath, not a wait for something to have happened

    Event().wait(seconds)


WALLET = Wallet()
"""Each stage's own user, signed in once for all tests."""


class Api:
    """The API as a client sees it, through the front door."""

    def __init__(self, url: str) -> None:
        self._tokens = PersonTokens(url, WALLET)
        self.http = httpx2.Client(base_url=url, timeout=40, auth=Bearer(self._tokens))

    @property
    def owner(self) -> str:
        """Whom the API takes us for: the subject of our token."""
        claims = str(self._tokens.token()).split(".")[1]
        subject: str = json.loads(base64.urlsafe_b64decode(claims + "=="))["sub"]
        return subject

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        answer = self.raw(method, path, body, **headers)
        assert answer.status_code < 400, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def raw(self, method: str, path: str, body: Any = None, **headers: str) -> httpx2.Response:
        return self.http.request(
            method, path, json=body, headers={name.replace("_", "-"): text for name, text in headers.items()}
        )

    def send(self, slot: dict[str, Any], content: bytes) -> None:
        link = slot.get("link", slot)
        if link["method"] == "POST":
            answer = httpx2.post(
                link["url"], data=link["fields"], files={"file": ("file", content)}, timeout=40
            )
        else:
            answer = httpx2.put(link["url"], content=content, headers=link["fields"], timeout=40)
        assert answer.status_code < 300, f"{answer.status_code} {answer.text}"

    def draft(self, files: dict[str, bytes], **options: Any) -> str:
        """Make a job and send it files; give its id once every file has a verdict."""
        title = options.pop("title", "a test")
        job = self.call("POST", "/api/jobs/create", {"title": title, "options": options})
        job_id: str = job["job_id"]
        self.upload(job_id, files)
        return job_id

    def upload(
        self, job_id: str, files: dict[str, bytes], *, within: float = PATIENCE_SECONDS
    ) -> dict[str, Any]:
        asked = [{"name": name, "size": len(content)} for name, content in files.items()]
        slots = self.call("POST", f"/api/jobs/{job_id}/upload", {"files": asked})["uploads"]
        for slot, content in zip(slots, files.values(), strict=True):
            self.send(slot, content)

        def judged() -> dict[str, Any] | None:
            seen: dict[str, Any] = self.job(job_id)
            return seen if all(upload["status"] != "requested" for upload in seen["uploads"]) else None

        return wait_for("a verdict on every upload", judged, within=within)

    def start(self, job_id: str) -> str:
        task: str = self.call("POST", f"/api/jobs/{job_id}/start")["task_id"]
        return task

    def job(self, job_id: str) -> Any:
        return self.call("GET", f"/api/jobs/{job_id}")

    def videos(self, job_id: str) -> list[dict[str, Any]]:
        videos: list[dict[str, Any]] = self.call("GET", f"/api/videos/job/{job_id}")["videos"]
        return videos

    def await_job(self, job_id: str, *, within: float = PATIENCE_SECONDS) -> Any:
        ended = {"done", "failed", "cancelled", "blocked"}

        def over() -> Any:
            seen = self.job(job_id)
            return seen if seen["status"] in ended else None

        return wait_for(f"the end of job {job_id}", over, within=within)

    def await_task(self, task_id: str, *, within: float = PATIENCE_SECONDS) -> Any:
        ended = {"succeeded", "failed", "cancelled", "blocked"}

        def over() -> Any:
            seen = self.call("GET", f"/api/tasks/{task_id}")
            return seen if seen["status"] in ended else None

        return wait_for(f"the end of task {task_id}", over, within=within)


class Site:
    """The stand-in site's own books."""

    def __init__(self, state: StageState) -> None:
        self.http = httpx2.Client(
            base_url=state.flow_url, headers={"X-Admin-Token": state.flow_admin_token or ""}, timeout=20
        )

    def fault(self, name: str, **rule: Any) -> None:
        answer = self.http.post("/__admin/faults", json={"fault": name, **rule})
        assert answer.status_code < 300, answer.text

    def heal(self) -> None:
        self.http.delete("/__admin/faults")

    def show(self, email: str, **profile: Any) -> None:
        """Change what the site serves to an account, such as its generation."""
        answer = self.http.patch("/__admin/accounts", json={"email": email, **profile})
        assert answer.status_code < 300, answer.text

    def clips(self) -> list[dict[str, Any]]:
        """Every clip ever made, with the facts of its file."""
        clips: list[dict[str, Any]] = self.http.get("/__log").json()["clips"]
        return clips

    def submissions(self, prompt: str) -> list[dict[str, Any]]:
        """What arrived at the site for a prompt, whatever became of it."""
        actions = self.http.get("/__log").json()["actions"]
        return [
            entry for entry in actions if entry["action"] == "submission" and entry.get("prompt") == prompt
        ]

    def paid(self, prompt: str) -> int:
        """How many submissions of a prompt are on the bill and not given back in full."""
        accounts = self.http.get("/__bill").json()["accounts"]
        charges = [charge for account in accounts.values() for charge in account["charges"]]
        return sum(charge["prompt"] == prompt and charge["amount"] > charge["refunded"] for charge in charges)


def fetch(url: str, target: Path) -> Path:
    """Download an object to a file."""
    with httpx2.stream("GET", url, timeout=60) as answer:
        assert answer.status_code == 200, answer.read()
        with target.open("wb") as file:
            for chunk in answer.iter_bytes():
                file.write(chunk)
    return target


def stored(session: boto3.session.Session, stage: StageState, prefix: str) -> list[str]:
    """List the keys of the objects under a prefix."""
    s3 = session.client("s3", endpoint_url=stage.emulator_url)
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=stage.outputs["BucketName"], Prefix=prefix)
    return [entry["Key"] for page in pages for entry in page.get("Contents", [])]


def processes(marker: str) -> list[tuple[int, str]]:
    """Find running processes whose environment or command line names `marker`."""
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        with contextlib.suppress(OSError):
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            environment = (folder / "environ").read_bytes().decode(errors="replace")
            if marker in command or marker in environment:
                found.append((int(folder.name), command))
    return found


@contextlib.contextmanager
def container_variables(file: Path, **variables: str) -> Iterator[None]:
    """Give every container that starts inside the block these variables."""
    file.write_text(json.dumps(variables))
    try:
        yield
    finally:
        file.unlink(missing_ok=True)
