"""Jobs as boto3 sees them: lifecycle, queues, tokens, retries, refusals."""

import json
from typing import Any

import httpx2
import pytest
from botocore.exceptions import ClientError

from infra.local.batch import BatchConfig

from .served import Served, until

SECONDS_SINCE_BOOT = "import time; print(time.monotonic_ns())"
WAIT = "import time; print('up', flush=True); time.sleep(60)"
MEDIA_RULES = {
    "attempts": 3,
    "evaluateOnExit": [
        {"onExitCode": "75", "action": "RETRY"},
        {"onStatusReason": "Host EC2*", "action": "RETRY"},
        {"onExitCode": "*", "action": "EXIT"},
    ],
}


def test_given_a_job_when_it_exits_with_zero_then_it_succeeded_with_its_output_in_the_log(
    batch: Served,
) -> None:
    job = batch.submit(batch.define("hello", "import sys; print('out'); print('err', file=sys.stderr)"))
    detail = batch.wait_for(job)
    assert (detail["status"], detail["container"]["exitCode"]) == ("SUCCEEDED", 0)
    assert sorted(batch.log(job).split()) == ["err", "out"]


def test_given_exit_75_when_rules_say_retry_then_every_attempt_is_recorded(batch: Served) -> None:
    job = batch.submit(batch.define("again", "raise SystemExit(75)", retryStrategy=MEDIA_RULES))
    detail = batch.wait_for(job)
    assert detail["status"] == "FAILED"
    assert [attempt["container"]["exitCode"] for attempt in detail["attempts"]] == [75, 75, 75]


def test_given_exit_65_when_rules_say_exit_then_there_is_one_attempt(batch: Served) -> None:
    job = batch.submit(batch.define("bad", "raise SystemExit(65)", retryStrategy=MEDIA_RULES))
    assert [attempt["container"]["exitCode"] for attempt in batch.wait_for(job)["attempts"]] == [65]


def test_given_a_retry_when_it_runs_then_it_knows_its_attempt_number(batch: Served) -> None:
    script = "import os, sys; n = os.environ['AWS_BATCH_JOB_ATTEMPT']; sys.exit(75 if n == '1' else 0)"
    detail = batch.wait_for(batch.submit(batch.define("second", script, retryStrategy=MEDIA_RULES)))
    assert (detail["status"], len(detail["attempts"])) == ("SUCCEEDED", 2)


def test_given_one_slot_when_a_job_runs_then_the_next_stays_runnable(batch: Served) -> None:
    definition = batch.define("wait", WAIT)
    first, second = batch.submit(definition), batch.submit(definition)
    batch.wait_for_log(first, "up")
    assert batch.detail(second)["status"] == "RUNNABLE"
    batch.client.terminate_job(jobId=first, reason="enough")
    batch.wait_for(second, "RUNNING")


def test_given_waiting_jobs_when_a_slot_frees_then_priority_decides_the_order(batch: Served) -> None:
    blocker = batch.submit(batch.define("wait", WAIT))
    batch.wait_for(blocker, "RUNNING")
    clock = batch.define("clock", SECONDS_SINCE_BOOT)
    late, soon = (
        batch.submit(clock, schedulingPriorityOverride=priority, shareIdentifier="a") for priority in (1, 9)
    )
    batch.client.terminate_job(jobId=blocker, reason="go")
    assert batch.wait_for(soon)["startedAt"] <= batch.wait_for(late)["startedAt"]
    assert int(batch.log(soon)) < int(batch.log(late))


def test_given_one_token_when_two_jobs_need_it_then_the_second_waits_for_its_return(batch: Served) -> None:
    batch.client.create_job_queue(jobQueueName="wide", priority=1, computeEnvironmentOrder=[])
    batch.client.create_consumable_resource(consumableResourceName="flow", totalQuantity=1)
    needs: Any = {"consumableResourceList": [{"consumableResource": "flow", "quantity": 1}]}
    definition = batch.define("wait", WAIT)
    fields: Any = {"jobQueue": "wide", "consumableResourcePropertiesOverride": needs}
    first, second = batch.submit(definition, **fields), batch.submit(definition, **fields)
    free = batch.submit(definition, jobQueue="wide")
    batch.wait_for(free, "RUNNING")
    assert batch.detail(second)["status"] == "RUNNABLE"
    assert batch.client.describe_consumable_resource(consumableResource="flow")["inUseQuantity"] == 1
    batch.client.terminate_job(jobId=first, reason="enough")
    batch.wait_for(second, "RUNNING")


def test_given_a_waiting_job_when_cancelled_then_it_failed_with_the_reason_and_never_ran(
    batch: Served,
) -> None:
    definition = batch.define("wait", WAIT)
    batch.submit(definition)
    waiting = batch.submit(definition)
    batch.client.cancel_job(jobId=waiting, reason="changed my mind")
    detail = batch.detail(waiting)
    assert (detail["status"], detail["statusReason"]) == ("FAILED", "changed my mind")
    assert detail["attempts"] == []


def test_given_a_running_job_when_cancelled_then_it_goes_on(batch: Served) -> None:
    job = batch.submit(batch.define("wait", WAIT))
    batch.wait_for(job, "RUNNING")
    batch.client.cancel_job(jobId=job, reason="too late")
    assert batch.detail(job)["status"] == "RUNNING"


def test_given_a_command_that_does_not_exist_when_started_then_the_job_failed(batch: Served) -> None:
    definition = batch.define("gone", "", container={"command": ["no-such-program"]})
    detail = batch.wait_for(batch.submit(definition))
    assert (detail["status"], detail["container"]["exitCode"]) == ("FAILED", 127)


def test_given_the_same_name_twice_when_submitted_then_there_are_two_jobs(batch: Served) -> None:
    definition = batch.define("ok", "pass")
    assert batch.submit(definition, "same") != batch.submit(definition, "same")


def test_given_the_same_definition_twice_when_registered_then_the_revision_stays(batch: Served) -> None:
    for script in ("pass", "pass", "print()"):
        batch.define("ok", script)
    found = batch.client.describe_job_definitions(jobDefinitionName="ok")["jobDefinitions"]
    assert [definition["revision"] for definition in found] == [2, 1]


def test_given_jobs_when_listed_in_pages_then_each_comes_once_newest_first(batch: Served) -> None:
    definition = batch.define("ok", "pass")
    ids = [batch.submit(definition) for _ in range(5)]
    until(lambda: all(batch.detail(job)["status"] == "SUCCEEDED" for job in ids))
    pages = batch.client.get_paginator("list_jobs").paginate(
        jobQueue="media", jobStatus="SUCCEEDED", PaginationConfig={"PageSize": 2}
    )
    assert [job["jobId"] for page in pages for job in page["jobSummaryList"]] == ids[::-1]


def test_given_an_unknown_job_when_ended_or_described_then_nothing_happens(batch: Served) -> None:
    batch.client.terminate_job(jobId="nobody", reason="x")
    assert batch.client.describe_jobs(jobs=["nobody"])["jobs"] == []


@pytest.mark.parametrize(
    "change",
    [
        {"jobName": "has space"},
        {"jobName": "x" * 129},
        {"jobQueue": "nowhere"},
        {"jobDefinition": "nothing"},
        {"jobDefinition": "ok:7"},
        {"timeout": {"attemptDurationSeconds": 0}},
        {"parameters": {"big": "x" * 31_000}},
        {"dependsOn": [{"jobId": "other"}]},
        {"arrayProperties": {"size": 2}},
        {
            "consumableResourcePropertiesOverride": {
                "consumableResourceList": [{"consumableResource": "no", "quantity": 1}]
            }
        },
    ],
)
def test_given_a_wrong_submission_when_sent_then_it_is_a_client_exception(batch: Served, change: Any) -> None:
    batch.define("ok", "pass")
    with pytest.raises(ClientError) as caught:
        batch.client.submit_job(**{"jobName": "n", "jobQueue": "media", "jobDefinition": "ok", **change})
    assert caught.value.response["Error"]["Code"] == "ClientException"
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "AWS4-HMAC-SHA256 x", "Origin": "https://evil.example"},
        {"Authorization": "AWS4-HMAC-SHA256 x", "Host": "evil.example"},
    ],
)
def test_given_a_web_page_when_it_calls_then_it_is_refused(batch: Served, headers: dict[str, str]) -> None:
    url = f"http://127.0.0.1:{batch.port}/v1/describejobs"
    assert httpx2.post(url, content=b'{"jobs": []}', headers=headers).status_code == 403


def test_given_a_secret_in_our_environment_when_a_job_runs_then_it_sees_only_its_own(
    batch: Served, config: BatchConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CANARY_SECRET", "do-not-tell")
    assert config.job_environment_file is not None
    config.job_environment_file.write_text(json.dumps({"CRASH_AT": "upload"}))
    variables = [{"name": "A", "value": "defined"}, {"name": "B", "value": "défini"}]
    script = "import json, os; print(json.dumps(dict(os.environ)))"
    definition = batch.define("env", script, container={"environment": variables})
    overrides: Any = {"environment": [{"name": "A", "value": "overridden"}]}
    job = batch.submit(definition, containerOverrides=overrides)
    batch.wait_for(job)
    seen = json.loads(batch.log(job))
    home = seen.pop("HOME")
    assert home.startswith(str(config.work_folder))
    assert seen.pop("LC_CTYPE", "C.UTF-8") == "C.UTF-8"
    assert seen == {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "A": "overridden",
        "B": "défini",
        "CRASH_AT": "upload",
        "TMPDIR": home,
        "AWS_BATCH_JOB_ID": job,
        "AWS_BATCH_JOB_ATTEMPT": "1",
        "AWS_BATCH_JQ_NAME": "media",
    }
