import itertools

import pytest

from dailies.domain.failure import Failure
from dailies.domain.job import Counts, Scope, fold, job_status, task_status, wanted
from dailies.domain.status import (
    TASK_TRANSITIONS,
    TERMINAL,
    TRANSITIONS,
    JobStatus,
    Status,
    TaskStatus,
    sources,
    task_sources,
)


@pytest.mark.parametrize("status", Status)
def test_given_any_state_when_looked_up_then_the_table_says_where_it_may_go(status: Status) -> None:
    assert status in TRANSITIONS


@pytest.mark.parametrize(("source", "target"), list(itertools.product(Status, Status)))
def test_given_a_pair_of_states_when_inverted_then_sources_and_targets_agree(
    source: Status, target: Status
) -> None:
    assert (source in sources(target)) == (target in TRANSITIONS[source])


@pytest.mark.parametrize(("source", "target"), list(itertools.product(TaskStatus, TaskStatus)))
def test_given_a_pair_of_task_states_when_inverted_then_both_tables_agree(
    source: TaskStatus, target: TaskStatus
) -> None:
    assert (source in task_sources(target)) == (target in TASK_TRANSITIONS[source])


@pytest.mark.parametrize("status", sorted(TERMINAL))
def test_given_a_terminal_state_when_left_then_only_a_new_task_can_do_it(status: Status) -> None:
    assert TRANSITIONS[status] == {Status.QUEUED}


def test_given_93_good_and_7_failed_when_folded_then_the_job_is_done() -> None:
    counts = fold([Status.SUCCEEDED] * 93 + [Status.FAILED] * 7)
    assert (job_status(counts), counts.succeeded, counts.failed) == (JobStatus.DONE, 93, 7)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (Counts(), JobStatus.DRAFT),
        (Counts(total=2, pending=2), JobStatus.DRAFT),
        (Counts(total=2, blocked=1, succeeded=1), JobStatus.BLOCKED),
        (Counts(total=2, failed=2), JobStatus.FAILED),
        (Counts(total=2, cancelled=2), JobStatus.CANCELLED),
        (Counts(total=2, cancelled=1, succeeded=1), JobStatus.DONE),
    ],
)
def test_given_counts_when_no_task_runs_then_the_job_stands_so(counts: Counts, expected: JobStatus) -> None:
    assert job_status(counts) is expected


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (Counts(total=2, blocked=1, succeeded=1), TaskStatus.BLOCKED),
        (Counts(total=2, failed=1, succeeded=1), TaskStatus.SUCCEEDED),
        (Counts(total=2, failed=2), TaskStatus.FAILED),
        (Counts(total=2, cancelled=2), TaskStatus.CANCELLED),
        (Counts(), TaskStatus.FAILED),
    ],
)
def test_given_counts_when_a_task_ends_then_it_ends_so(counts: Counts, expected: TaskStatus) -> None:
    assert task_status(counts) is expected


FINAL = Failure(code="policy", detail="no", retryable=False)
PASSING = Failure(code="high_demand", detail="later", retryable=True)


@pytest.mark.parametrize(
    ("status", "failure", "expected"),
    [
        (Status.FAILED, FINAL, False),
        (Status.FAILED, PASSING, True),
        (Status.CANCELLED, None, True),
        (Status.BLOCKED, FINAL, True),
        (Status.SUCCEEDED, None, False),
        (Status.RUNNING, None, False),
        (Status.PENDING, None, False),
    ],
)
def test_given_an_item_when_a_job_is_retried_then_only_what_a_try_can_help_is_taken(
    status: Status, failure: Failure | None, expected: bool
) -> None:
    assert wanted(Scope.UNFINISHED, status, failure) is expected
