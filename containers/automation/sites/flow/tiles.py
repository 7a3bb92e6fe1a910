"""What a project's tiles say, as pure data: which are ours, how far they are, how they ended."""

import re
from collections.abc import Sequence
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from containers.automation.sites.flow.messages import classify
from containers.automation.sites.flow.order import Outcome, Progress
from containers.automation.sites.flow.pack import Pack
from dailies.domain.errors import SiteFailure
from dailies.domain.verdicts import QUEUED


class TileState(StrEnum):
    """The life of a tile; blank is the gap of some seconds between two of the others."""

    BLANK = "blank"
    PENDING = "pending"
    QUEUED = "queued"
    FINISHED = "finished"
    FAILED = "failed"


class TileTexts(BaseModel):
    """The texts inside one tile as the page script reads them; None where the element is absent."""

    model_config = ConfigDict(frozen=True)

    pending: str | None = None
    """All that a pending tile says but the prompt."""
    percent: str | None = None
    thumbnail: bool = False
    failed: bool = False
    title: str | None = None
    message: str | None = None
    disclaimer: str | None = None


class Tile(BaseModel):
    """One tile, newest first in its list."""

    model_config = ConfigDict(frozen=True)

    state: TileState
    percent: int = 0
    message: str = ""
    disclaimed: bool = False
    """Whether the site wrote that it did not charge."""

    @property
    def settled(self) -> bool:
        """Tell whether nothing more will happen to it."""
        return self.state in {TileState.FINISHED, TileState.FAILED}


def read_tile(texts: TileTexts, pack: Pack) -> Tile:
    """Decide what one tile is; the prompt that it may quote is never among its texts."""
    if texts.failed:
        message = " ".join((texts.message or texts.title or "").split())
        return Tile(state=TileState.FAILED, percent=100, message=message, disclaimed=bool(texts.disclaimer))
    if texts.pending is not None or texts.percent is not None:
        digits = re.search(r"\d+", texts.percent or "")
        waits = classify(texts.pending or "", pack.messages).category == QUEUED
        state = TileState.QUEUED if waits else TileState.PENDING
        return Tile(state=state, percent=min(int(digits.group()), 100) if digits else 0)
    return Tile(state=TileState.FINISHED, percent=100) if texts.thumbnail else Tile(state=TileState.BLANK)


def own_tiles(tiles: Sequence[Tile], before: int, outputs: int) -> tuple[Tile, ...]:
    """Give the tiles that came after the click: new ones are prepended, and the project is this item's alone."""
    own = tuple(tiles[: max(len(tiles) - before, 0)])
    if len(own) > outputs:
        raise SiteFailure(
            f"the project holds {len(own)} new videos where {outputs} were asked for",
            code="unexpected_tiles",
            charged=None,
            retryable=False,
            advice="Look at the project: somebody else may be working in it.",
        )
    return own


def progress_of(own: Sequence[Tile], outputs: int, reached: int = 0) -> Progress:
    """Fold the tiles into one figure, never less than `reached`: a blank tile between two states says 0."""
    return Progress(
        percent=max(min(sum(tile.percent for tile in own) // max(outputs, 1), 100), reached),
        queued=any(tile.state is TileState.QUEUED for tile in own),
    )


def outcomes_of(own: Sequence[Tile], pack: Pack) -> tuple[Outcome, ...]:
    """Say what became of each output, numbered from the newest."""
    return tuple(_outcome(number, tile, pack) for number, tile in enumerate(own, start=1))


def _outcome(number: int, tile: Tile, pack: Pack) -> Outcome:
    if tile.state is TileState.FINISHED:
        return Outcome(output=number)
    verdict = classify(tile.message, pack.messages)
    error = verdict.error(
        tile.message or "the site gave no reason", disclaimed=tile.disclaimed, subject=f"output {number}"
    )
    return Outcome(output=number, failure=error.failure, account_wide=verdict.account_wide)
