from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dailies.domain.ids import (
    ITEM_PATTERN,
    JOB_PATTERN,
    TASK_PATTERN,
    VIDEO_PATTERN,
    ItemId,
    is_valid,
    item_id,
    item_of,
    job_id,
    job_of,
    task_id,
    video_id,
)

MOMENT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
JOB = job_id(MOMENT, "a seed")


@given(seed=st.text(), later=st.integers(min_value=1, max_value=10**9))
def test_given_two_moments_when_jobs_are_named_then_ids_sort_by_time(seed: str, later: int) -> None:
    assert job_id(MOMENT, seed) < job_id(MOMENT + timedelta(milliseconds=later), seed)


def test_given_the_same_seed_and_moment_when_a_job_is_named_twice_then_the_id_is_the_same() -> None:
    assert job_id(MOMENT, "a seed") == JOB


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (JOB_PATTERN, JOB),
        (ITEM_PATTERN, item_id(JOB, 10_000)),
        (VIDEO_PATTERN, video_id(item_id(JOB, 7), 3, 2)),
        (TASK_PATTERN, task_id(JOB, "generate", 12)),
    ],
)
def test_given_an_id_we_make_when_checked_then_it_fits_its_pattern(pattern: str, text: str) -> None:
    assert is_valid(pattern, text)


@pytest.mark.parametrize(
    "text",
    ["", "..", JOB + "\n", JOB + "#", JOB.upper(), JOB[:-1], JOB + "0", "j" + "\u0661" * 21, f"{JOB}|x"],
)
def test_given_what_is_no_job_id_when_checked_then_it_is_refused(text: str) -> None:
    assert not is_valid(JOB_PATTERN, text)


def test_given_a_video_id_when_asked_then_it_names_its_item_and_job() -> None:
    item = ItemId(item_id(JOB, 7))
    video = video_id(item, 3, 2)
    assert (item_of(video), job_of(video)) == (item, JOB)


def test_given_the_longest_task_id_when_used_as_execution_name_then_it_fits_80_characters() -> None:
    assert len(f"{task_id(JOB, 'generate', 999_999)}-x9") <= 80
