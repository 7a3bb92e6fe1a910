"""When a ZIP goes from storage."""

from datetime import UTC, datetime, timedelta

import pytest

from dailies.domain.retention import DELIVERY_DAYS, delivery_expiry

MIDNIGHT = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    ("finished", "days_later"),
    [
        (MIDNIGHT, DELIVERY_DAYS),
        (MIDNIGHT + timedelta(microseconds=1), DELIVERY_DAYS + 1),
        (MIDNIGHT + timedelta(hours=23, minutes=59), DELIVERY_DAYS + 1),
    ],
)
def test_given_a_zip_when_asked_when_it_goes_then_the_midnight_after_its_days(
    finished: datetime, days_later: int
) -> None:
    assert delivery_expiry(finished) == MIDNIGHT + timedelta(days=days_later)
