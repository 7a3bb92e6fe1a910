"""Looks before the work starts whether there is room on the disk for it."""

import shutil
from pathlib import Path

from dailies.domain.errors import DiskFull

# A 4K output was 5 to 6 times its 720p source; twice that, and never less than a few seconds' worth.
_GROWTH = 12
_LEAST_BYTES = 64 * 1024**2


def room_needed(source_bytes: int) -> int:
    """Give the bytes that upscaling a source of that size may write, the source not counted."""
    return max(_LEAST_BYTES, source_bytes * _GROWTH)


def check_room(folder: Path, needed: int, reserve: int) -> int:
    """Give the bytes that may be written into `folder`; raises DiskFull if `needed` do not fit beside `reserve`."""
    free = shutil.disk_usage(folder).free - reserve
    if free < needed:
        raise DiskFull(
            f"There is room for {max(0, free)} bytes and the work may need {needed}.",
            advice="Free some space, or try again elsewhere.",
        )
    return free
