"""What a provider is asked for, and what it answers."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from dailies.domain.failure import Failure
from dailies.domain.options import Aspect, ImageUse, TakeResolution


class OrderImage(BaseModel):
    """One picture of an order, on disk."""

    model_config = ConfigDict(frozen=True)

    path: Path
    name: str = Field(min_length=1, max_length=255)
    content_type: str


class Order(BaseModel):
    """One submission: what a person would set by hand before the click."""

    model_config = ConfigDict(frozen=True)

    reference: str
    """Names this purchase and no other, such as `<item>-<attempt>`."""
    prompt: str = Field(min_length=1, max_length=10_000)
    images: tuple[OrderImage, ...] = Field(min_length=1, max_length=3)
    image_use: ImageUse = ImageUse.REFERENCES
    aspect: Aspect = Aspect.PORTRAIT
    outputs: int = Field(default=2, ge=1, le=4)
    model: str = "Veo 3.1 - Fast"
    """Matched whole: "Veo 3.1 - Lite" is never "Veo 3.1 - Lite [Lower Priority]"."""
    duration: int = 8
    """Seconds."""
    resolution: TakeResolution = TakeResolution.HD720
    audio: bool = True
    max_credits: int | None = Field(default=None, ge=0)
    """The most that the submission may cost, in credits; None for no limit."""


class Prepared(BaseModel):
    """All that is ready for the paid act, read back from the provider where it can be."""

    model_config = ConfigDict(frozen=True)

    place: str
    """Where the result will lie: a project's address, or a storage prefix."""
    credits: int
    """What the provider says that it will cost; 0 where it bills money."""
    tiles_before: int = 0
    """How many tiles the project held; what a later look compares with."""
    asset_name: str | None = None
    """The unique name that the first image was uploaded under."""


class Progress(BaseModel):
    """How far the outputs of one submission are."""

    model_config = ConfigDict(frozen=True)

    percent: int = Field(ge=0, le=100)
    """The mean over the outputs; a settled output counts as 100."""
    queued: bool = False
    """Whether the provider says that an output waits in its queue."""


class Outcome(BaseModel):
    """What became of one output."""

    model_config = ConfigDict(frozen=True)

    output: int = Field(ge=1)
    """Its number from 1, the same on every later look."""
    failure: Failure | None = None
    """None where a video is ready to download."""
    account_wide: bool = False
    """Whether the failure is the account's, so that its other items must stop too."""

    @property
    def finished(self) -> bool:
        """Tell whether a video is ready to download."""
        return self.failure is None
