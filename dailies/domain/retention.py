"""How long what was made is kept: the bucket's lifecycle rules and what users are told are made from this."""

from datetime import datetime, timedelta

DELIVERY_DAYS = 7
"""A ZIP can be built again from its videos, and is as large as all of them together."""


def delivery_expiry(finished: datetime) -> datetime:
    """Say when a ZIP goes: storage rounds an age in days up to the next midnight, UTC."""
    due = finished + timedelta(days=DELIVERY_DAYS)
    midnight = due.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight if midnight == due else midnight + timedelta(days=1)
