"""Pause and resume over the real state machine, its containers and its reconciler."""

from typing import Any

import pytest

from tests.stage.client import Api, Site, wait_for
from tests.stage.pictures import job_files

pytestmark = [pytest.mark.stage, pytest.mark.browser]


def test_given_a_waiting_job_when_paused_and_resumed_then_its_run_ends_meanwhile_and_it_is_paid_once(
    api: Api, site: Site
) -> None:
    prompt = "a kite held in the wind"
    site.fault("high_demand", prompt_contains=prompt)
    job = api.draft(job_files([prompt]), outputs=1)
    task = api.start(job)
    wait_for("the wait", lambda: api.job(job)["items"][0]["status"] == "waiting")
    api.call("POST", f"/api/jobs/{job}/pause")

    def set_aside() -> Any:
        [queued] = [each for each in api.call("GET", "/api/tasks")["tasks"] if each["task_id"] == task]
        return queued["status"] == "paused" and queued

    assert wait_for("the run to end", set_aside)["counts"]["failed"] == 0
    site.heal()
    api.call("POST", f"/api/jobs/{job}/resume")
    ended = api.await_job(job)
    assert (ended["status"], ended["paused"], ended["counts"]["succeeded"]) == ("done", False, 1)
    assert site.paid(prompt) == 1
