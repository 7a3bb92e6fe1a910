"""Which store is asked, and under which keys and names."""

import json

import boto3
import pytest
from moto import mock_aws

from dailies.aws import Aws

R2 = "https://account.r2.cloudflarestorage.com"


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "the-role's")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)


def link(aws: Aws) -> str:
    signed: str = aws.public_s3.generate_presigned_url("get_object", Params={"Bucket": "takes", "Key": "a"})
    return signed


def test_given_s3_itself_when_a_link_is_signed_then_it_names_the_region_and_is_not_redirected() -> None:
    assert link(Aws()).startswith("https://takes.s3.eu-west-1.amazonaws.com/a?")


@mock_aws
def test_given_another_store_when_a_link_is_signed_then_with_its_own_keys_and_in_its_own_region() -> None:
    secret = json.dumps({"access_key_id": "theirs", "secret_access_key": "known"})
    boto3.client("secretsmanager").create_secret(Name="store", SecretString=secret)
    signed = link(Aws(s3_endpoint=R2, storage_secret="store"))
    assert signed.startswith(f"{R2}/takes/a?")
    assert "X-Amz-Credential=theirs%2F" in signed
    assert "%2Fauto%2Fs3%2F" in signed


def test_given_another_store_without_keys_when_asked_then_our_own_role_signs() -> None:
    assert "X-Amz-Credential=the-role" in link(Aws(s3_endpoint=R2))
