"""A short way past every program of the stage: what the other tests of the folder leave out, and on demand the rest."""

import io
import zipfile
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3

from infra.local.config import StageState
from tests.stage.client import Api, Site, container_variables, stored, wait_for
from tests.stage.deeds import Deeds
from tests.stage.pictures import job_files

ACCOUNT = "/api/accounts/default"
LARGE_BYTES = 17 * 1024**2
"""Just large enough to be sent in parts; nothing of it is."""


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Pack files in their order."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return kept.getvalue()


class Walk:
    """The steps that users take; each waits for what it is for."""

    def __init__(
        self, api: Api, site: Site, stage: StageState, session: boto3.session.Session, deeds: Deeds
    ) -> None:
        """Take the stage from all its sides."""
        self._api, self._site, self._stage, self._session = api, site, stage, session
        self._deeds = deeds

    def make_and_deliver(self, variables: Path, mark: Path) -> None:
        """Bring one item to a 4K archive though its container dies once, and one to a refusal."""
        good, refused = "a lighthouse counted twice", "its famous keeper"
        self._site.fault("prominent_people", prompt_contains=refused)
        job = self._api.draft(job_files([good, refused]), outputs=1)
        with container_variables(
            variables, DAILIES_CRASH_AT="automation.publishing", DAILIES_CRASH_ONCE=str(mark)
        ):
            self._api.start(job)
            ended = self._api.await_job(job)
        self._site.heal()
        assert (ended["status"], ended["counts"]["succeeded"]) == ("done", 1), ended
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
        prompt = "a gate that opens for nobody"
        self._site.fault("stuck", prompt_contains=prompt)
        s3 = self._session.client("s3", endpoint_url=self._stage.emulator_url)
        body = zipped(job_files([prompt]))
        key = f"inbox/{self._api.owner}/dropped.zip"
        s3.put_object(Bucket=self._stage.outputs["BucketName"], Key=key, Body=body)
        job = wait_for("the dropped job", self._running_drop)["job_id"]
        priorities = count(1)
        self._deeds.wait_for(
            "api",
            "batch:CancelJob",
            asking=lambda: self._api.call("PUT", f"/api/jobs/{job}/priority", {"priority": next(priorities)}),
        )
        self._api.call("POST", f"/api/jobs/{job}/cancel")
        self._site.heal()
        self._api.call("DELETE", f"/api/jobs/{job}")
        self._deeds.wait_for("api", "s3:DeleteObject", "*/inbox/*")

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

    def delete_what_lies_in(self, *places: str) -> None:
        """Delete a job with objects in each of these places."""
        for place in places:
            if not self._deeds.has("api", "s3:DeleteObject", f"*/{place}/*"):
                # Not the newest delivery: that may be one whose archive a test sent to a store of its own.
                key = stored(self._session, self._stage, f"{place}/{self._api.owner}/")[0]
                self._api.call("DELETE", f"/api/jobs/{key.split('/')[2]}")
            self._deeds.wait_for("api", "s3:DeleteObject", f"*/{place}/*")

    def has_stored(self, place: str) -> bool:
        """Tell whether some job has objects in a place."""
        return bool(stored(self._session, self._stage, f"{place}/{self._api.owner}/"))

    def mind_the_account(self) -> None:
        """Make the account known once more, give it a session and take it away."""
        self._api.call("PUT", ACCOUNT, {})
        self.give_session()
        self._api.call("DELETE", f"{ACCOUNT}/session")
        self._deeds.wait_for("api", "s3:DeleteObject", "*/sessions/*")

    def give_session(self) -> None:
        """Do as a person who signed in."""
        host = urlsplit(self._stage.flow_url).hostname
        cookie = {"name": "SID", "value": "none", "domain": host, "path": "/"}
        self._api.call("PUT", f"{ACCOUNT}/session", {"cookies": [cookie]})
