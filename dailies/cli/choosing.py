"""Which takes are picked when nobody looks at them: pure."""

import re
from collections.abc import Sequence
from itertools import groupby
from typing import NewType

from dailies.cli.answers import Video
from dailies.domain.errors import InvalidInput

TakesEach = NewType("TakesEach", int)
"""The most takes picked of each item."""
ALL = TakesEach(1_000)

_COUNTED = re.compile(r"([1-9][0-9]?)-per-item", re.ASCII)


def parse_choice(text: str) -> TakesEach:
    """Read `all`, `none`, `first` or `2-per-item`; raises InvalidInput for anything else."""
    words = {"all": ALL, "none": TakesEach(0), "first": TakesEach(1)}
    if text in words:
        return words[text]
    counted = _COUNTED.fullmatch(text)
    if counted is None:
        raise InvalidInput(
            f"“{text}” picks nothing.", code="bad_choice", advice="Take all, first, none or e.g. 2-per-item."
        )
    return TakesEach(int(counted[1]))


def choose(videos: Sequence[Video], most_each: TakesEach) -> list[Video]:
    """Pick the newest takes of each item, in order of their outputs.

    Ids sort by item, attempt and output; a later attempt is one that the user asked for after seeing the earlier.
    """
    ordered = sorted(videos, key=lambda video: _order(video.video_id))
    chosen: list[Video] = []
    for _, takes in groupby(ordered, key=lambda video: video.item_id):
        chosen += _newest_first(list(takes))[:most_each]
    return sorted(chosen, key=lambda video: _order(video.video_id))


def _newest_first(takes: list[Video]) -> list[Video]:
    return sorted(takes, key=lambda video: (-_order(video.video_id)[-2], _order(video.video_id)[-1]))


def _order(video_id: str) -> tuple[str, int, int, int]:
    job, item, attempt, output = video_id.rsplit("-", 3)
    return job, int(item), int(attempt), int(output)
