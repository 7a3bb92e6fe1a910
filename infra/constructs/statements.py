"""The words of the policies: what may be allowed, each over named resources."""

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


def allow(actions: list[str], resources: list[str]) -> PolicyStatement:
    """Allow actions on resources."""
    return PolicyStatement(actions=actions, resources=resources)


def rows(resources: Resources, *verbs: str) -> PolicyStatement:
    """Allow DynamoDB's verbs on the table's rows."""
    return allow([f"dynamodb:{verb}" for verb in verbs], [resources.table])


def indexes(resources: Resources) -> PolicyStatement:
    """Allow asking the table's indexes."""
    return allow(["dynamodb:Query"], [f"{resources.table}/index/*"])


def objects(resources: Resources, actions: list[str], *prefixes: str) -> PolicyStatement:
    """Allow S3's actions on the objects under some prefixes."""
    return allow([f"s3:{action}" for action in actions], [f"{resources.bucket}/{p}*" for p in prefixes])


def list_bucket(resources: Resources) -> PolicyStatement:
    """Allow learning that an object is missing."""
    # Whoever may not list is answered 403 where an object is missing, and 404 is what the code waits for.
    return allow(["s3:ListBucket"], [resources.bucket])


def start(resources: Resources) -> PolicyStatement:
    """Allow starting a task's execution."""
    return allow(["states:StartExecution"], [resources.machine])


def executions(resources: Resources, *verbs: str) -> PolicyStatement:
    """Allow verbs on the executions of tasks."""
    return allow([f"states:{verb}Execution" for verb in verbs], [resources.executions])


def answer(resources: Resources, *words: str) -> PolicyStatement:
    """Allow answering a task's token."""
    return allow([f"states:SendTask{word}" for word in words], [resources.machine])


def end_jobs(resources: Resources) -> PolicyStatement:
    """Allow ending a container."""
    return allow(["batch:TerminateJob"], [resources.jobs])


def erase(resources: Resources) -> PolicyStatement:
    """Allow deleting all that a job keeps, and what was dropped for it."""
    return objects(resources, ["DeleteObject"], *_OF_JOBS, "inbox/")


def use_key(resources: Resources, *verbs: str) -> PolicyStatement:
    """Allow the session key for one account's session at a time: its name must be the encryption context."""
    return PolicyStatement(
        actions=[f"kms:{verb}" for verb in verbs],
        resources=[resources.session_key],
        conditions={
            "Null": {"kms:EncryptionContext:account": "false"},
            "ForAllValues:StringEquals": {"kms:EncryptionContextKeys": ["account"]},
        },
    )


def submit_jobs(resources: Resources) -> PolicyStatement:
    """Allow sending containers of both kinds."""
    return allow(["batch:SubmitJob"], [*resources.queues, *resources.definitions])


def submit_checks(resources: Resources) -> PolicyStatement:
    """Allow sending the browser's containers."""
    return allow(["batch:SubmitJob"], [resources.queues[0], resources.definitions[0]])


def read_secret(arn: str) -> PolicyStatement:
    """Allow reading one secret."""
    return allow(["secretsmanager:GetSecretValue"], [arn])
