from collections.abc import Iterator
from typing import TYPE_CHECKING

import boto3
import httpx2
import pytest
from botocore.config import Config
from pydantic import SecretStr

from infra.local.frontdoor import FrontDoorConfig, PoolConfig, SigningKeys, create_front_door

from .behind import Behind, app_of, free_port, served

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


POOL = PoolConfig(
    issuer="https://issuer.test/pool",
    client_id="people",
    user="local",
    password=SecretStr("not-a-real-one"),
)


@pytest.fixture(scope="session")
def _served() -> Iterator[tuple[int, Behind]]:
    """Start both servers once; what they have seen is cleared for each test."""
    behind = Behind()
    port = free_port()
    with served(app_of(behind)) as emulator:
        config = FrontDoorConfig(
            port=port,
            emulator_url=f"http://127.0.0.1:{emulator}",
            api_host="abc.execute-api.localhost:4566",
            buckets=frozenset({"takes"}),
            signing_keys=SigningKeys(access_key_id="key", secret_access_key=SecretStr("not-a-real-one")),
            pool=POOL,
            api_body_limit_bytes=1_000_000,
            object_limit_bytes=200_000_000,
        )
        with served(create_front_door(config), port):
            yield port, behind


@pytest.fixture
def behind(_served: tuple[int, Behind]) -> Behind:
    seen = _served[1]
    seen.requests.clear()
    seen.object_headers = {"content-type": "video/mp4"}
    return seen


@pytest.fixture
def door(_served: tuple[int, Behind], behind: Behind) -> Iterator[httpx2.Client]:  # noqa: ARG001 - cleared first
    with httpx2.Client(base_url=f"http://127.0.0.1:{_served[0]}", trust_env=False) as client:
        yield client


@pytest.fixture(scope="session")
def signer(_served: tuple[int, Behind]) -> "Iterator[S3Client]":
    client = boto3.client(
        "s3",
        endpoint_url=f"http://127.0.0.1:{_served[0]}",
        region_name="us-east-1",
        aws_access_key_id="key",
        aws_secret_access_key="not-a-real-one",
        config=Config(signature_version="s3v4", s3={"addressing_style": "path"}),
    )
    yield client
    client.close()
