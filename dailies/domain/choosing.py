"""Which of a job's takes a reader wants to see."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from dailies.domain.flags import FlagKind
from dailies.domain.status import Status
from dailies.domain.units import Rendition, Video


class FlagChoice(StrEnum):
    """By what was noticed."""

    ANY = "any"
    NONE = "none"
    BLACK = FlagKind.BLACK
    FROZEN = FlagKind.FROZEN
    SILENT = FlagKind.SILENT
    WRONG_SIZE = FlagKind.WRONG_SIZE


class Upscaled(StrEnum):
    """By where the 4K rendition stands."""

    NONE = "none"
    OPEN = "open"
    DONE = "done"
    FAILED = "failed"


class Choice(BaseModel):
    """What must all hold of a take; None for what does not matter."""

    model_config = ConfigDict(frozen=True)

    selected: bool | None = None
    rated: bool | None = None
    min_rating: int | None = None
    flag: FlagChoice | None = None
    upscaled: Upscaled | None = None

    def takes(self, video: Video, rendition: Rendition | None) -> bool:
        """Tell whether a take is wanted."""
        return (
            self.selected in {None, video.selected}
            and self.rated in {None, video.rating is not None}
            and (self.min_rating is None or (video.rating or 0) >= self.min_rating)
            and (self.flag is None or _is_flagged(video, self.flag))
            and self.upscaled in {None, _standing(rendition)}
        )


def _is_flagged(video: Video, choice: FlagChoice) -> bool:
    kinds = {str(flag.kind) for flag in video.media.flags}
    if choice in {FlagChoice.ANY, FlagChoice.NONE}:
        return bool(kinds) is (choice is FlagChoice.ANY)
    return str(choice) in kinds


def _standing(rendition: Rendition | None) -> Upscaled:
    if rendition is None:
        return Upscaled.NONE
    if rendition.status is Status.SUCCEEDED:
        return Upscaled.DONE
    ended = {Status.FAILED, Status.CANCELLED}
    return Upscaled.FAILED if rendition.status in ended else Upscaled.OPEN
