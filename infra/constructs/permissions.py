"""Who may do what: the least that each program needs."""

from collections.abc import Callable, Mapping

from aws_cdk.aws_iam import PolicyStatement

from infra.constructs.statements import (
    Resources,
    allow,
    answer,
    end_jobs,
    erase,
    executions,
    indexes,
    list_bucket,
    objects,
    read_secret,
    rows,
    start,
    submit_checks,
    submit_jobs,
    use_key,
)

_OF_CHECKS = "checks/"
_SESSIONS = "sessions/"
_IN_PARTS = ("uploads/", "videos/", "deliveries/")
"""What may be so large that it is sent in parts."""
_READ = ("GetItem", "Query")
_WRITE = ("PutItem", "UpdateItem", "BatchWriteItem")

Rule = Callable[[Resources], list[PolicyStatement]]


def _api(resources: Resources) -> list[PolicyStatement]:
    return [
        rows(resources, *_READ, "BatchGetItem", *_WRITE, "DeleteItem", "ConditionCheckItem"),
        indexes(resources),
        list_bucket(resources),
        # It signs links, and a link can do no more than its signer.
        objects(resources, ["GetObject"], "uploads/", "prompts/", "videos/", "deliveries/", _OF_CHECKS),
        objects(resources, ["PutObject", "ListMultipartUploadParts"], "uploads/"),
        # It takes sessions in and throws them away; it cannot read one.
        objects(resources, ["PutObject", "DeleteObject"], _SESSIONS),
        use_key(resources, "GenerateDataKey"),
        allow([f"batch:{verb}ConsumableResource" for verb in ("Create", "Describe")], [resources.browsers]),
        submit_checks(resources),
        erase(resources),
        start(resources),
        executions(resources, "Stop"),
        # Pausing and a new priority take a container back that has not started yet.
        allow(["batch:TerminateJob", "batch:CancelJob"], [resources.jobs]),
        read_secret(resources.signing_secret),
        read_secret(resources.storage_secret),
    ]


def _validation(resources: Resources) -> list[PolicyStatement]:
    return [
        # A dropped ZIP becomes a job and is started here.
        rows(resources, *_READ, *_WRITE, "DeleteItem", "ConditionCheckItem"),
        indexes(resources),
        list_bucket(resources),
        objects(resources, ["GetObject"], "uploads/", "inbox/", "images/", "prompts/"),
        objects(resources, ["PutObject", "DeleteObject"], "images/", "prompts/"),
        start(resources),
        read_secret(resources.storage_secret),
    ]


def _plan(resources: Resources) -> list[PolicyStatement]:
    return [rows(resources, *_READ, *_WRITE)]


def _submit(resources: Resources) -> list[PolicyStatement]:
    return [
        rows(resources, "GetItem", "UpdateItem"),
        submit_jobs(resources),
        answer(resources, "Success"),
    ]


def _collect(resources: Resources) -> list[PolicyStatement]:
    return [rows(resources, *_READ, "UpdateItem"), end_jobs(resources)]


def _finish(resources: Resources) -> list[PolicyStatement]:
    return [rows(resources, *_READ, "UpdateItem", "BatchWriteItem")]


def _reconcile(resources: Resources) -> list[PolicyStatement]:
    return [
        *_validation(resources),
        erase(resources),
        allow(["s3:ListBucketMultipartUploads"], [resources.bucket]),
        objects(resources, ["AbortMultipartUpload"], *_IN_PARTS),
        executions(resources, "Stop", "Describe"),
        end_jobs(resources),
    ]


def _check(resources: Resources) -> list[PolicyStatement]:
    return [rows(resources, *_READ, "PutItem", "UpdateItem"), submit_checks(resources)]


def _status(resources: Resources) -> list[PolicyStatement]:
    return [rows(resources, "GetItem", "UpdateItem"), answer(resources, "Success")]


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
        rows(resources, *_READ, *_WRITE, "DeleteItem"),
        list_bucket(resources),
        objects(resources, ["GetObject"], "images/", "videos/"),
        objects(resources, ["PutObject"], "videos/", "evidence/", _OF_CHECKS),
        objects(resources, ["GetObject", "PutObject", "DeleteObject"], _SESSIONS),
        use_key(resources, "GenerateDataKey", "Decrypt"),
        # A check that passed starts again what waited for it.
        indexes(resources),
        start(resources),
        answer(resources, "Success", "Heartbeat"),
        read_secret(resources.flow_secret),
        read_secret(resources.veo_secret),
        read_secret(resources.storage_secret),
    ]


def media_container(resources: Resources) -> list[PolicyStatement]:
    """Say what the media worker may do: read takes, publish renditions and archives."""
    return [
        rows(resources, "GetItem", "UpdateItem", "BatchWriteItem"),
        list_bucket(resources),
        objects(resources, ["GetObject", "PutObject"], "videos/", "deliveries/"),
        objects(resources, ["AbortMultipartUpload"], "videos/", "deliveries/"),
        answer(resources, "Success", "Heartbeat"),
        read_secret(resources.storage_secret),
    ]
