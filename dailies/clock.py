"""The one place that asks what time it is, so that tests can tell it."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the present moment, with UTC as its zone."""


def now() -> datetime:
    """Give the present moment in UTC."""
    return datetime.now(UTC)
