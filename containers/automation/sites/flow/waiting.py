"""Bounded waiting for a condition, where the page itself tells nothing to wait for."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TypeVar

Found = TypeVar("Found")
_GROWTH, _LONGEST = 1.25, 4
"""A look costs the browser some milliseconds, and what did not come at once is seldom near."""


async def wait_until(
    probe: Callable[[], Awaitable[Found | None]], *, every: float, within: float
) -> Found | None:
    """Ask every `every` seconds, later up to four times as seldom; None when `within` seconds brought no answer."""
    deadline, pause = monotonic() + within, every
    while True:
        found = await probe()
        left = deadline - monotonic()
        if found is not None or left <= 0:
            return found
        await asyncio.sleep(min(pause, left))
        pause = min(pause * _GROWTH, every * _LONGEST)
