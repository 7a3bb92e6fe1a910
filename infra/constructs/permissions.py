"""Who may do what: the least each program needs, as statements over named resources."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from aws_cdk.aws_iam import PolicyStatement


@dataclass(frozen=True)
class Resources:
    """The ARNs that statements speak of."""

    table: str
    bucket: str
    machine: str
    executions: str
    jobs: str
    queues: tuple[str, ...]
    """Those of automation, then of media."""
    definitions: tuple[str, ...]
    """In the same order."""
    signing_secret: str
    flow_secret: str
    veo_secret: str
    storage_secret: str
    session_key: str
    browsers: str
    """Every consumable resource of ours: one for each site account."""


_OF_JOBS = ("uploads/", "images/", "prompts/", "videos/", "deliveries/", "evidence/")
_OF_CHECKS = "checks/"
_SESSIONS = "sessions/"
_IN_PARTS = ("uploads/", "videos/", "deliveries/")
"""What may be so large that it is sent in parts."""
_READ = ("GetItem", "Query")
_WRITE = ("PutItem", "UpdateItem", "BatchWriteItem")

Rule = Callable[[Resources], list[PolicyStatement]]


def _allow(actions: list[str], resources: list[str]) -> PolicyStatement:
    return PolicyStatement(actions=actions, resources=resources)


def _rows(resources: Resources, *verbs: str) -> PolicyStatement:
    return _allow([f"dynamodb:{verb}" for verb in verbs], [resources.table])


def _indexes(resources: Resources) -> PolicyStatement:
    return _allow(["dynamodb:Query"], [f"{resources.table}/index/*"])


def _objects(resources: Resources, actions: list[str], *prefixes: str) -> PolicyStatement:
    return _allow([f"s3:{action}" for action in actions], [f"{resources.bucket}/{p}*" for p in prefixes])


def _list_bucket(resources: Resources) -> PolicyStatement:
    # Whoever may not list is answered 403 where an object is missing, and 404 is what the code waits for.
    return _allow(["s3:ListBucket"], [resources.bucket])


def _start(resources: Resources) -> PolicyStatement:
    return _allow(["states:StartExecution"], [resources.machine])


def _executions(resources: Resources, *verbs: str) -> PolicyStatement:
    return _allow([f"states:{verb}Execution" for verb in verbs], [resources.executions])


def _answer(resources: Resources, *words: str) -> PolicyStatement:
    return _allow([f"states:SendTask{word}" for word in words], [resources.machine])


def _end_jobs(resources: Resources) -> PolicyStatement:
    return _allow(["batch:TerminateJob"], [resources.jobs])


def _erase(resources: Resources) -> PolicyStatement:
    return _objects(resources, ["DeleteObject"], *_OF_JOBS, "inbox/")


def _use_key(resources: Resources, *verbs: str) -> PolicyStatement:
    """Allow the session key for one account's session at a time: its name must be the encryption context."""
    return PolicyStatement(
        actions=[f"kms:{verb}" for verb in verbs],
        resources=[resources.session_key],
        conditions={
            "Null": {"kms:EncryptionContext:account": "false"},
            "ForAllValues:StringEquals": {"kms:EncryptionContextKeys": ["account"]},
        },
    )


def _submit_jobs(resources: Resources) -> PolicyStatement:
    return _allow(["batch:SubmitJob"], [*resources.queues, *resources.definitions])


def _submit_checks(resources: Resources) -> PolicyStatement:
    return _allow(["batch:SubmitJob"], [resources.queues[0], resources.definitions[0]])


def _read_secret(arn: str) -> PolicyStatement:
    return _allow(["secretsmanager:GetSecretValue"], [arn])


def _api(resources: Resources) -> list[PolicyStatement]:
    return [
        _rows(resources, *_READ, "BatchGetItem", *_WRITE, "DeleteItem", "ConditionCheckItem"),
        _indexes(resources),
        _list_bucket(resources),
        # It signs links, and a link can do no more than its signer.
        _objects(resources, ["GetObject"], "uploads/", "prompts/", "videos/", "deliveries/", _OF_CHECKS),
        _objects(resources, ["PutObject", "ListMultipartUploadParts"], "uploads/"),
        # It takes sessions in and throws them away; it cannot read one.
        _objects(resources, ["PutObject", "DeleteObject"], _SESSIONS),
        _use_key(resources, "GenerateDataKey"),
        _allow([f"batch:{verb}ConsumableResource" for verb in ("Create", "Describe")], [resources.browsers]),
        _submit_checks(resources),
        _erase(resources),
        _start(resources),
        _executions(resources, "Stop"),
        # Pausing and a new priority take a container back that has not started yet.
        _allow(["batch:TerminateJob", "batch:CancelJob"], [resources.jobs]),
        _read_secret(resources.signing_secret),
        _read_secret(resources.storage_secret),
    ]


def _validation(resources: Resources) -> list[PolicyStatement]:
    return [
        # A dropped ZIP becomes a job and is started here.
        _rows(resources, *_READ, *_WRITE, "ConditionCheckItem"),
        _indexes(resources),
        _list_bucket(resources),
        _objects(resources, ["GetObject"], "uploads/", "inbox/", "images/", "prompts/"),
        _objects(resources, ["PutObject", "DeleteObject"], "images/", "prompts/"),
        _start(resources),
        _read_secret(resources.storage_secret),
    ]


def _plan(resources: Resources) -> list[PolicyStatement]:
    return [_rows(resources, *_READ, *_WRITE)]


def _submit(resources: Resources) -> list[PolicyStatement]:
    return [
        _rows(resources, "GetItem", "UpdateItem"),
        _submit_jobs(resources),
        _answer(resources, "Success"),
    ]


def _collect(resources: Resources) -> list[PolicyStatement]:
    return [_rows(resources, *_READ, "UpdateItem"), _end_jobs(resources)]


def _finish(resources: Resources) -> list[PolicyStatement]:
    return [_rows(resources, *_READ, "UpdateItem", "BatchWriteItem")]


def _reconcile(resources: Resources) -> list[PolicyStatement]:
    return [
        *_validation(resources),
        # A job that goes on waits for nobody any more.
        _rows(resources, "DeleteItem"),
        _erase(resources),
        _allow(["s3:ListBucketMultipartUploads"], [resources.bucket]),
        _objects(resources, ["AbortMultipartUpload"], *_IN_PARTS),
        _executions(resources, "Stop", "Describe"),
        _end_jobs(resources),
    ]


def _check(resources: Resources) -> list[PolicyStatement]:
    return [_rows(resources, *_READ, "PutItem", "UpdateItem"), _submit_checks(resources)]


def _status(resources: Resources) -> list[PolicyStatement]:
    return [_rows(resources, "GetItem", "UpdateItem"), _answer(resources, "Success")]


FUNCTION_RULES: Mapping[str, Rule] = {
    "api": _api,
    "validation": _validation,
    "plan": _plan,
    "submit": _submit,
    "collect": _collect,
    "finish": _finish,
    "reconcile": _reconcile,
    "check": _check,
    "status": _status,
}


def automation_container(resources: Resources) -> list[PolicyStatement]:
    """Say what the browser worker may do: read images, publish takes, keep its session."""
    return [
        _rows(resources, *_READ, *_WRITE, "DeleteItem"),
        _list_bucket(resources),
        _objects(resources, ["GetObject"], "images/", "videos/"),
        _objects(resources, ["PutObject"], "videos/", "evidence/", _OF_CHECKS),
        _objects(resources, ["GetObject", "PutObject", "DeleteObject"], _SESSIONS),
        _use_key(resources, "GenerateDataKey", "Decrypt"),
        # A check that passed starts again what waited for it.
        _indexes(resources),
        _start(resources),
        _answer(resources, "Success", "Heartbeat"),
        _read_secret(resources.flow_secret),
        _read_secret(resources.veo_secret),
        _read_secret(resources.storage_secret),
    ]


def media_container(resources: Resources) -> list[PolicyStatement]:
    """Say what the media worker may do: read takes, publish renditions and archives."""
    return [
        _rows(resources, "GetItem", "UpdateItem", "BatchWriteItem"),
        _list_bucket(resources),
        _objects(resources, ["GetObject", "PutObject"], "videos/", "deliveries/"),
        _objects(resources, ["AbortMultipartUpload"], "videos/", "deliveries/"),
        _answer(resources, "Success", "Heartbeat"),
        _read_secret(resources.storage_secret),
    ]
