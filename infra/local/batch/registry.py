"""What jobs are made of: definitions with their revisions, queues, consumable resources."""

from collections.abc import Mapping, Sequence

from dailies.domain.errors import InvalidInput
from infra.local.batch.job import JobSpec
from infra.local.batch.pools import Pools
from infra.local.batch.requests import (
    CreateJobQueue,
    RegisterJobDefinition,
    Requirements,
    SubmitJob,
    Variable,
)

REVISIONS_KEPT = 100
_PARAMETER = "Ref::"

Revision = tuple[int, RegisterJobDefinition]


class Registry:
    """The registered things, found by name or ARN; registering the same again changes nothing."""

    def __init__(self, region: str, account: str, shortest_timeout_seconds: int, pools: Pools) -> None:
        self._arn_root = f"arn:aws:batch:{region}:{account}"
        self._shortest_timeout_seconds = shortest_timeout_seconds
        self._definitions: dict[str, list[Revision]] = {}
        self.queues: dict[str, CreateJobQueue] = {}
        self.pools = pools

    def arn(self, kind: str, name: str) -> str:
        """Name a thing of that kind (`job`, `job-queue`, …)."""
        return f"{self._arn_root}:{kind}/{name}"

    def add_definition(self, definition: RegisterJobDefinition) -> int:
        """Register a definition and give its revision: a new one only when something changed."""
        self._check_timeout(definition.timeout.attempt_duration_seconds)
        revisions = self._definitions.setdefault(definition.job_definition_name, [])
        if revisions and revisions[-1][1] == definition:
            return revisions[-1][0]
        number = revisions[-1][0] + 1 if revisions else 1
        revisions.append((number, definition))
        del revisions[:-REVISIONS_KEPT]
        return number

    def definitions(self, name: str) -> Sequence[Revision]:
        """Give the kept revisions that `name`, `name:revision` or an ARN means, newest first; maybe none."""
        base, _, number = name.rsplit("/", 1)[-1].partition(":")
        revisions = self._definitions.get(base, [])
        return [each for each in reversed(revisions) if not number or str(each[0]) == number]

    def definition_names(self) -> list[str]:
        """List the names of all definitions."""
        return list(self._definitions)

    def queue(self, name: str) -> CreateJobQueue:
        """Find a queue by name or ARN."""
        queue = self.queues.get(name.rsplit("/", 1)[-1])
        if queue is None:
            raise InvalidInput(f"Job queue {name} does not exist.")
        return queue

    def spec_of(self, request: SubmitJob) -> JobSpec:
        """Merge a submission with its definition, or refuse it as AWS would."""
        queue = self.queue(request.job_queue)
        if queue.state == "DISABLED":
            raise InvalidInput(f"Job queue {queue.job_queue_name} is disabled.")
        if queue.scheduling_policy_arn and not request.share_identifier:
            raise InvalidInput("shareIdentifier must be specified for a fair-share queue.")
        revision, definition = self._newest(request.job_definition)
        container, overrides = definition.container_properties, request.container_overrides
        parameters = {**definition.parameters, **request.parameters}
        command = _fill_in(overrides.command or container.command, parameters)
        if not command:
            raise InvalidInput("The job has no command, and there is no image to take one from.")
        timeout = request.timeout.attempt_duration_seconds or definition.timeout.attempt_duration_seconds
        self._check_timeout(timeout)
        needs = request.consumable_resource_properties_override or definition.consumable_resource_properties
        priority = request.scheduling_priority_override
        return JobSpec(
            name=request.job_name,
            queue=queue.job_queue_name,
            queue_arn=self.arn("job-queue", queue.job_queue_name),
            definition_arn=self.arn("job-definition", f"{definition.job_definition_name}:{revision}"),
            image=container.image,
            command=command,
            environment=_merge(container.environment, overrides.environment),
            retry=request.retry_strategy or definition.retry_strategy,
            timeout_seconds=timeout,
            priority=definition.scheduling_priority if priority is None else priority,
            share=request.share_identifier,
            needs=self._count(needs),
            parameters=parameters,
            tags=dict(request.tags),
        )

    def _newest(self, name: str) -> Revision:
        found = self.definitions(name)
        if not found:
            raise InvalidInput(f"Job definition {name} does not exist.")
        return found[0]

    def _count(self, needs: Requirements) -> dict[str, int]:
        counted: dict[str, int] = {}
        for need in needs.consumable_resource_list:
            name = self.pools.find(need.consumable_resource).consumable_resource_name
            counted[name] = counted.get(name, 0) + need.quantity
        return counted

    def _check_timeout(self, seconds: int | None) -> None:
        if seconds is not None and seconds < self._shortest_timeout_seconds:
            raise InvalidInput(f"The timeout must be at least {self._shortest_timeout_seconds} seconds.")


def _fill_in(command: tuple[str, ...], parameters: Mapping[str, str]) -> tuple[str, ...]:
    # AWS leaves a placeholder without a parameter as it is.
    return tuple(
        parameters.get(word.removeprefix(_PARAMETER), word) if word.startswith(_PARAMETER) else word
        for word in command
    )


def _merge(base: tuple[Variable, ...], overrides: tuple[Variable, ...]) -> tuple[Variable, ...]:
    return tuple({variable.name: variable for variable in (*base, *overrides)}.values())
