"""State changes reach their receiver: all, in order, whatever the receiver does."""

from infra.local.batch import BatchConfig

from .served import Receiver, Served, serve, until

WHOLE_LIFE = ["SUBMITTED", "RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED"]


def test_given_a_job_when_it_runs_then_every_state_is_told_in_order(batch: Served) -> None:
    job = batch.submit(batch.define("ok", "pass"))
    until(lambda: batch.receiver.statuses(job)[-1:] == ["SUCCEEDED"])
    assert batch.receiver.statuses(job) == WHOLE_LIFE


def test_given_a_receiver_that_fails_when_told_again_then_nothing_is_lost_or_reordered(
    config: BatchConfig,
) -> None:
    with serve(config, Receiver(failures=4)) as batch:
        job = batch.submit(batch.define("ok", "pass"))
        until(lambda: batch.receiver.statuses(job)[-1:] == ["SUCCEEDED"])
        assert batch.receiver.statuses(job) == WHOLE_LIFE


def test_given_a_receiver_that_always_fails_when_a_job_runs_then_it_runs_all_the_same(
    config: BatchConfig,
) -> None:
    with serve(config, Receiver(failures=10_000)) as batch:
        assert batch.wait_for(batch.submit(batch.define("ok", "pass")))["status"] == "SUCCEEDED"


def test_given_a_finished_job_when_told_then_the_event_is_shaped_as_eventbridge_brings_it(
    batch: Served,
) -> None:
    job = batch.submit(batch.define("bad", "raise SystemExit(65)"), parameters={"k": "v"})
    until(lambda: batch.receiver.statuses(job)[-1:] == ["FAILED"])
    event = batch.receiver.events[-1]
    detail = event["detail"]
    assert (event["source"], event["detail-type"]) == ("aws.batch", "Batch Job State Change")
    assert event["resources"] == [detail["jobArn"]]
    assert detail["jobQueue"].endswith(":job-queue/media")
    assert detail["jobDefinition"].endswith(":job-definition/bad:1")
    assert detail["jobName"] == "task-b0-r1"
    assert detail["parameters"] == {"k": "v"}
    assert detail["container"]["exitCode"] == 65
    assert detail["attempts"][0]["container"]["exitCode"] == 65
