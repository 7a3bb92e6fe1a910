"""Metrics on their way out: lines in CloudWatch's embedded metric format, so that nobody has to call anything."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import groupby
from typing import Any, TextIO

from dailies.telemetry.context import bound_ids
from dailies.telemetry.metrics import METRICS, NAMESPACE, Sample

sink: TextIO = sys.stdout
"""The output that the process began with: what borrows it for a while must not be mixed with metrics."""


def emit(samples: Sequence[Sample]) -> None:
    """Write the samples out; a metric that cannot be written never stops the work."""
    with suppress(OSError, ValueError):
        sink.write("".join(f"{line}\n" for line in lines_of(samples)))
        sink.flush()


def lines_of(samples: Sequence[Sample]) -> Iterator[str]:
    """Give one line for the samples of each set of dimensions and values."""
    for key, group in groupby(sorted(samples, key=_key), key=_key):
        yield json.dumps(_document(dict(key[1]), list(group)))


def _key(sample: Sample) -> tuple[tuple[tuple[str, ...], ...], tuple[tuple[str, str], ...]]:
    return METRICS[sample.metric].by, sample.dimensions


def _document(dimensions: Mapping[str, str], samples: Sequence[Sample]) -> Mapping[str, Any]:
    from aws_lambda_powertools.metrics import EphemeralMetrics  # noqa: PLC0415 - heavy

    first, *others = METRICS[samples[0].metric].by
    metrics = EphemeralMetrics(namespace=NAMESPACE)
    for name in first:
        metrics.add_dimension(name, dimensions[name])
    for names in others:
        metrics.add_dimensions(**{name: dimensions[name] for name in names})
    for each in samples:
        metrics.add_metric(each.metric, METRICS[each.metric].unit, each.value)
    # Ids are properties of the line, never dimensions: the logs can be asked for them, and nothing is paid for them.
    for name, text in {"level": "INFO", "message": "metrics", **bound_ids()}.items():
        metrics.add_metadata(name, text)
    document: Mapping[str, Any] = metrics.serialize_metric_set()
    return document
