"""Cancel at any moment: terminal within 10 seconds, no process left, and a retry goes on from there."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.stage.client import Api, Site, processes, wait_for
from tests.stage.pictures import job_files

pytestmark = [pytest.mark.stage, pytest.mark.browser]

TERMINAL_SECONDS = 10


def begin(api: Api, *prompts: str) -> tuple[str, str]:
    """Start a job of one take for each prompt; give its id and its task's."""
    job = api.draft(job_files(list(prompts)), outputs=1)
    return job, api.start(job)


def cancel(api: Api, job: str) -> float:
    """Give the seconds until the job was terminal."""
    begun = time.monotonic()
    api.call("POST", f"/api/jobs/{job}/cancel")
    wait_for("a terminal state", lambda: api.job(job)["status"] == "cancelled")
    return time.monotonic() - begun


def no_container(task: str) -> Callable[[], bool]:
    return lambda: not processes(task)


def item(api: Api, job: str) -> Any:
    return api.job(job)["items"][0]


def test_given_a_running_job_and_one_behind_it_when_cancelled_then_terminal_in_time_and_no_browser_is_left(
    api: Api, site: Site
) -> None:
    front, behind = "a windmill that never stops", "a river in the second row"
    site.fault("stuck", prompt_contains=front)
    first, task = begin(api, front)
    wait_for("the first job at the site", lambda: item(api, first)["stage"] == "generate")
    second, _ = begin(api, behind)
    wait_for("the second job in the queue", lambda: item(api, second)["status"] == "queued")
    assert cancel(api, second) < TERMINAL_SECONDS
    assert cancel(api, first) < TERMINAL_SECONDS
    assert item(api, first)["status"] == item(api, second)["status"] == "cancelled"
    wait_for("its container to be gone", no_container(task))
    assert site.submissions(behind) == []


def test_given_a_waiting_job_when_cancelled_and_retried_then_terminal_in_time_and_paid_once_in_the_end(
    api: Api, site: Site
) -> None:
    prompt = "second thoughts at the full theatre"
    site.fault("high_demand", prompt_contains=prompt)
    job, _ = begin(api, prompt)
    wait_for("the wait", lambda: item(api, job)["status"] == "waiting")
    assert cancel(api, job) < TERMINAL_SECONDS
    assert item(api, job)["status"] == "cancelled"
    assert site.paid(prompt) == 0
    site.heal()
    api.call("POST", f"/api/jobs/{job}/retry")
    assert api.await_job(job)["status"] == "done"
    assert site.paid(prompt) == 1


def test_given_takes_paid_for_when_cancelled_and_retried_then_they_are_brought_home_and_paid_once(
    api: Api, site: Site
) -> None:
    prompts = ["a paid ferry leaving without us", "a paid ferry coming back"]
    job, _ = begin(api, *prompts)
    wait_for("the first item at the site", lambda: item(api, job)["stage"] == "generate")
    cancel(api, job)
    api.call("POST", f"/api/jobs/{job}/retry")
    ended = api.await_job(job)
    assert (ended["status"], ended["counts"]["succeeded"]) == ("done", 2), ended["items"]
    assert [site.paid(prompt) for prompt in prompts] == [1, 1]
    assert len(api.videos(job)) == 2
