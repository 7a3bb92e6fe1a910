"""Every metric that the product writes: its unit, and the sets of dimensions it is counted by.

A metric costs by the month and by the value of each dimension, so no dimension is an id: each takes its values
from an enumeration, and what is not in it counts as `other`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from dailies.domain.options import Provider, Quality, TaskKind
from dailies.domain.status import Status, TaskStatus
from dailies.telemetry.categories import OTHER, categories

NAMESPACE = "Dailies"
NO_PROVIDER = "none"
"""Upscaling and delivering are nobody's but ours."""

STAGES = (
    "prepare", "wait for its turn", "look", "queued at the site", "generate", "download", "publish",
    "encode", "upload", "collect", "zip",
)  # fmt: skip
"""What a unit's progress may be called."""
ANSWERS = ("2xx", "3xx", "4xx", "5xx")


@dataclass(frozen=True)
class Metric:
    """One metric."""

    unit: str
    by: tuple[tuple[str, ...], ...] = ((),)
    """The sets of dimensions; the empty one is the sum of all."""


METRICS: Mapping[str, Metric] = {
    "JobsCreated": Metric("Count"),
    "TasksStarted": Metric("Count", (("kind",),)),
    "TasksEnded": Metric("Count", (("kind", "outcome"),)),
    "UnitsSettled": Metric("Count", (("kind", "provider", "outcome"),)),
    # 1 for a unit that failed, 0 for one that ended well: the average is the error rate.
    "UnitFailures": Metric("Count", ((), ("kind",))),
    "Failures": Metric("Count", (("kind", "provider", "category"),)),
    "Waits": Metric("Count", (("category",),)),
    "TakesMade": Metric("Count", (("provider",),)),
    "TakesKept": Metric("Count"),
    "CreditsSpent": Metric("Count", (("provider",),)),
    "CreditsReturned": Metric("Count", (("provider",),)),
    "CreditsToday": Metric("Count"),
    "StageSeconds": Metric("Seconds", (("kind", "stage"),)),
    "UpscaleSpeed": Metric("Count/Second", (("quality",),)),
    "OpenTasks": Metric("Count"),
    "QueueAge": Metric("Seconds"),
    "Stuck": Metric("Count"),
    "BlockedAccounts": Metric("Count"),
    "CheckFailures": Metric("Count"),
    "ContainerWait": Metric("Seconds", (("kind",),)),
    "ContainerRun": Metric("Seconds", (("kind",),)),
    "ApiRequests": Metric("Count", (("answer",),)),
    "ApiErrors": Metric("Count"),
    "ApiTime": Metric("Milliseconds"),
}

_VALUES: Mapping[str, Callable[[], frozenset[str]]] = {
    "kind": lambda: frozenset(TaskKind),
    "provider": lambda: frozenset(Provider) | {NO_PROVIDER},
    "outcome": lambda: frozenset(Status) | frozenset(TaskStatus),
    "category": lambda: frozenset(categories().values()),
    "stage": lambda: frozenset(STAGES),
    "quality": lambda: frozenset(Quality),
    "answer": lambda: frozenset(ANSWERS),
}


@dataclass(frozen=True)
class Sample:
    """One measurement of one metric."""

    metric: str
    value: float
    dimensions: tuple[tuple[str, str], ...] = ()
    """Name and value of each dimension, by name."""


def sample(metric: str, value: float = 1, **dimensions: str) -> Sample:
    """Measure; raises KeyError for a metric or a dimension that is not in the table."""
    known = {name for names in METRICS[metric].by for name in names}
    if known != set(dimensions):
        raise KeyError(f"{metric} is counted by {sorted(known)}")
    bounded = {name: _bounded(name, text) for name, text in dimensions.items()}
    return Sample(metric, value, tuple(sorted(bounded.items())))


@cache
def values_of(dimension: str) -> frozenset[str]:
    """Give every value that a dimension may have."""
    return _VALUES[dimension]() | {OTHER}


def _bounded(dimension: str, text: str) -> str:
    return str(text) if text in values_of(dimension) else OTHER
