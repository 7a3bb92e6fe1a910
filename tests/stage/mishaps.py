"""What goes wrong on the way past every program, and who is to put it right."""

import hashlib
import json
from typing import Any

import boto3

from dailies.domain.ids import JobId, Owner, UploadId
from dailies.domain.status import TaskStatus
from dailies.storage import keys
from infra.local.config import StageState
from tests.stage.accidents import TOKEN, Accidents
from tests.stage.client import Api, stored, wait_for
from tests.stage.deeds import Deeds
from tests.stage.pictures import picture
from tests.stage.rights import Program
from tests.stage.walk import zipped

SEEN = picture(7)
"""What an interrupted look at an upload has kept already."""


class Mishaps:
    """The steps; each waits until it was put right by whom it is for."""

    def __init__(
        self,
        api: Api,
        stage: StageState,
        session: boto3.session.Session,
        deeds: Deeds,
        programs: list[Program],
    ) -> None:
        """Take the stage from all its sides, and make the draft that everything happens to."""
        self._api, self._stage, self._session, self._deeds = api, stage, session, deeds
        self._functions = session.client("lambda", endpoint_url=stage.emulator_url)
        self._names = {program.name: program.principal for program in programs}
        self._owner = Owner(api.owner)
        self._job = JobId(api.call("POST", "/api/jobs/create", {"title": "mishaps"})["job_id"])
        self.accidents = Accidents(stage, session, self._owner, self._job)

    def interrupt_a_look(self) -> None:
        """Send an archive that was half looked at before, and that is refused in the end."""
        body = zipped({"a.png": SEEN, "b.png": SEEN[:-200], "prompts.txt": b"never read"})
        asked = {"files": [{"name": "mixed.zip", "size": len(body)}]}
        [slot] = self._api.call("POST", f"/api/jobs/{self._job}/upload", asked)["uploads"]
        self._keep_a_picture(slot["upload_id"])
        self._api.send(slot, body)
        self._deeds.wait_for("validation", "s3:DeleteObject", "*/prompts/*")
        self._deeds.wait_for("validation", "s3:DeleteObject", "*/images/*")
        self._deeds.wait_for("validation", "s3:GetObject", "*/images/*")

    def _keep_a_picture(self, upload: UploadId) -> None:
        digest = hashlib.sha256(SEEN).hexdigest()
        key = keys.image(self._owner, self._job, upload, 0, sha256=digest, extension="png")
        self.accidents.put(key, SEEN, sha256=digest)

    def lose_events(self) -> None:
        """Let objects be there whose events nobody heard: a sent archive, and a drop that is no ZIP."""
        upload = self.accidents.slot("lost")
        key = keys.upload(self._owner, self._job, upload)
        self._keep_a_picture(upload)
        self.accidents.put(key, zipped({"a.png": SEEN, "prompts.txt": b"an unheard knock"}))
        # There is no slot yet: whoever hears of the object now lets it be.
        self._deeds.wait_for("validation", "s3:GetObject", f"*/{key}")
        wait_for("the intake to be empty", self._intake_is_empty)
        self.accidents.leave_upload("lost")
        for place in ("uploads", "images"):
            self._await_repair("s3:GetObject", f"*/{place}/*")
        for place in ("images", "prompts"):
            self._await_repair("s3:PutObject", f"*/{place}/*")
        self._drop_nothing()

    def _intake_is_empty(self) -> bool:
        queues = self._session.client("sqs", endpoint_url=self._stage.emulator_url)
        urls = [url for url in queues.list_queues()["QueueUrls"] if "IntakeQueue" in url]
        held = [
            queues.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"] for url in urls
        ]
        counted = [
            count
            for each in held
            for count in (each["ApproximateNumberOfMessages"], each["ApproximateNumberOfMessagesNotVisible"])
        ]
        return bool(counted) and not any(map(int, counted))

    def _drop_nothing(self) -> None:
        source = f"inbox/{self._owner}/not-an-archive.txt"
        self.accidents.put(source, b"nothing")
        self.accidents.leave_upload("nothing", source=source)
        self._await_repair("s3:GetObject", "*/inbox/*")

    def lose_runs(self) -> None:
        """Let steps come late, an execution be forgotten, and a cancellation stop half-way."""
        lost = self.accidents.leave_task(1, TaskStatus.RUNNING)
        self.accidents.age(lost)
        for action in ("states:DescribeExecution", "batch:TerminateJob", "states:StartExecution"):
            self._await_repair(action)
        for action in ("dynamodb:UpdateItem", "dynamodb:BatchWriteItem", "dynamodb:PutItem"):
            self._await_repair(action)
        self._api.await_task(lost)
        # The task is over: there is nothing to submit, and the step must still be answered.
        self._step("submit", lost, token=TOKEN)
        self._deeds.wait_for("submit", "states:SendTaskSuccess")
        cancelling = self.accidents.leave_task(2, TaskStatus.CANCELLING)
        # The step before it timed out: the token is still there, and so may be its container.
        self._step("collect", cancelling)
        self._deeds.wait_for("collect", "batch:TerminateJob")
        self.accidents.age(cancelling)
        self._await_repair("states:StopExecution")
        assert self._api.await_task(cancelling)["status"] == "cancelled"
        self._take_a_container_back()

    def _take_a_container_back(self) -> None:
        # That of a real run may be between two rounds at the moment of the call.
        self.accidents.leave_task(3, TaskStatus.RUNNING)
        self._api.call("POST", f"/api/jobs/{self._job}/cancel")
        self._deeds.wait_for("api", "batch:TerminateJob")

    def _step(self, program: str, task: str, **more: Any) -> None:
        event = {"owner": self._owner, "job_id": self._job, "task_id": task, "batch": 0, "round": 0, **more}
        answer = self._functions.invoke(FunctionName=self._names[program], Payload=json.dumps(event).encode())
        assert "FunctionError" not in answer, answer["Payload"].read()

    def lose_a_video(self) -> None:
        """Order an archive of a take whose object is gone."""
        key = next(
            each for each in stored(self._session, self._stage, f"videos/{self._owner}/") if "720p" in each
        )
        s3 = self._session.client("s3", endpoint_url=self._stage.emulator_url)
        s3.delete_object(Bucket=self._stage.outputs["BucketName"], Key=key)
        order = {"video_ids": [key.split("/")[3]], "folder_name": "lost", "resolution": "720p"}
        delivery = self._api.call("POST", "/api/videos/download", order)["delivery_id"]
        assert self._api.await_task(delivery)["status"] == "failed"
        self._deeds.wait_for("media", "s3:AbortMultipartUpload", "*/deliveries/*")

    def interrupt_the_deletion(self) -> None:
        """Let the draft be half deleted, with objects in all its places."""
        self.accidents.interrupt_deletion()
        for prefix in keys.of_job(self._owner, self._job):
            self._await_repair("s3:DeleteObject", f"*/{prefix}*")
        self._await_repair("s3:DeleteObject", "*/inbox/*")

    def free_the_account(self) -> None:
        """Let whoever freed the account die before it looked for jobs that wait."""
        self.accidents.unblock_account()
        self._reconcile()

    def _await_repair(self, action: str, resource: str = "*") -> None:
        self._deeds.wait_for("reconcile", action, resource, asking=self._reconcile)

    def _reconcile(self) -> None:
        self._functions.invoke(FunctionName=self._stage.outputs["ReconcileFunction"], Payload=b"{}")
