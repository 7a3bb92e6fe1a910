"""Virtual time: a two-minute generation may take milliseconds."""

import asyncio
import time


class VirtualClock:
    """Seconds that pass `factor` times as fast as real ones."""

    def __init__(self, factor: float) -> None:
        self.factor = factor
        self._started = time.monotonic()

    def now(self) -> float:
        """Give the virtual seconds since the site started."""
        return (time.monotonic() - self._started) * self.factor

    async def sleep(self, seconds: float) -> None:
        """Wait for that many virtual seconds."""
        await asyncio.sleep(seconds / self.factor)
