"""A short way past every program of the stage: what the other tests of the folder leave out, and on demand the rest."""

import io
import json
import zipfile
from collections.abc import Callable
from itertools import count
from typing import Any
from urllib.parse import urlsplit

import boto3

from infra.local.config import StageState
from tests.stage.client import Api, wait_for
from tests.stage.pictures import job_files

ACCOUNT = "/api/accounts/default"
LARGE_BYTES = 101 * 1024**2
"""Just large enough to be sent in parts; nothing of it is."""

Heard = Callable[[str, str], bool]
"""Tells whether a program was heard making a call."""


class Walk:
    """The steps; each can be taken alone."""

    def __init__(self, api: Api, stage: StageState, session: boto3.session.Session, heard: Heard) -> None:
        self._api, self._stage, self._session, self._heard = api, stage, session, heard

    def make_and_deliver(self) -> None:
        """Bring one item from its picture to a 4K archive, and check the account with its saved session."""
        job = self._api.draft(job_files(["a lighthouse counted twice"]), outputs=1)
        self._api.start(job)
        ended = self._api.await_job(job)
        assert ended["status"] == "done", ended
        [video] = self._api.videos(job)
        chosen = {"video_ids": [video["video_id"]]}
        self._api.call("PUT", f"/api/videos/{video['video_id']}/select", {"selected": True})
        task = self._api.call("POST", "/api/videos/upscale", {**chosen, "quality": "fast"})
        assert self._api.await_task(task["task_id"])["status"] == "succeeded"
        order = {**chosen, "folder_name": "counted", "resolution": "4K"}
        delivery = self._api.call("POST", "/api/videos/download", order)["delivery_id"]
        assert self._api.await_task(delivery)["status"] == "succeeded"

    def start_and_stop_a_drop(self) -> None:
        """Drop an archive into the inbox, and take the job that it becomes back again in every way."""
        kept = io.BytesIO()
        with zipfile.ZipFile(kept, "w") as archive:
            for name, content in job_files(["a gate that opens for nobody"]).items():
                archive.writestr(name, content)
        s3 = self._session.client("s3", endpoint_url=self._stage.emulator_url)
        key = f"inbox/{self._api.owner}/dropped.zip"
        s3.put_object(Bucket=self._stage.outputs["BucketName"], Key=key, Body=kept.getvalue())
        job = wait_for("the dropped job", self._running_drop)["job_id"]
        priorities = count(1)

        def taken_back() -> bool:
            self._api.call("PUT", f"/api/jobs/{job}/priority", {"priority": next(priorities)})
            return self._heard("api", "CancelJob")

        wait_for("a container to be taken back", taken_back)
        self._api.call("POST", f"/api/jobs/{job}/cancel")
        self._api.call("DELETE", f"/api/jobs/{job}")

    def _running_drop(self) -> Any:
        jobs = self._api.call("GET", "/api/jobs")["jobs"]
        return next(
            (job for job in jobs if job["title"] == "dropped.zip" and job["status"] == "running"), None
        )

    def begin_a_large_upload(self) -> None:
        """Ask for an upload in parts, look how far it is, and put together what never came."""
        job = self._api.call("POST", "/api/jobs/create", {"title": "a large file"})["job_id"]
        asked = {"files": [{"name": "large.zip", "size": LARGE_BYTES}]}
        [slot] = self._api.call("POST", f"/api/jobs/{job}/upload", asked)["uploads"]
        upload = f"/api/jobs/{job}/uploads/{slot['upload_id']}"
        assert self._api.call("GET", f"{upload}/parts")["arrived"] == []
        assert self._api.raw("POST", f"{upload}/complete", {"etags": ["nothing"]}).status_code == 422

    def look_around(self) -> None:
        """Read the lists, page by page."""
        page = self._api.call("GET", "/api/jobs?limit=1")
        self._api.call("GET", f"/api/jobs?limit=1&cursor={page['next_cursor']}")
        self._api.call("GET", f"/api/jobs?ids={page['jobs'][0]['job_id']}")
        self._api.call("GET", "/api/tasks")
        self._api.call("GET", "/api/deliveries")

    def delete_what_was_delivered(self) -> None:
        """Delete a job that has takes, renditions and an archive."""
        delivered = self._api.call("GET", "/api/deliveries")["deliveries"][0]["job_id"]
        self._api.call("DELETE", f"/api/jobs/{delivered}")

    def send_a_check(self) -> None:
        """Let the schedule find out that the account is due."""
        functions = self._session.client("lambda", endpoint_url=self._stage.emulator_url)

        def sent() -> bool:
            answer = functions.invoke(FunctionName=self._stage.outputs["CheckFunction"], Payload=b"{}")
            return "default" in json.loads(answer["Payload"].read())["accounts"]

        wait_for("the account to be due", sent)

    def await_the_finding(self) -> None:
        """Let the check be done, which begins with the saved session."""
        found = wait_for("the finding", self._finding)
        assert found["passed"] is True, found

    def _finding(self) -> Any:
        seen = self._api.call("GET", f"{ACCOUNT}/check")
        return seen if not seen["under_way"] else None

    def mind_the_account(self) -> None:
        """Ask for a check, make the account known once more, give it a session and take it away."""
        self._api.call("POST", f"{ACCOUNT}/check")
        self._api.call("PUT", ACCOUNT, {})
        cookie = {
            "name": "SID",
            "value": "none",
            "domain": urlsplit(self._stage.flow_url).hostname,
            "path": "/",
        }
        self._api.call("PUT", f"{ACCOUNT}/session", {"cookies": [cookie]})
        self._api.call("DELETE", f"{ACCOUNT}/session")
