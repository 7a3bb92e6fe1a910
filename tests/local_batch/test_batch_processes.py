"""Nothing of a job outlives it: whatever its processes do, and whoever kills whom."""

import os
import signal
from pathlib import Path
from typing import Any

from infra.local.batch import BatchConfig

from .served import Receiver, Served, serve, until

# The child is as hard to find as FFmpeg and Chromium are: own session, empty environment, other folder.
FAMILY = """
import os, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN if "deaf" in sys.argv else signal.SIG_DFL)
child = subprocess.Popen(["/bin/sleep", "300"], start_new_session=True, env={}, cwd="/")
print(os.getpid(), child.pid, "up", flush=True)
if "leave" not in sys.argv:
    time.sleep(300)
"""


def _family(batch: Served, *words: str, **fields: Any) -> tuple[str, int, int]:
    command = ["python", "-c", FAMILY, *words]
    definition = batch.define("family", "", container={"command": command}, **fields)
    job = batch.submit(definition)
    worker, child, _ = batch.wait_for_log(job, "up").split()
    return job, int(worker), int(child)


def _is_gone(pid: int) -> bool:
    return not Path(f"/proc/{pid}").exists()


def test_given_a_grandchild_in_its_own_session_when_terminated_then_both_are_gone(batch: Served) -> None:
    job, worker, child = _family(batch)
    batch.client.terminate_job(jobId=job, reason="user cancelled")
    detail = batch.wait_for(job)
    assert (detail["status"], detail["statusReason"]) == ("FAILED", "user cancelled")
    assert _is_gone(worker)
    assert _is_gone(child)


def test_given_a_worker_deaf_to_sigterm_when_terminated_then_it_is_killed_after_the_grace(
    batch: Served,
) -> None:
    job, worker, child = _family(batch, "deaf")
    batch.client.terminate_job(jobId=job, reason="enough")
    assert batch.wait_for(job)["container"]["exitCode"] == 128 + signal.SIGKILL
    assert _is_gone(worker)
    assert _is_gone(child)


def test_given_a_timeout_when_it_passes_then_the_family_is_gone_and_there_is_no_retry(batch: Served) -> None:
    job, worker, child = _family(batch, timeout={"attemptDurationSeconds": 1}, retryStrategy={"attempts": 3})
    detail = batch.wait_for(job)
    assert detail["statusReason"] == "Job attempt duration exceeded timeout"
    assert len(detail["attempts"]) == 1
    assert _is_gone(worker)
    assert _is_gone(child)


def test_given_a_worker_killed_from_outside_when_it_dies_then_its_child_dies_too(batch: Served) -> None:
    job, worker, child = _family(batch)
    os.kill(worker, signal.SIGKILL)
    assert batch.wait_for(job)["container"]["exitCode"] == 128 + signal.SIGKILL
    assert _is_gone(child)


def test_given_a_worker_that_leaves_a_child_when_it_succeeds_then_the_child_is_gone(batch: Served) -> None:
    job, _, child = _family(batch, "leave")
    assert batch.wait_for(job)["status"] == "SUCCEEDED"
    assert _is_gone(child)


def test_given_an_init_killed_from_outside_when_it_dies_then_the_worker_dies_too(batch: Served) -> None:
    job, worker, child = _family(batch)
    init = int(Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()[1])
    os.kill(init, signal.SIGKILL)
    assert batch.wait_for(job)["status"] == "FAILED"
    until(lambda: _is_gone(worker) or "State:\tZ" in Path(f"/proc/{worker}/status").read_text())
    os.kill(child, signal.SIGKILL)  # nothing ties it to the job any more


def test_given_a_running_job_when_the_endpoint_stops_then_it_is_ended_and_told(
    config: BatchConfig, receiver: Receiver
) -> None:
    with serve(config, receiver) as batch:
        job, worker, child = _family(batch)
    assert _is_gone(worker)
    assert _is_gone(child)
    assert receiver.statuses(job)[-1] == "FAILED"
    assert list(config.work_folder.iterdir()) == []


def test_given_files_in_the_private_folder_when_the_job_ends_then_they_are_removed(
    batch: Served, config: BatchConfig
) -> None:
    script = "import tempfile; tempfile.mkstemp(); open('here', 'w').close(); print(tempfile.gettempdir())"
    job = batch.submit(batch.define("litter", script))
    batch.wait_for(job)
    assert batch.log(job).startswith(str(config.work_folder))
    assert list(config.work_folder.iterdir()) == []


def test_given_little_output_when_logged_then_all_of_it_is_kept(batch: Served) -> None:
    job = batch.submit(batch.define("quiet", "print('word')"))
    batch.wait_for(job)
    assert batch.log(job) == "word\n"


def test_given_a_flood_of_output_when_logged_then_its_end_is_kept_within_the_limit(
    batch: Served, config: BatchConfig
) -> None:
    job = batch.submit(batch.define("loud", "print('x' * 350_000 + 'end')"))
    batch.wait_for(job)
    sizes = [log.stat().st_size for log in config.log_folder.iterdir()]
    assert batch.log(job).endswith("end\n")
    assert config.log_limit_bytes // 2 < sum(sizes) <= config.log_limit_bytes
