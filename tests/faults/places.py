"""Everything that the main job leaves behind, as names and bytes to search."""

import io
import itertools
import json
import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

import functions.api
from functions.api.handler import _api
from functions.api.logs import logger
from tests.api.client import Client
from tests.faults.house import House, Played

Place = tuple[str, bytes]
DESCRIPTION = Path(functions.api.__file__).with_name("openapi.json")
_PARAMETER = re.compile(r"{(\w+)}")
_SIGNATURE = re.compile(rb"X-Amz-(?:Signature|Security-Token)=([^&\"\\]+)")


def logs_of(house: House) -> Iterator[Place]:
    """Give what the containers wrote."""
    for path in sorted(house.folder.glob("*.log")):
        yield f"log {path.name}", path.read_bytes()


def parameters_of(house: House) -> Iterator[Place]:
    """Give what a Batch job and an execution of the state machine are told: both show in events."""
    for number, given in enumerate(house.given):
        yield f"job parameters {number}", json.dumps(dict(given)).encode()
    states, machine = house.app.aws.states, house.app.settings.state_machine
    for page in states.get_paginator("list_executions").paginate(stateMachineArn=machine):
        for execution in page["executions"]:
            told = states.describe_execution(executionArn=execution["executionArn"])
            yield f"execution {execution['name']}", json.dumps(told, default=str).encode()


def objects_of(house: House) -> Iterator[Place]:
    """Give every object of the bucket with its key, type and notes."""
    s3, bucket = house.app.aws.s3, house.app.settings.bucket
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
        for entry in page.get("Contents", ()):
            stored = s3.get_object(Bucket=bucket, Key=entry["Key"])
            yield f"object {entry['Key']} {stored['ContentType']} {stored['Metadata']}", stored["Body"].read()


def rows_of(house: House) -> Iterator[Place]:
    """Give every row of the table."""
    client, table = house.app.aws.dynamodb.meta.client, house.app.settings.table
    for page in client.get_paginator("scan").paginate(TableName=table):
        for row in page["Items"]:
            yield f"row {row['pk']} {row['sk']}", json.dumps(row, default=str).encode()


def answers_of(house: House, played: Sequence[Played]) -> Iterator[Place]:
    """Walk over every GET route as each job's owner, and give the answers; the API's own log comes last."""
    with _serving(house) as log:
        for group in played:
            client = Client(group.task.owner)
            for path in _paths(house, group):
                reply = client.get(path)
                yield f"answer {path}", f"{reply.status}{reply.headers}{reply.text}".encode()
        yield "log of the API", log.getvalue().encode()


def _paths(house: House, played: Played) -> Iterator[str]:
    """Fill every path of the API's description with all that there is; an unknown parameter is a KeyError."""
    there: dict[str, list[str]] = {
        "name": [played.hired.name],
        "job_id": [played.task.job_id],
        "task_id": [task.task_id for task in house.tasks(played.task)],
        "video_id": [video.video_id for video in house.videos(played.task)],
        "delivery_id": [f"{played.task.job_id}-deliver-1"],
        "upload_id": ["u-1"],
    }
    for template, methods in json.loads(DESCRIPTION.read_text(encoding="utf-8"))["paths"].items():
        if "get" in methods:
            names = _PARAMETER.findall(template)
            for values in itertools.product(*[there[name] for name in names]):
                yield template.format(**dict(zip(names, values, strict=True)))


def signatures_in(places: list[Place]) -> set[str]:
    """Give what opens the presigned links in some places."""
    return {found.decode() for _, content in places for found in _SIGNATURE.findall(content)}


@contextmanager
def _serving(house: House) -> Iterator[io.StringIO]:
    """Lead the API's handler to the house's table and bucket, and catch what it logs."""
    log = io.StringIO()
    catching, api = logging.StreamHandler(log), logging.getLogger(logger.name)
    catching.setFormatter(logger.registered_formatter)
    with pytest.MonkeyPatch.context() as patch:
        product = logging.getLogger("dailies")
        for name in ("handlers", "propagate", "level"):
            patch.setattr(product, name, getattr(product, name))
        for name, value in house.environment.items():
            patch.setenv(name, value)
        _api.cache_clear()
        api.addHandler(catching)
        try:
            yield log
        finally:
            api.removeHandler(catching)
            _api.cache_clear()
