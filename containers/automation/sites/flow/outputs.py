"""Which tiles are a take's own, what they are counted as, and what became of each."""

from collections.abc import Sequence

from containers.automation.order import Outcome, Progress
from containers.automation.sites.flow.messages import classify
from containers.automation.sites.flow.pack import Pack
from containers.automation.sites.flow.refusals import unexpected_tiles
from containers.automation.sites.flow.tiles import Tile, TileState
from dailies.domain.verdicts import VERDICTS

MOST_OUTPUTS = 4
"""A submission has no more; tiles beyond that are another's."""


def own_tiles(tiles: Sequence[Tile], before: int, outputs: int) -> tuple[Tile, ...]:
    """Give the tiles that came after the click: new ones are prepended, and the project is this item's alone."""
    own = later_tiles(tiles, before)
    if len(own) > outputs:
        raise unexpected_tiles(
            f"the project holds {len(own)} new videos where {outputs} were asked for", charged=None
        )
    return own


def later_tiles(tiles: Sequence[Tile], before: int) -> tuple[Tile, ...]:
    """Give all tiles beyond the first `before`; one that shows another prompt is nobody's to guess about."""
    own = tuple(tiles[: max(len(tiles) - before, 0)])
    if any(tile.foreign for tile in own):
        raise unexpected_tiles("the project holds a video of another prompt", charged=None)
    return own


def numbers_of(count: int, outputs: int) -> tuple[int, ...]:
    """Number `count` tiles, newest first, so that a number stays when a person adds tiles to the project.

    The oldest `outputs` of them are the submission's, counted from its newest; later ones follow upwards.
    """
    extras = max(count - outputs, 0)
    return (*range(outputs + extras, outputs, -1), *range(1, count - extras + 1))


def progress_of(own: Sequence[Tile], outputs: int, reached: int = 0) -> Progress:
    """Fold the tiles into one figure, never less than `reached`: a blank tile between two states says 0."""
    return Progress(
        percent=max(min(sum(tile.percent for tile in own) // max(outputs, 1), 100), reached),
        queued=any(tile.state is TileState.QUEUED for tile in own),
    )


def outcomes_of(own: Sequence[Tile], outputs: int, pack: Pack) -> tuple[Outcome, ...]:
    """Say what became of each output, in the order of their numbers."""
    numbered = sorted(zip(numbers_of(len(own), outputs), own, strict=True), key=lambda pair: pair[0])
    return tuple(_outcome(number, tile, pack) for number, tile in numbered if number <= MOST_OUTPUTS)


def _outcome(number: int, tile: Tile, pack: Pack) -> Outcome:
    if tile.state is TileState.FINISHED:
        return Outcome(output=number)
    verdict = classify(tile.message, pack.messages)
    error = verdict.error(
        tile.message or "the site gave no reason", disclaimed=tile.disclaimed, subject=f"output {number}"
    )
    return Outcome(output=number, failure=error.failure, account_wide=verdict.account_wide)


def raise_if_account_stops(outcomes: Sequence[Outcome]) -> None:
    """Raise the account's own failure where no output is left to save."""
    if any(outcome.finished for outcome in outcomes):
        return
    for outcome in outcomes:
        if outcome.account_wide and outcome.failure is not None:
            disclaimed = outcome.failure.charged is False
            raise VERDICTS[outcome.failure.code].error(outcome.failure.detail, disclaimed=disclaimed)
