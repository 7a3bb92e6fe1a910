"""What a project's tiles say, as pure data: how far they are, how they ended."""

import re
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from containers.automation.sites.flow.messages import classify
from containers.automation.sites.flow.pack import Pack
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

    said: tuple[str, ...] = ()
    """All that a pending or failed tile says, in order, but the prompt and its buttons."""
    prompt: str | None = None
    pending: bool = False
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
    foreign: bool = False
    """Whether it shows another prompt than was sent."""

    @property
    def settled(self) -> bool:
        """Tell whether nothing more will happen to it."""
        return self.state in {TileState.FINISHED, TileState.FAILED}


def read_tile(texts: TileTexts, pack: Pack, prompt: str) -> Tile:
    """Decide what one tile is; the prompt that it may quote is never among its texts."""
    foreign = _differs(texts.prompt, prompt)
    if texts.failed:
        message, disclaimed = _verdict(texts, pack)
        return Tile(
            state=TileState.FAILED, percent=100, message=message, disclaimed=disclaimed, foreign=foreign
        )
    if texts.pending or texts.percent is not None:
        waits = classify(" ".join(texts.said), pack.messages).category == QUEUED
        state = TileState.QUEUED if waits else TileState.PENDING
        return Tile(state=state, percent=_percent(texts), foreign=foreign)
    if texts.thumbnail:
        return Tile(state=TileState.FINISHED, percent=100, foreign=foreign)
    return Tile(state=TileState.BLANK)


def _verdict(texts: TileTexts, pack: Pack) -> tuple[str, bool]:
    """Find reason and disclaimer by their elements, or by their places where a page's class names are unknown."""
    if texts.message is not None:
        return _plain(texts.message), bool(_plain(texts.disclaimer))
    disclaimers = [text for text in texts.said if _is_disclaimer(text, pack)]
    rest = [text for text in texts.said if text not in disclaimers]
    # The first line is the title, the second the reason; a title alone is all that there is.
    reason = rest[1] if len(rest) > 1 else (rest or [_plain(texts.title)])[0]
    return reason, bool(disclaimers)


def _is_disclaimer(text: str, pack: Pack) -> bool:
    return any(re.search(pattern, text, re.IGNORECASE) for pattern in pack.grid.disclaimers)


def _percent(texts: TileTexts) -> int:
    whole = [text for text in texts.said if re.fullmatch(r"\d{1,3}\s*%", text)]
    digits = re.search(r"\d+", texts.percent or (whole[0] if whole else ""))
    return min(int(digits.group()), 100) if digits else 0


def _differs(shown: str | None, prompt: str) -> bool:
    """Compare what a tile shows as its prompt, which may be cut off, with what was sent."""
    start = _plain(shown).removesuffix("…").strip()
    return bool(start) and not _plain(prompt).startswith(start)


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())
