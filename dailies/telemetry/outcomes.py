"""From what happened to what is counted; pure, and the only place that decides it."""

from collections.abc import Mapping
from typing import Any

from dailies.domain.failure import Failure
from dailies.domain.ledger import Purchase, Spend
from dailies.domain.options import Provider, TaskKind
from dailies.domain.retry import Settlement
from dailies.domain.status import Status
from dailies.domain.units import Delivery, Rendition, Unit
from dailies.telemetry.categories import category_of
from dailies.telemetry.metrics import NO_PROVIDER, Sample, sample

_TOLD = frozenset({Status.FAILED, Status.BLOCKED, Status.WAITING})
_SENT = frozenset({Spend.SUBMITTED, Spend.FINISHED})


def kind_of(unit: Unit) -> TaskKind:
    """Give the kind of task that works on such a unit."""
    if isinstance(unit, Rendition):
        return TaskKind.UPSCALE
    return TaskKind.DELIVER if isinstance(unit, Delivery) else TaskKind.GENERATE


def settled(unit: Unit, settlement: Settlement, provider: Provider | None = None) -> list[Sample]:
    """Count what became of a unit after a try."""
    kind, status, failure = kind_of(unit), settlement.status, settlement.failure
    by = provider or NO_PROVIDER
    samples = [sample("UnitsSettled", kind=kind, provider=by, outcome=status)]
    if status in {Status.SUCCEEDED, Status.FAILED}:
        failed = status is Status.FAILED and not _is_verdict(failure)
        samples.append(sample("UnitFailures", int(failed), kind=kind))
    if failure and status in _TOLD:
        samples.append(sample("Failures", kind=kind, provider=by, category=category_of(failure.code)))
    if failure and status in {Status.WAITING, Status.BLOCKED}:
        samples.append(sample("Waits", category=category_of(failure.code)))
    return samples


def _is_verdict(failure: Failure | None) -> bool:
    """A prompt that the site will not have is its author's to change: no operator can mend it."""
    from dailies.domain.verdicts import VERDICTS  # noqa: PLC0415 - reads its rows at import

    verdict = VERDICTS.get(failure.code) if failure else None
    return verdict is not None and verdict.kind == "refused"


def spent(purchase: Purchase, to: Spend, given_back: int) -> list[Sample]:
    """Count the credits of one step of a purchase; what was never sent was never spent."""
    if to is Spend.SUBMITTED:
        return [sample("CreditsSpent", purchase.credits, provider=purchase.provider)]
    if given_back and purchase.state in _SENT:
        return [sample("CreditsReturned", given_back, provider=purchase.provider)]
    return []


def answered(status: int, milliseconds: float) -> list[Sample]:
    """Count one answer of the API."""
    return [
        sample("ApiRequests", answer=f"{status // 100}xx"),
        sample("ApiErrors", int(status >= 500)),
        sample("ApiTime", milliseconds),
    ]


def container_ran(task: str, detail: Mapping[str, Any]) -> list[Sample]:
    """Count how long a container waited for a machine and how long it ran, by the event of its end."""
    kind = task.split("-")[1] if "-" in task else ""
    created, started, stopped = (detail.get(f"{moment}At") for moment in ("created", "started", "stopped"))
    if not created or not started:
        return []  # it was taken back before any machine was found
    samples = [sample("ContainerWait", (started - created) / 1000, kind=kind)]
    if stopped:
        samples.append(sample("ContainerRun", (stopped - started) / 1000, kind=kind))
    return samples
