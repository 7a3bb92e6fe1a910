"""Which rights a call needs: IAM's actions and resources, as AWS's service authorization reference lists them."""

from collections.abc import Iterator
from dataclasses import dataclass

from dailies.domain.errors import InvalidInput
from infra.local.privilege.calls import Call


@dataclass(frozen=True)
class Need:
    """One action on one resource."""

    action: str
    resource: str


@dataclass(frozen=True)
class Place:
    """What the parameters of a call leave unsaid."""

    region: str
    account: str
    machine: str
    """The state machine's ARN: a task's token does not name it."""
    session_key: str
    """The KMS key's ARN: what it encrypted does not name it."""

    def arn(self, service: str, resource: str) -> str:
        """Name a resource."""
        return f"arn:aws:{service}:{self.region}:{self.account}:{resource}"


_OBJECT_ACTIONS = {
    "GetObject": "GetObject",
    "HeadObject": "GetObject",
    "PutObject": "PutObject",
    "PostObject": "PutObject",
    "CreateMultipartUpload": "PutObject",
    "UploadPart": "PutObject",
    "CompleteMultipartUpload": "PutObject",
    "AbortMultipartUpload": "AbortMultipartUpload",
    "ListParts": "ListMultipartUploadParts",
    "DeleteObject": "DeleteObject",
}
_BUCKET_ACTIONS = {"ListObjectsV2": "ListBucket", "ListMultipartUploads": "ListBucketMultipartUploads"}
_TOLD_WHAT_IS_MISSING = frozenset({"GetObject", "HeadObject"})
_ROW_ACTIONS = frozenset({"GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query"})
_WRITES = {
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
}
_TOKEN_ACTIONS = frozenset({"SendTaskSuccess", "SendTaskFailure", "SendTaskHeartbeat"})


def needs(call: Call, place: Place) -> set[Need]:
    """Give all rights that a call needs; raises InvalidInput for an operation that nobody has looked up."""
    rights = {
        "s3": _of_storage,
        "dynamodb": _of_table,
        "states": _of_states,
        "batch": _of_batch,
        "secretsmanager": _of_secrets,
        "kms": _of_keys,
        "sqs": _of_queues,
    }.get(call.service)
    found = set(rights(call, place)) if rights else set()
    if not found:
        raise InvalidInput(f"nobody knows which rights {call.service} {call.operation} needs")
    return found


def _of_storage(call: Call, _place: Place) -> Iterator[Need]:
    bucket = f"arn:aws:s3:::{call.names.get('Bucket')}"
    if call.operation in _BUCKET_ACTIONS:
        yield Need(f"s3:{_BUCKET_ACTIONS[call.operation]}", bucket)
    for key in call.names.get("Keys", ()):
        yield Need("s3:DeleteObject", f"{bucket}/{key}")
    if call.operation in _OBJECT_ACTIONS:
        yield Need(f"s3:{_OBJECT_ACTIONS[call.operation]}", f"{bucket}/{call.names['Key']}")
    if call.operation in _TOLD_WHAT_IS_MISSING and not call.signed:
        # Who may not list is answered 403 where an object is missing, and our code waits for a 404.
        yield Need("s3:ListBucket", bucket)


def _of_table(call: Call, place: Place) -> Iterator[Need]:
    def table(name: str) -> str:
        return place.arn("dynamodb", f"table/{name}")

    if call.operation in _ROW_ACTIONS:
        name, index = call.names["TableName"], call.names.get("IndexName")
        yield Need(f"dynamodb:{call.operation}", table(f"{name}/index/{index}" if index else name))
    if call.operation in {"BatchGetItem", "BatchWriteItem"}:
        for name in call.names["Tables"]:
            yield Need(f"dynamodb:{call.operation}", table(name))
    # A transaction has no action of its own: it needs those of its parts.
    for kind, name in call.names.get("Writes", ()):
        yield Need(f"dynamodb:{_WRITES[kind]}", table(name))


def _of_states(call: Call, place: Place) -> Iterator[Need]:
    if call.operation in _TOKEN_ACTIONS:
        yield Need(f"states:{call.operation}", place.machine)
    for name in ("stateMachineArn", "executionArn"):
        if name in call.names:
            yield Need(f"states:{call.operation}", call.names[name])


def _of_batch(call: Call, place: Place) -> Iterator[Need]:
    # The stage's queues and definitions go by their names, in its policies too.
    for name in ("jobQueue", "jobDefinition"):
        if name in call.names:
            yield Need(f"batch:{call.operation}", call.names[name])
    if "jobId" in call.names:
        yield Need(f"batch:{call.operation}", place.arn("batch", f"job/{call.names['jobId']}"))
    for name in ("consumableResource", "consumableResourceName"):
        if name in call.names:
            resource = place.arn("batch", f"consumable-resource/{call.names[name]}")
            yield Need(f"batch:{call.operation}", resource)


def _of_secrets(call: Call, _place: Place) -> Iterator[Need]:
    yield Need(f"secretsmanager:{call.operation}", call.names["SecretId"])


def _of_keys(call: Call, place: Place) -> Iterator[Need]:
    yield Need(f"kms:{call.operation}", call.names.get("KeyId", place.session_key))


def _of_queues(call: Call, place: Place) -> Iterator[Need]:
    yield Need(f"sqs:{call.operation}", place.arn("sqs", call.names["QueueUrl"].rsplit("/", 1)[-1]))
