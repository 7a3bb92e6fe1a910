"""Log lines read back, and figures counted from them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dailies.cli.watching.figures import board_lines, number
from dailies.cli.watching.following import read_log
from dailies.cli.watching.lines import to_json, to_text
from dailies.domain.errors import InvalidInput
from dailies.domain.ids import job_id, made_at
from dailies.telemetry.boards import Board, Statistic
from dailies.telemetry.emf import lines_of
from dailies.telemetry.entries import Entry, merge, read_entry
from dailies.telemetry.metrics import sample
from dailies.telemetry.summary import Series, series_of, summarise, whole

NOW = datetime(2026, 11, 21, 12, 0, 0, 123000, tzinfo=UTC)
JOB = job_id(NOW, "seed")


def entry(seconds: float, message: str = "x", **fields: Any) -> Entry:
    return Entry(NOW + timedelta(seconds=seconds), "log", {"message": message, **fields})


def measured(*samples: Any) -> list[Entry]:
    found = (read_entry(line, "log", NOW) for line in lines_of(samples))
    return [each for each in found if each is not None]


class Growing:
    """A watch whose log has more lines each time it is read; the last look interrupts."""

    def __init__(self, *looks: list[Entry]) -> None:
        self._looks = iter(looks)
        self.since: list[datetime] = []

    def entries(self, about: str, since: datetime) -> list[Entry]:
        assert about.startswith(JOB)
        self.since.append(since)
        found = next(self._looks, None)
        if found is None:
            raise KeyboardInterrupt
        return found

    def series(self, since: datetime) -> list[Series]:
        return list(series_of(self.entries(JOB, since), since))


def test_given_a_jobs_id_when_read_then_it_tells_when_the_job_was_made() -> None:
    assert made_at(JOB) == NOW


@pytest.mark.parametrize(
    ("line", "message", "at"),
    [
        ('{"message": "a", "timestamp": "2026-11-21T11:00:00.000+00:00"}', "a", NOW.replace(hour=11, microsecond=0)),
        ('{"message": "a", "timestamp": "not a time"}', "a", NOW),
        ('{"message": "a"}', "a", NOW),
        ("Traceback (most recent call last):", "Traceback (most recent call last):", NOW),
        ("[1, 2]", "[1, 2]", NOW),
    ],
)  # fmt: skip
def test_given_any_line_when_read_then_it_is_an_entry_of_its_moment(
    line: str, message: str, at: datetime
) -> None:
    found = read_entry(line, "log", NOW)
    assert found is not None
    assert (found.fields["message"], found.at) == (message, at)


@pytest.mark.parametrize("line", ["", "  ", "START RequestId: 1 Version: $LATEST", "REPORT RequestId: 1"])
def test_given_what_the_runtime_wrote_when_read_then_it_is_no_entry(line: str) -> None:
    assert read_entry(line, "log", NOW) is None


def test_given_two_logs_when_merged_then_their_lines_follow_in_time() -> None:
    merged = merge([entry(1, "b"), entry(0, "a")], [entry(2, "d"), entry(1.5, "c")])
    assert [each.fields["message"] for each in merged] == ["a", "b", "c", "d"]


def test_given_metric_lines_when_counted_then_each_statistic_is_cloudwatchs() -> None:
    values = [1, 2, 3, 4]
    lines = measured(*(sample("ApiTime", value) for value in values))
    found = {each.statistic: list(each.values) for each in series_of(lines, NOW - timedelta(days=9999))}
    assert found[Statistic.SUM] == [10]
    assert (found[Statistic.MAXIMUM], found[Statistic.AVERAGE], found[Statistic.COUNT]) == ([4], [2.5], [4])
    assert (found[Statistic.P50], found[Statistic.P95], found[Statistic.P99]) == ([2], [4], [4])


@pytest.mark.parametrize(
    ("statistic", "number_"), [(Statistic.SUM, 9), (Statistic.MAXIMUM, 4), (Statistic.AVERAGE, 3), (Statistic.P95, 4)]
)  # fmt: skip
def test_given_several_periods_when_made_one_then_it_is_the_statistics_way(
    statistic: Statistic, number_: float
) -> None:
    assert whole(statistic, [2, 3, 4]) == number_


def test_given_metric_lines_when_summarised_then_each_value_of_a_dimension_has_its_row() -> None:
    lines = measured(
        sample("TasksEnded", kind="generate", outcome="succeeded"),
        sample("TasksEnded", kind="generate", outcome="succeeded"),
        sample("TasksEnded", kind="upscale", outcome="failed"),
        sample("QueueAge", 7),
    )
    series = list(series_of(lines, NOW - timedelta(days=9999)))
    ended = [each for each in summarise(Board.WORK, series) if each.title == "Tasks ended"]
    assert [(each.label, each.value) for each in ended] == [("generate succeeded", 2), ("upscale failed", 1)]
    (age,) = [
        each.value for each in summarise(Board.MACHINE, series) if each.title.startswith("Longest wait")
    ]
    assert age == 7


def test_given_old_metric_lines_when_counted_then_they_are_left_out() -> None:
    assert list(series_of([entry(-10, _aws={"CloudWatchMetrics": []})], NOW)) == []


def test_given_figures_of_one_title_when_shown_then_the_title_is_told_once() -> None:
    lines = measured(sample("ApiRequests", answer="2xx"), sample("ApiRequests", answer="5xx"))
    shown = list(summarise(Board.MACHINE, series_of(lines, NOW - timedelta(days=9999))))
    assert board_lines(shown, everything=False) == [("Requests", "2xx", "1"), ("", "5xx", "1")]
    assert len(board_lines(shown, everything=True)) > 20


@pytest.mark.parametrize(
    ("value", "text"), [(None, "-"), (0, "0"), (1234567, "1,234,567"), (0.256, "0.26"), (250.7, "251")]
)
def test_given_a_number_when_written_then_it_is_short(value: float | None, text: str) -> None:
    assert number(value) == text


def test_given_a_line_when_shown_to_people_then_it_says_when_what_and_about_which_item() -> None:
    line = entry(
        0, "failed", level="WARNING", service="container", item_id=f"{JOB}-00001", attempt=2, code="policy"
    )
    assert to_text(line) == f"12:00:00.123 WARNING container failed item_id={JOB}-00001 attempt=2 code=policy"
    assert '"log": "log"' in to_json(line)


def test_given_a_line_that_would_steer_the_terminal_when_shown_then_it_cannot() -> None:
    assert "\x1b" not in to_text(entry(0, "\x1b[2J", exception="a\n\x1b[2Jb"))


def test_given_a_log_when_followed_then_each_line_is_told_once_and_metrics_are_not() -> None:
    first, second = entry(1, "a"), entry(200, "b")
    watch = Growing([first, entry(1, "m", _aws={})], [first, second])
    slept: list[float] = []
    told: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        for each in read_log(watch, f"{JOB}-00001", follow=True, sleep=slept.append):
            told.append(each.fields["message"])  # noqa: PERF401 - what came before the end is looked at
    assert (told, len(slept)) == (["a", "b"], 2)
    assert watch.since[0] < watch.since[2] <= second.at


@pytest.mark.parametrize(
    ("looks", "told"), [(False, ["POST", "GET failed"]), (True, ["POST", "GET", "GET failed"])]
)
def test_given_requests_that_only_read_when_a_log_is_shown_then_they_are_told_on_demand(
    looks: bool, told: list[str]
) -> None:
    lines = [
        entry(1, "POST", method="POST", status=200),
        entry(2, "GET", method="GET", status=304),
        entry(3, "GET failed", method="GET", status=500),
    ]
    found = read_log(Growing(lines), JOB, follow=False, looks=looks)
    assert [each.fields["message"] for each in found] == told


def test_given_a_log_when_not_followed_then_it_is_read_once() -> None:
    assert [each.fields["message"] for each in read_log(Growing([entry(1, "a")]), JOB, follow=False)] == ["a"]


@pytest.mark.parametrize("wrong", ["", "x", "../etc", JOB[:-1], JOB.upper()])
def test_given_what_is_no_id_when_asked_for_then_it_is_refused(wrong: str) -> None:
    with pytest.raises(InvalidInput):
        list(read_log(Growing([]), wrong, follow=False))
