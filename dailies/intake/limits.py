"""How much of a user's file is ever read, opened or unpacked."""

from dataclasses import dataclass

from dailies.domain.prompts import MAX_PROMPTS_BYTES
from dailies.domain.upload import ARCHIVE_BYTES, IMAGE_BYTES

MIB = 1024**2


@dataclass(frozen=True, kw_only=True)
class IntakeLimits:
    """Bounds on one upload; sizes in bytes."""

    image_bytes: int = IMAGE_BYTES
    image_pixels: int = 50_000_000
    """Width times height; four bytes of memory each while decoding."""
    image_side: int = 64
    """The shortest side in pixels that still shows something."""
    image_aspect: int = 16
    """The longest side as a multiple of the shortest."""
    prompts_bytes: int = MAX_PROMPTS_BYTES
    video_bytes: int = 500 * MIB
    archive_bytes: int = ARCHIVE_BYTES
    archive_members: int = 10_000
    unpacked_bytes: int = 2 * 1024 * MIB
    """All members of an archive together, declared and counted while reading."""
    ratio: int = 100
    """How many times a member above 1 MiB may grow; photographs hardly grow at all."""


DEFAULT_LIMITS = IntakeLimits()
