"""Every kind of call is heard, whatever the program."""

import subprocess
import sys
from pathlib import Path

from infra.local.privilege.calls import read_calls, recording

PROGRAM = """
import boto3, botocore.exceptions, botocore.config
quick = botocore.config.Config(retries={"total_max_attempts": 1})
def make(name):
    return boto3.client(name, region_name="us-east-1", endpoint_url="http://127.0.0.1:9", config=quick,
                        aws_access_key_id="k", aws_secret_access_key="s")
s3, table, states = make("s3"), make("dynamodb"), make("stepfunctions")
s3.generate_presigned_url("get_object", Params={"Bucket": "media", "Key": "a"})
s3.generate_presigned_post("media", "b")
def call(act, **params):
    try:
        act(**params)
    except botocore.exceptions.EndpointConnectionError:
        pass
for _ in range(2):
    call(s3.delete_objects, Bucket="media", Delete={"Objects": [{"Key": "c"}]})
put = {"Put": {"TableName": "jobs", "Item": {"pk": {"S": "private"}}}}
call(table.transact_write_items, TransactItems=[put, put])
call(states.send_task_success, taskToken="private", output="private")
"""


def test_given_a_program_that_knows_nothing_of_it_when_run_with_the_recorder_then_every_call_is_written_once(
    tmp_path: Path,
) -> None:
    environment = {**recording(tmp_path), "AWS_BATCH_JQ_NAME": "media", "AWS_EC2_METADATA_DISABLED": "true"}
    subprocess.run([sys.executable, "-c", PROGRAM], env=environment, check=True, timeout=60)
    heard = [(call.principal, call.operation, call.signed, call.names) for call in read_calls(tmp_path)]
    assert heard == [
        ("media", "GetObject", True, {"Bucket": "media", "Key": "a"}),
        ("media", "PostObject", True, {"Bucket": "media", "Key": "b"}),
        ("media", "DeleteObjects", False, {"Bucket": "media", "Keys": ["c"]}),
        ("media", "TransactWriteItems", False, {"Writes": [["Put", "jobs"]]}),
        ("media", "SendTaskSuccess", False, {}),
    ]
    assert not any("private" in file.read_text() for file in tmp_path.iterdir())


def test_given_a_program_that_is_neither_function_nor_container_when_run_then_nothing_is_written(
    tmp_path: Path,
) -> None:
    source = "import sys; assert 'call_recorder' not in sys.modules; assert 'sitecustomize' in sys.modules"
    subprocess.run([sys.executable, "-c", source], env=recording(tmp_path), check=True, timeout=60)
    assert list(tmp_path.iterdir()) == []
