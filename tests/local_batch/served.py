"""The real endpoint on a real port, with a real boto3 client in front of it."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import uvicorn
from botocore.config import Config

from infra.local.batch import BatchConfig, create_batch

if TYPE_CHECKING:
    from mypy_boto3_batch import BatchClient

DEADLINE_SECONDS = 15.0
FINAL = {"SUCCEEDED", "FAILED"}


@cache
def _session() -> boto3.Session:
    return boto3.Session()  # loading the service's model is the slow part


class Receiver:
    """Takes events; the first `failures` deliveries fail."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.events: list[dict[str, Any]] = []

    async def __call__(self, event: dict[str, Any]) -> None:
        await asyncio.sleep(0)
        if self.failures:
            self.failures -= 1
            raise ConnectionError("the status function does not answer")
        self.events.append(event)

    def statuses(self, job_id: str) -> list[str]:
        """Give the statuses that were told about a job, in order."""
        return [event["detail"]["status"] for event in self.events if event["detail"]["jobId"] == job_id]


class Served:
    """A running endpoint with a queue `media`, and short words for what tests do with it."""

    def __init__(self, client: "BatchClient", receiver: Receiver, config: BatchConfig, port: int) -> None:
        self.client = client
        self.receiver = receiver
        self.config = config
        self.port = port
        client.create_job_queue(jobQueueName="media", priority=1, computeEnvironmentOrder=[])

    def define(self, name: str, script: str, **fields: Any) -> str:
        """Register a definition whose command runs the Python script."""
        container: Any = {"image": "none", "command": ["python", "-c", script], **fields.pop("container", {})}
        answer = self.client.register_job_definition(
            jobDefinitionName=name, type="container", containerProperties=container, **fields
        )
        return answer["jobDefinitionName"]

    def submit(self, definition: str, name: str = "task-b0-r1", **fields: Any) -> str:
        """Submit a job and give its id."""
        queue = fields.pop("jobQueue", "media")
        return self.client.submit_job(jobName=name, jobQueue=queue, jobDefinition=definition, **fields)[
            "jobId"
        ]

    def detail(self, job_id: str) -> Any:
        """Describe a job."""
        return self.client.describe_jobs(jobs=[job_id])["jobs"][0]

    def wait_for(self, job_id: str, *statuses: str) -> Any:
        """Wait until a job has one of the statuses (by default: is over) and describe it."""
        wanted = set(statuses) or FINAL
        return until(lambda: (found := self.detail(job_id))["status"] in wanted and found)

    def log(self, job_id: str) -> str:
        """Read a job's log."""
        return Path(self.detail(job_id)["container"]["logStreamName"]).read_text()

    def wait_for_log(self, job_id: str, text: str) -> Any:
        """Wait until a job has written the text."""
        path = Path(self.detail(job_id)["container"]["logStreamName"])
        return until(lambda: path.exists() and text in (content := path.read_text()) and content)


def until(condition: Callable[[], Any]) -> Any:
    """Poll a condition until it gives something true; fail after the deadline."""
    deadline = time.monotonic() + DEADLINE_SECONDS
    pause = threading.Event()
    while time.monotonic() < deadline:
        if found := condition():
            return found
        pause.wait(0.02)
    raise AssertionError("the condition did not come true in time")


@contextmanager
def serve(config: BatchConfig, receiver: Receiver) -> Iterator[Served]:
    """Serve the endpoint while the context lasts."""
    app = create_batch(config, receiver)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        until(lambda: server.started)
        port = server.servers[0].sockets[0].getsockname()[1]
        client = _session().client(
            "batch",
            endpoint_url=f"http://127.0.0.1:{port}",
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(retries={"max_attempts": 0}),
        )
        with closing(client):
            yield Served(client, receiver, config, port)
    finally:
        server.should_exit = True
        thread.join(DEADLINE_SECONDS)
        assert not thread.is_alive(), "the endpoint did not stop"
