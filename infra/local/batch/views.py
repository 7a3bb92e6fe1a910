"""How a job looks from outside: JobDetail, JobSummary and the state-change event."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from infra.local.batch.job import Attempt, Job

Json = dict[str, Any]

_SUMMARY_FIELDS = (
    "jobArn",
    "jobId",
    "jobName",
    "jobDefinition",
    "shareIdentifier",
    "status",
    "statusReason",
    "createdAt",
    "startedAt",
    "stoppedAt",
    "isCancelled",
    "isTerminated",
)


def job_detail(job: Job) -> Json:
    """Show a job as DescribeJobs does; `environment` holds what was submitted, never the base environment."""
    spec = job.spec
    detail = {
        "jobArn": job.arn,
        "jobName": spec.name,
        "jobId": job.id,
        "jobQueue": spec.queue_arn,
        "jobDefinition": spec.definition_arn,
        "status": job.status.value,
        "statusReason": job.status_reason,
        "shareIdentifier": spec.share,
        "schedulingPriority": spec.priority,
        "attempts": [_attempt(attempt, job) for attempt in job.attempts],
        "retryStrategy": spec.retry.model_dump(by_alias=True, exclude_none=True, mode="json"),
        "timeout": {"attemptDurationSeconds": spec.timeout_seconds} if spec.timeout_seconds else None,
        "createdAt": milliseconds(job.created_at),
        "startedAt": milliseconds(job.started_at),
        "stoppedAt": milliseconds(job.stopped_at),
        "dependsOn": [],
        "parameters": dict(spec.parameters),
        "container": _container(job),
        "consumableResourceProperties": _needs(job),
        "tags": dict(spec.tags),
        "propagateTags": False,
        "platformCapabilities": ["FARGATE"],
        "isCancelled": job.is_cancelled,
        "isTerminated": job.is_terminated,
    }
    return _without_none(detail)


def job_summary(job: Job) -> Json:
    """Show a job as ListJobs does."""
    detail = job_detail(job)
    container = {
        key: detail["container"][key] for key in ("exitCode", "reason") if key in detail["container"]
    }
    return {key: detail[key] for key in _SUMMARY_FIELDS if key in detail} | {"container": container}


def state_change(job: Job, at: datetime, region: str, account: str) -> Json:
    """Make the event that EventBridge would bring about the job as it is now."""
    return {
        "version": "0",
        "id": str(uuid4()),
        "detail-type": "Batch Job State Change",
        "source": "aws.batch",
        "account": account,
        "time": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": region,
        "resources": [job.arn],
        "detail": job_detail(job),
    }


def milliseconds(moment: datetime | None) -> int | None:
    """Count milliseconds since 1970, as Batch tells times."""
    return None if moment is None else int(moment.timestamp() * 1000)


def _container(job: Job) -> Json:
    last = job.attempts[-1].ending if job.attempts else None
    return _without_none(
        {
            "image": job.spec.image,
            "command": list(job.spec.command),
            "environment": [variable.model_dump() for variable in job.spec.environment],
            "exitCode": last.exit_code if last else None,
            "reason": last.reason or None if last else None,
            "logStreamName": str(job.log),
            "volumes": [],
            "mountPoints": [],
            "ulimits": [],
            "networkInterfaces": [],
            "resourceRequirements": [],
            "secrets": [],
        }
    )


def _attempt(attempt: Attempt, job: Job) -> Json:
    container: Json = {
        "exitCode": attempt.ending.exit_code,
        "reason": attempt.ending.reason or None,
        "logStreamName": str(job.log),
        "networkInterfaces": [],
    }
    return {
        "container": _without_none(container),
        "startedAt": milliseconds(attempt.started_at),
        "stoppedAt": milliseconds(attempt.stopped_at),
        "statusReason": attempt.ending.status_reason,
    }


def _needs(job: Job) -> Json:
    needs = [{"consumableResource": name, "quantity": count} for name, count in job.spec.needs.items()]
    return {"consumableResourceList": needs}


def _without_none(fields: Json) -> Json:
    return {key: value for key, value in fields.items() if value is not None}
