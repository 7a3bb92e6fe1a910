"""Metrics: bounded names, true counts, lines that CloudWatch takes."""

import io
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dailies.domain.failure import Failure
from dailies.domain.ledger import Purchase, Spend
from dailies.domain.options import Provider, TaskKind
from dailies.domain.retry import Settlement
from dailies.domain.status import Status
from dailies.telemetry import emf
from dailies.telemetry.categories import OTHER, categories, category_of
from dailies.telemetry.context import bound
from dailies.telemetry.emf import emit, lines_of
from dailies.telemetry.fields import IDS
from dailies.telemetry.metrics import METRICS, NAMESPACE, sample, values_of
from dailies.telemetry.outcomes import answered, container_ran, settled, spent
from dailies.telemetry.stages import StageTimer
from tests.store.makers import make_item, make_job, new_owner

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ITEM = make_item(make_job(new_owner()), 1)
DIMENSIONS = sorted({name for metric in METRICS.values() for names in metric.by for name in names})
MOST_SERIES = 700
"""What all metrics may come to if every value of every dimension once occurred; a month of one costs $0.30."""


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What is emitted."""
    stream = io.StringIO()
    monkeypatch.setattr(emf, "sink", stream)
    return stream


def said(samples: list[Any]) -> list[tuple[str, float, dict[str, str]]]:
    return [(each.metric, each.value, dict(each.dimensions)) for each in samples]


def failed(code: str, status: Status = Status.FAILED) -> Settlement:
    return Settlement(status=status, failure=Failure(code=code, detail="x"))


@given(st.sampled_from(DIMENSIONS), st.text(max_size=60))
def test_given_any_value_when_counted_then_it_is_one_of_the_dimensions_own(name: str, text: str) -> None:
    metric = next(each for each, row in METRICS.items() if any(name in names for names in row.by))
    known = {each for names in METRICS[metric].by for each in names}
    given_ = dict.fromkeys(known, text)
    dimensions = dict(sample(metric, 1.0, **given_).dimensions)
    assert all(value in values_of(each) for each, value in dimensions.items())


def test_given_all_metrics_when_every_value_occurs_then_the_bill_is_bounded() -> None:
    def series(names: tuple[str, ...]) -> int:
        product = 1
        for name in names:
            product *= len(values_of(name))
        return product

    # Two kinds of the three are nobody's but ours, and only one of them is upscaled: far less ever occurs.
    total = sum(series(names) for row in METRICS.values() for names in row.by if "provider" not in names)
    assert total <= MOST_SERIES


def test_given_the_table_when_read_then_no_dimension_is_an_id() -> None:
    assert not {name for row in METRICS.values() for names in row.by for name in names} & set(IDS)


@pytest.mark.parametrize("wrong", [{}, {"kind": "generate"}, {"kind": "a", "outcome": "b", "job_id": "c"}])
def test_given_dimensions_that_are_not_the_metrics_own_when_measured_then_it_is_refused(
    wrong: dict[str, str],
) -> None:
    with pytest.raises(KeyError):
        sample("TasksEnded", 1.0, **wrong)


def test_given_every_row_of_the_table_when_the_programs_are_read_then_somebody_measures_it() -> None:
    folders = ("dailies", "functions", "containers")
    text = "\n".join(path.read_text() for folder in folders for path in (ROOT / folder).rglob("*.py"))
    assert set(re.findall(r"\bsample\(\s*\"(\w+)\"", text)) == set(METRICS)


@pytest.mark.parametrize(
    ("settlement", "counts"),
    [
        (Settlement(status=Status.SUCCEEDED), [("UnitFailures", 0)]),
        (failed("download_failed"), [("UnitFailures", 1), ("Failures", "download")]),
        (failed("policy"), [("UnitFailures", 0), ("Failures", "policy")]),
        (failed("nobody_knows"), [("UnitFailures", 1), ("Failures", OTHER)]),
        (failed("high_demand", Status.WAITING), [("Failures", "high_demand"), ("Waits", "high_demand")]),
        (failed("session_expired", Status.BLOCKED), [("Failures", "session"), ("Waits", "session")]),
        (Settlement(status=Status.CANCELLED), []),
        (Settlement(status=Status.QUEUED), []),
    ],
)
def test_given_an_item_when_settled_then_its_outcome_its_fault_and_its_wait_are_counted(
    settlement: Settlement, counts: list[tuple[str, Any]]
) -> None:
    first, *others = said(settled(ITEM, settlement, Provider.FLOW))
    by = {"kind": "generate", "provider": "flow"}
    assert first == ("UnitsSettled", 1, {**by, "outcome": settlement.status})
    assert [(name, each.get("category", value)) for name, value, each in others] == counts


@pytest.mark.parametrize(
    ("state", "to", "back", "counted"),
    [
        (Spend.ARMED, Spend.SUBMITTED, 0, [("CreditsSpent", 20)]),
        (Spend.SUBMITTED, Spend.REFUSED, 20, [("CreditsReturned", 20)]),
        (Spend.SUBMITTED, Spend.FINISHED, 10, [("CreditsReturned", 10)]),
        (Spend.SUBMITTED, Spend.FINISHED, 0, []),
        (Spend.ARMED, Spend.REFUSED, 20, []),
        (Spend.ARMED, Spend.ABANDONED, 0, []),
    ],
)
def test_given_a_purchase_when_it_goes_on_then_only_what_was_sent_counts_as_spent(
    state: Spend, to: Spend, back: int, counted: list[tuple[str, float]]
) -> None:
    fields = {"number": 1, "prompt": "p", "model": "m", "place": "x", "credits": 20}
    purchase = Purchase(
        owner=ITEM.owner, job_id=ITEM.job_id, item_id=ITEM.item_id, state=state, created_at=NOW,
        updated_at=NOW, **fields,
    )  # fmt: skip
    assert [(name, value) for name, value, _ in said(spent(purchase, to, back))] == counted


@pytest.mark.parametrize(("status", "answer", "error"), [(200, "2xx", 0), (404, "4xx", 0), (503, "5xx", 1)])
def test_given_an_answer_when_counted_then_only_our_own_errors_are_errors(
    status: int, answer: str, error: int
) -> None:
    assert said(answered(status, 12.5)) == [
        ("ApiRequests", 1, {"answer": answer}),
        ("ApiErrors", error, {}),
        ("ApiTime", 12.5, {}),
    ]


@pytest.mark.parametrize(
    ("detail", "counted"),
    [
        ({}, []),
        ({"createdAt": 1000}, []),
        ({"createdAt": 1000, "startedAt": 31_000}, [("ContainerWait", 30)]),
        ({"createdAt": 1, "startedAt": 2001, "stoppedAt": 5001}, [("ContainerWait", 2), ("ContainerRun", 3)]),
    ],
)
def test_given_a_container_that_ended_when_counted_then_its_wait_and_its_run_are_known(
    detail: dict[str, int], counted: list[tuple[str, float]]
) -> None:
    assert [(name, value) for name, value, _ in said(container_ran("j1-upscale-1", detail))] == counted


def test_given_samples_when_emitted_then_each_line_is_what_cloudwatch_reads(
    written: io.StringIO,
) -> None:
    with bound(job_id="j1", item_id="j1-00001"):
        emit([sample("UnitFailures", 1, kind="upscale"), sample("QueueAge", 7), sample("Stuck", 0)])
    by_metric = {
        name: line
        for line in map(json.loads, written.getvalue().splitlines())
        for name in [each["Name"] for each in line["_aws"]["CloudWatchMetrics"][0]["Metrics"]]
    }
    directive = by_metric["UnitFailures"]["_aws"]["CloudWatchMetrics"][0]
    assert (directive["Namespace"], directive["Dimensions"]) == (NAMESPACE, [[], ["kind"]])
    assert (by_metric["UnitFailures"]["kind"], by_metric["UnitFailures"]["UnitFailures"]) == (
        "upscale",
        [1.0],
    )
    assert (by_metric["Stuck"] is by_metric["QueueAge"], by_metric["Stuck"]["job_id"]) == (True, "j1")


def test_given_a_closed_output_when_emitted_then_the_work_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed:
        def write(self, _text: str) -> None:
            raise BrokenPipeError

    monkeypatch.setattr(emf, "sink", Closed())
    emit([sample("Stuck", 0)])


def test_given_stages_when_one_follows_another_then_each_is_as_long_as_it_lasted(
    written: io.StringIO,
) -> None:
    moments = iter([0.0, 2.0, 2.0, 5.0])
    timer = StageTimer(TaskKind.UPSCALE, lambda: next(moments))
    for stage in ("download", "encode", "encode"):
        timer.enter(stage)
    timer.leave()
    timer.leave()
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert [(line["stage"], line["StageSeconds"]) for line in lines] == [
        ("download", [2.0]),
        ("encode", [3.0]),
    ]


def test_given_a_code_when_sorted_then_a_providers_verdict_is_a_category_of_its_own() -> None:
    assert (category_of("high_demand"), category_of("browser_lost"), category_of("")) == (
        "high_demand",
        "site_down",
        OTHER,
    )
    assert len(set(categories().values())) < 32


def test_given_no_samples_when_emitted_then_there_is_no_line() -> None:
    assert list(lines_of([])) == []
