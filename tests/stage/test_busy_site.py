"""What the site says no to: waited out where that helps, told to the user where it does not."""

import boto3
import pytest

from infra.local.config import StageState
from tests.stage.client import Api, Site, stored, wait_for
from tests.stage.pictures import job_files

pytestmark = [pytest.mark.stage, pytest.mark.browser]


def test_given_high_demand_when_run_then_2_submissions_1_on_the_bill_and_no_container_while_waiting(
    api: Api, site: Site, stage: StageState, session: boto3.session.Session
) -> None:
    prompt = "a queue in front of a bakery"
    site.fault("high_demand", prompt_contains=prompt, attempts=[1])
    job = api.draft(job_files([prompt]), outputs=1)
    task = api.start(job)
    batch = session.client("batch", endpoint_url=stage.batch_url)

    def waiting() -> bool:
        status: str = api.job(job)["items"][0]["status"]
        return status == "waiting"

    wait_for("the first wait", waiting)
    queue = "dailies-automation"

    def none_runs() -> bool:
        running = batch.list_jobs(jobQueue=queue, jobStatus="RUNNING")["jobSummaryList"]
        return waiting() and not [one for one in running if one["jobName"].startswith(task)]

    wait_for("the container to be gone while the item waits", none_runs)
    ended = api.await_job(job)
    assert (ended["status"], ended["items"][0]["attempt"]) == ("done", 2)
    assert len(site.submissions(prompt)) == 2
    assert site.paid(prompt) == 1
    assert len(api.videos(job)) == 1


def test_given_prominent_people_when_run_then_one_submission_and_words_that_help_and_the_others_finish(
    api: Api, site: Site, stage: StageState, session: boto3.session.Session
) -> None:
    refused, fine = "the famous singer on stage", "a lighthouse in fog"
    site.fault("prominent_people", prompt_contains=refused)
    job = api.draft(job_files([refused, fine]), outputs=1)
    api.start(job)
    ended = api.await_job(job)
    assert (ended["status"], ended["counts"]["failed"], ended["counts"]["succeeded"]) == ("done", 1, 1)
    bad, good = ended["items"]
    assert (bad["status"], good["status"]) == ("failed", "succeeded")
    failure = bad["failure"]
    assert (failure["code"], failure["charged"], failure["retryable"]) == ("prominent_people", False, False)
    assert "people" in failure["advice"]
    assert len(site.submissions(refused)) == 1
    assert site.paid(refused) == 0
    assert api.raw("POST", f"/api/jobs/{job}/retry").status_code == 409
    kept = stored(session, stage, f"evidence/{api.owner}/{job}/{bad['item_id']}/a1/")
    assert {key.rsplit("/", 1)[1] for key in kept} == {"screenshot.png", "page.html", "trace.zip"}
