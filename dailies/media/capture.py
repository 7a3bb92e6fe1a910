"""Runs a tool whose answer is text on stdout, and keeps a bounded amount of it."""

from collections.abc import Sequence

from dailies.domain.errors import MediaFailed
from dailies.media.process import Ended, IsCancelled, ProcessLimits, never, run

_MOST_BYTES = 1024 * 1024


class _Kept:
    def __init__(self) -> None:
        self.bytes = bytearray()

    def add(self, chunk: bytes) -> bool:
        self.bytes += chunk
        if len(self.bytes) > _MOST_BYTES:
            raise MediaFailed("The tool said more than 1 MiB.", code="tool_output_too_large", retryable=False)
        return True


def capture(
    command: Sequence[str], *, limits: ProcessLimits, cancelled: IsCancelled = never
) -> tuple[str, Ended]:
    """Run `command` and give its stdout, at most 1 MiB; raises what `process.run` raises, and MediaFailed."""
    kept = _Kept()
    ended = run(command, limits=limits, on_output=kept.add, cancelled=cancelled)
    return kept.bytes.decode("utf-8", "replace"), ended
