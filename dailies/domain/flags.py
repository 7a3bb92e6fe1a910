"""What may be wrong with a take that is whole: told beside it, and never a reason to refuse it."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict

from dailies.domain.aspects import Size
from dailies.domain.options import Aspect, TakeResolution


class FlagKind(StrEnum):
    """What a person should look at before circling a take."""

    BLACK = "black"
    FROZEN = "frozen"
    SILENT = "silent"
    WRONG_SIZE = "wrong_size"


class Flag(BaseModel):
    """One thing that was noticed."""

    model_config = ConfigDict(frozen=True)

    kind: FlagKind
    percent: int | None = None
    """The share of the length that is so; None for what has no length."""
    wanted: str | None = None
    """The size that was ordered, where it came in another."""


Stretch = tuple[float, float]
"""Where something begins and ends, in seconds."""


class Noticed(BaseModel):
    """What a decoding pass found in a file."""

    model_config = ConfigDict(frozen=True)

    seconds: float
    """Length of the picture."""
    size: Size
    has_sound: bool
    stretches: Mapping[FlagKind, tuple[Stretch, ...]]
    """Where it is black, frozen or silent."""


# A fade from black, a held last frame and a quiet take are as they should be.
LEAST_PERCENT: Mapping[FlagKind, int] = MappingProxyType(
    {FlagKind.BLACK: 20, FlagKind.FROZEN: 40, FlagKind.SILENT: 95}
)
# Encoders round to whole blocks of 16 pixels.
_BLOCK = 16
_SIDES = {TakeResolution.HD720: (720, 1280), TakeResolution.HD1080: (1080, 1920)}


def ordered_size(aspect: Aspect, resolution: TakeResolution) -> Size:
    """Give the size in pixels that a take was ordered in."""
    short, long = _SIDES[resolution]
    portrait = aspect is Aspect.PORTRAIT
    return Size(width=short if portrait else long, height=long if portrait else short)


def find_flags(noticed: Noticed, *, wanted: Size, sound: bool) -> tuple[Flag, ...]:
    """Say what is worth a look; `sound` = the take was ordered with sound."""
    return tuple(_flags(noticed, wanted, sound=sound))


def _flags(noticed: Noticed, wanted: Size, *, sound: bool) -> Iterator[Flag]:
    shares = {kind: _percent(noticed.stretches.get(kind, ()), noticed.seconds) for kind in LEAST_PERCENT}
    # Black stands still too: it is said once, by the name that tells more.
    shares[FlagKind.FROZEN] -= shares[FlagKind.BLACK]
    if not noticed.has_sound:
        shares[FlagKind.SILENT] = 100
    for kind, percent in shares.items():
        if percent >= LEAST_PERCENT[kind] and (sound or kind is not FlagKind.SILENT):
            yield Flag(kind=kind, percent=percent)
    if _differs(noticed.size, wanted):
        yield Flag(kind=FlagKind.WRONG_SIZE, wanted=str(wanted))


def _percent(stretches: Sequence[Stretch], seconds: float) -> int:
    length = sum(max(0.0, min(end, seconds) - max(start, 0.0)) for start, end in stretches)
    return min(100, round(100 * length / seconds)) if seconds > 0 else 0


def _differs(seen: Size, wanted: Size) -> bool:
    return max(abs(seen.width - wanted.width), abs(seen.height - wanted.height)) >= _BLOCK
