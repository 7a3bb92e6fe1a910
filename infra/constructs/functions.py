"""All functions: one code bundle, one role each."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from aws_cdk import Duration, Size
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.constructs.lambda_function import make_function
from infra.constructs.permissions import FUNCTION_RULES
from infra.constructs.statements import Resources


@dataclass(frozen=True)
class FunctionSize:
    """What one function runs and how much it gets."""

    handler: str
    description: str
    memory_mb: int = 512
    timeout_seconds: int = 60
    scratch_mb: int = 512
    retries: int | None = None
    """How often Lambda repeats an event that failed; None where nobody sends it events."""


FUNCTIONS: Mapping[str, FunctionSize] = {
    # HTTP APIs give up after 30 s, so a slower answer would reach nobody.
    "api": FunctionSize("functions.api.handler.handler", "The HTTP API", memory_mb=1024, timeout_seconds=29),
    "validation": FunctionSize(
        "functions.validation.handler.handler",
        "Checks what was uploaded",
        memory_mb=2048,
        timeout_seconds=300,
        scratch_mb=4096,
    ),
    "plan": FunctionSize(
        "functions.orchestration.plan.handler", "Cuts a task into batches", timeout_seconds=300
    ),
    "submit": FunctionSize("functions.orchestration.submit.handler", "Hands a batch to its container"),
    "collect": FunctionSize("functions.orchestration.collect.handler", "Reads how a batch went"),
    "finish": FunctionSize("functions.orchestration.finish.handler", "Folds items into task and job"),
    "reconcile": FunctionSize(
        "functions.orchestration.reconcile.handler",
        "Repairs what fell between two events",
        memory_mb=1024,
        timeout_seconds=300,
        scratch_mb=4096,
        # The next minute repairs what this one missed: a repeat would only pile up.
        retries=0,
    ),
    "check": FunctionSize(
        "functions.orchestration.check.handler", "Sends a check to each site account", retries=0
    ),
    "status": FunctionSize(
        "functions.status.handler.handler", "Answers for containers that ended", retries=2
    ),
}


class Functions(Construct):
    """The functions by name, each able to do only what its rule says."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        bundle: Path,
        environment: Mapping[str, str],
        resources: Resources,
        undelivered: sqs.IQueue,
    ) -> None:
        super().__init__(scope, construct_id)
        self._undelivered = undelivered
        code = lambda_.Code.from_asset(str(bundle))
        self._functions = {
            name: self._function(name, size, code, environment) for name, size in FUNCTIONS.items()
        }
        for name, function in self._functions.items():
            for statement in FUNCTION_RULES[name](resources):
                function.add_to_role_policy(statement)

    def __getitem__(self, name: str) -> lambda_.Function:
        """Give one function."""
        return self._functions[name]

    def _function(
        self, name: str, size: FunctionSize, code: lambda_.Code, environment: Mapping[str, str]
    ) -> lambda_.Function:
        title = name.capitalize()
        return make_function(
            self,
            title,
            name=title,
            description=size.description,
            code=code,
            handler=size.handler,
            memory_size=size.memory_mb,
            timeout=Duration.seconds(size.timeout_seconds),
            ephemeral_storage_size=Size.mebibytes(size.scratch_mb),
            environment=dict(environment),
            retry_attempts=size.retries,
            dead_letter_queue=None if size.retries is None else self._undelivered,
        )
