"""Cancel at any moment: terminal within 10 seconds, and no process left."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.stage.client import Api, Site, processes, wait_for
from tests.stage.pictures import job_files

pytestmark = [pytest.mark.stage, pytest.mark.browser]

TERMINAL_SECONDS = 10


def cancel(api: Api, job: str) -> float:
    begun = time.monotonic()
    api.call("POST", f"/api/jobs/{job}/cancel")
    wait_for("a terminal state", lambda: api.job(job)["status"] == "cancelled", within=TERMINAL_SECONDS)
    return time.monotonic() - begun


def no_container(task: str) -> Callable[[], bool]:
    return lambda: not processes(task)


def item(api: Api, job: str) -> Any:
    return api.job(job)["items"][0]


def test_given_a_running_item_when_cancelled_then_terminal_in_time_and_its_browser_gone(
    api: Api, site: Site
) -> None:
    prompt = "a windmill that never stops"
    site.fault("stuck", prompt_contains=prompt)
    job = api.draft(job_files([prompt]))
    task = api.start(job)
    wait_for("the item at the site", lambda: item(api, job)["stage"] == "generate")
    assert cancel(api, job) < TERMINAL_SECONDS
    assert item(api, job)["status"] == "cancelled"
    wait_for("its container to be gone", no_container(task), within=TERMINAL_SECONDS)


def test_given_a_job_queued_behind_another_when_cancelled_then_terminal_in_time_and_never_submitted(
    api: Api, site: Site
) -> None:
    front, behind = "a river in the front row", "a river in the second row"
    site.fault("stuck", prompt_contains=front)
    first = api.draft(job_files([front]))
    api.start(first)
    wait_for("the first job at the site", lambda: item(api, first)["stage"] == "generate")
    second = api.draft(job_files([behind]))
    api.start(second)
    wait_for("the second job in the queue", lambda: item(api, second)["status"] == "queued")
    cancel(api, second)
    cancel(api, first)
    assert site.submissions(behind) == []


def test_given_a_waiting_item_when_cancelled_then_terminal_in_time_and_not_submitted_again(
    api: Api, site: Site
) -> None:
    prompt = "a full theatre"
    site.fault("high_demand", prompt_contains=prompt)
    job = api.draft(job_files([prompt]))
    api.start(job)
    wait_for("the wait", lambda: item(api, job)["status"] == "waiting")
    cancel(api, job)
    assert item(api, job)["status"] == "cancelled"
    assert site.paid(prompt) == 0


def test_given_a_cancelled_job_when_retried_then_it_runs_to_its_end(api: Api, site: Site) -> None:
    prompt = "second thoughts at the station"
    site.fault("high_demand", prompt_contains=prompt)
    job = api.draft(job_files([prompt]))
    api.start(job)
    wait_for("the wait", lambda: item(api, job)["status"] == "waiting")
    cancel(api, job)
    site.heal()
    api.call("POST", f"/api/jobs/{job}/retry")
    assert api.await_job(job)["status"] == "done"
    assert site.paid(prompt) == 1


def test_given_takes_paid_for_when_cancelled_and_retried_then_they_are_brought_home_and_paid_once(
    api: Api, site: Site
) -> None:
    prompts = ["a paid ferry leaving without us", "a paid ferry coming back"]
    job = api.draft(job_files(prompts))
    api.start(job)
    wait_for("the first item at the site", lambda: item(api, job)["stage"] == "generate")
    cancel(api, job)
    api.call("POST", f"/api/jobs/{job}/retry")
    ended = api.await_job(job)
    assert (ended["status"], ended["counts"]["succeeded"]) == ("done", 2), ended["items"]
    assert [site.paid(prompt) for prompt in prompts] == [1, 1]
    assert len(api.videos(job)) == 4
