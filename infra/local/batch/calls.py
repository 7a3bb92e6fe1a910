"""The calls we answer: each a name in the path, the shape of its body and what it does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from dailies.domain.errors import InvalidInput
from infra.local.batch import requests as shapes
from infra.local.batch.engine import Engine
from infra.local.batch.job import Status
from infra.local.batch.views import Json, job_detail, job_summary

SUBMIT_LIMIT_BYTES = 30 * 1024  # as AWS limits the payload of SubmitJob
BODY_LIMIT_BYTES = 1024 * 1024

Body = TypeVar("Body", bound=shapes.Shape)


@dataclass(frozen=True)
class Call(Generic[Body]):
    """One call of the API."""

    shape: type[Body]
    act: Callable[[Engine, Body], Json]
    body_limit_bytes: int = BODY_LIMIT_BYTES


def _register_definition(engine: Engine, body: shapes.RegisterJobDefinition) -> Json:
    return _definition_names(engine, body.job_definition_name, engine.registry.add_definition(body))


def _create_queue(engine: Engine, body: shapes.CreateJobQueue) -> Json:
    engine.add_queue(body)
    return _queue_names(engine, body)


def _create_resource(engine: Engine, body: shapes.CreateConsumableResource) -> Json:
    engine.add_resource(body)
    return _resource_names(engine, body)


def _update_resource(engine: Engine, body: shapes.UpdateConsumableResource) -> Json:
    resized = engine.resize_resource(body.consumable_resource, body.quantity)
    return _resource_names(engine, resized) | {"totalQuantity": resized.total_quantity}


def _submit(engine: Engine, body: shapes.SubmitJob) -> Json:
    job = engine.submit(body)
    return {"jobArn": job.arn, "jobName": job.spec.name, "jobId": job.id}


def _terminate(engine: Engine, body: shapes.EndJob) -> Json:
    engine.terminate(body.job_id, body.reason)
    return {}


def _cancel(engine: Engine, body: shapes.EndJob) -> Json:
    engine.cancel(body.job_id, body.reason)
    return {}


def _describe_jobs(engine: Engine, body: shapes.DescribeJobs) -> Json:
    return {"jobs": [job_detail(job) for job in engine.find(body.jobs)]}


def _list_jobs(engine: Engine, body: shapes.ListJobs) -> Json:
    jobs = engine.jobs_of(engine.registry.queue(body.job_queue).job_queue_name)
    if body.filters:
        pattern = body.filters[0].values[0]
        jobs = [job for job in jobs if _fits(pattern, job.spec.name)]
    else:
        jobs = [job for job in jobs if job.status == (body.job_status or Status.RUNNING)]
    # A token is the number of the page's last job: newer jobs do not move the pages that follow.
    after = _page_start(body.next_token)
    jobs = [job for job in jobs if after is None or job.number < after]
    page = jobs[: body.max_results]
    answer: Json = {"jobSummaryList": [job_summary(job) for job in page]}
    if len(jobs) > len(page):
        answer["nextToken"] = str(page[-1].number)
    return answer


def _fits(pattern: str, name: str) -> bool:
    pattern, name = pattern.lower(), name.lower()
    return name.startswith(pattern[:-1]) if pattern.endswith("*") else name == pattern


def _page_start(token: str | None) -> int | None:
    if token is None:
        return None
    if not (token.isascii() and token.isdigit() and len(token) < 20):
        raise InvalidInput("nextToken is not one of ours.")
    return int(token)


def _describe_definitions(engine: Engine, body: shapes.DescribeJobDefinitions) -> Json:
    asked = [*body.job_definitions, *([body.job_definition_name] if body.job_definition_name else [])]
    found = []
    for name in asked or engine.registry.definition_names():
        for revision, definition in engine.registry.definitions(name):
            fields = _fields(definition) | _definition_names(engine, definition.job_definition_name, revision)
            found.append(fields | {"status": "ACTIVE"})
    return {"jobDefinitions": found}


def _describe_queues(engine: Engine, body: shapes.DescribeJobQueues) -> Json:
    queues = engine.registry.queues
    asked = {name.rsplit("/", 1)[-1] for name in body.job_queues or queues}
    state = {"status": "VALID", "computeEnvironmentOrder": []}
    found = [
        _fields(queue) | _queue_names(engine, queue) | state
        for name, queue in queues.items()
        if name in asked
    ]
    return {"jobQueues": found}


def _describe_resource(engine: Engine, body: shapes.DescribeConsumableResource) -> Json:
    resource = engine.registry.pools.find(body.consumable_resource)
    in_use = engine.tokens_in_use(resource.consumable_resource_name)
    amounts = {"inUseQuantity": in_use, "availableQuantity": max(0, resource.total_quantity - in_use)}
    return _fields(resource) | _resource_names(engine, resource) | amounts


def _fields(shape: shapes.Shape) -> Json:
    return shape.model_dump(by_alias=True, exclude_none=True, mode="json")


def _definition_names(engine: Engine, name: str, revision: int) -> Json:
    arn = engine.registry.arn("job-definition", f"{name}:{revision}")
    return {"jobDefinitionName": name, "jobDefinitionArn": arn, "revision": revision}


def _queue_names(engine: Engine, queue: shapes.CreateJobQueue) -> Json:
    name = queue.job_queue_name
    return {"jobQueueName": name, "jobQueueArn": engine.registry.arn("job-queue", name)}


def _resource_names(engine: Engine, resource: shapes.CreateConsumableResource) -> Json:
    name = resource.consumable_resource_name
    arn = engine.registry.arn("consumable-resource", name)
    return {"consumableResourceName": name, "consumableResourceArn": arn}


CALLS: Mapping[str, Call[Any]] = {
    "registerjobdefinition": Call(shapes.RegisterJobDefinition, _register_definition),
    "createjobqueue": Call(shapes.CreateJobQueue, _create_queue),
    "createconsumableresource": Call(shapes.CreateConsumableResource, _create_resource),
    "updateconsumableresource": Call(shapes.UpdateConsumableResource, _update_resource),
    "submitjob": Call(shapes.SubmitJob, _submit, SUBMIT_LIMIT_BYTES),
    "terminatejob": Call(shapes.EndJob, _terminate),
    "canceljob": Call(shapes.EndJob, _cancel),
    "describejobs": Call(shapes.DescribeJobs, _describe_jobs),
    "listjobs": Call(shapes.ListJobs, _list_jobs),
    "describejobdefinitions": Call(shapes.DescribeJobDefinitions, _describe_definitions),
    "describejobqueues": Call(shapes.DescribeJobQueues, _describe_queues),
    "describeconsumableresource": Call(shapes.DescribeConsumableResource, _describe_resource),
}
