"""The site moves an account to another generation of its pages in the middle of a job."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from infra.local.config import DEFAULT_ACCOUNT, StageState
from tests.stage.client import Api, Site, wait_for
from tests.stage.pictures import job_files

pytestmark = [pytest.mark.stage, pytest.mark.browser]

ACCOUNT = DEFAULT_ACCOUNT


def check(api: Api) -> Any:
    """Have the account checked, and give the finding."""
    asked = api.call("POST", f"/api/accounts/{ACCOUNT}/check")["asked_at"]

    def found() -> Any:
        seen = api.call("GET", f"/api/accounts/{ACCOUNT}/check")
        return seen if (seen["checked_at"] or "") > asked else None

    return wait_for("the finding of a check", found)


@pytest.fixture
def generation_b(api: Api, site: Site, stage: StageState) -> Iterator[None]:
    """Show the account generation B from here on, and at the end C again."""
    site.show(stage.flow_emails[ACCOUNT], generation="B")
    assert check(api)["pack"] == "flow-b"
    # One item after the other, so that the switch finds some that have not begun.
    api.call("PUT", f"/api/accounts/{ACCOUNT}", {"concurrency": 1})
    yield
    api.call("PUT", f"/api/accounts/{ACCOUNT}", {})
    site.show(stage.flow_emails[ACCOUNT], generation="C")
    if api.call("GET", f"/api/accounts/{ACCOUNT}/check")["pack"] != "flow-c":
        check(api)


def notices(stage: StageState, session: boto3.session.Session) -> int:
    """Count how often somebody was told to act for the account."""
    table = session.resource("dynamodb", endpoint_url=stage.emulator_url).Table(stage.outputs["TableName"])
    return int(str(table.get_item(Key={"pk": "ACCOUNTS", "sk": ACCOUNT})["Item"]["notices"]))


@pytest.mark.usefixtures("generation_b")
def test_given_a_job_when_the_site_switches_from_b_to_c_then_it_pauses_with_one_notice_and_a_check_ends_the_pause(
    api: Api, site: Site, stage: StageState, session: boto3.session.Session
) -> None:
    told = notices(stage, session)
    prompts = [f"number {number} of a procession that changes its road" for number in range(1, 4)]
    job = api.draft(job_files(prompts), outputs=1)
    api.start(job)
    wait_for("a submission in generation B", lambda: any(map(site.submissions, prompts)))
    site.show(stage.flow_emails[ACCOUNT], generation="C")

    paused = api.await_job(job)
    assert (paused["status"], paused["counts"]["failed"]) == ("blocked", 0), paused
    assert paused["counts"]["blocked"] > 0
    assert notices(stage, session) == told + 1

    assert check(api)["pack"] == "flow-c"
    wait_for("the job's end", lambda: api.job(job)["status"] == "done")
    events = api.call("GET", f"/api/jobs/{job}/timeline?limit=200")["events"]
    assert [event["event"] for event in events].count("job.blocked") == 1
    assert [site.paid(prompt) for prompt in prompts] == [1] * len(prompts)
    assert len(api.videos(job)) == len(prompts)
