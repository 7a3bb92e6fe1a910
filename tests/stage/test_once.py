"""What arrives twice happens once."""

import io
import json
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import boto3
import pytest

from infra.local.config import StageState
from tests.stage.client import Api, wait_for
from tests.stage.pictures import job_files

pytestmark = pytest.mark.stage


def zipped(files: dict[str, bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return kept.getvalue()


@pytest.mark.browser
def test_given_a_zip_in_the_inbox_when_its_event_comes_five_times_then_one_job_and_one_execution(
    api: Api, stage: StageState, session: boto3.session.Session
) -> None:
    s3 = session.client("s3", endpoint_url=stage.emulator_url)
    functions = session.client("lambda", endpoint_url=stage.emulator_url)
    states = session.client("stepfunctions", endpoint_url=stage.emulator_url)
    key = f"inbox/{api.owner}/Sunday shoot.zip"
    bucket = stage.outputs["BucketName"]
    s3.put_object(Bucket=bucket, Key=key, Body=zipped(job_files(["a dog asleep on a stage"])))
    body = json.dumps({"detail": {"object": {"key": key}, "bucket": {"name": bucket}}})
    event = {"Records": [{"messageId": "1", "body": body, "eventSource": "aws:sqs"}]}

    def again(_: int) -> None:
        answer = functions.invoke(
            FunctionName=stage.outputs["ValidationFunction"], Payload=json.dumps(event).encode()
        )
        assert "FunctionError" not in answer, answer["Payload"].read()

    with ThreadPoolExecutor(4) as four:
        list(four.map(again, range(4)))
    jobs = [job for job in api.call("GET", "/api/jobs")["jobs"] if job["title"] == "Sunday shoot.zip"]
    assert len(jobs) == 1
    assert api.await_job(jobs[0]["job_id"])["status"] == "done"
    executions = states.list_executions(stateMachineArn=stage.outputs["StateMachineArn"])["executions"]
    assert sum(one["name"].startswith(jobs[0]["job_id"]) for one in executions) == 1
    assert len(api.videos(jobs[0]["job_id"])) == 2


def test_given_one_key_when_16_threads_post_then_one_job(api: Api) -> None:
    def create(_: int) -> tuple[int, str]:
        body = {"title": "sixteen at once"}
        answer = api.raw("POST", "/api/jobs/create", body, Idempotency_Key="the-same-key-for-all")
        return answer.status_code, answer.text

    with ThreadPoolExecutor(16) as sixteen:
        answers = list(sixteen.map(create, range(16)))
    assert {status for status, _ in answers} <= {201, 409}
    made = {json.loads(text)["job_id"] for status, text in answers if status == 201}
    listed = _listed(api, "sixteen at once")
    assert made == set(listed)
    assert len(listed) == 1
    wait_for("a replay", _replayed(create, made))


def _listed(api: Api, title: str) -> list[str]:
    return [job["job_id"] for job in api.call("GET", "/api/jobs")["jobs"] if job["title"] == title]


def _replayed(create: Callable[[int], tuple[int, str]], made: set[str]) -> Callable[[], bool]:
    def same() -> bool:
        status, text = create(0)
        return status == 201 and json.loads(text)["job_id"] in made

    return same
