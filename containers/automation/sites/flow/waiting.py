"""Bounded waiting for a condition, where the page itself tells nothing to wait for."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TypeVar

Found = TypeVar("Found")


async def wait_until(
    probe: Callable[[], Awaitable[Found | None]], *, every: float, within: float
) -> Found | None:
    """Ask every `every` seconds until the answer is not None; None after `within` seconds."""
    deadline = monotonic() + within
    while True:
        found = await probe()
        left = deadline - monotonic()
        if found is not None or left <= 0:
            return found
        await asyncio.sleep(min(every, left))
