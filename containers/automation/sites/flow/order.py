"""What the driver is asked for, and what it answers."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from dailies.domain.failure import Failure

Aspect = Literal["portrait", "landscape"]
ImageUse = Literal["ingredients", "frames"]


class Credentials(BaseModel):
    """An account that signs in on the site's own form."""

    model_config = ConfigDict(frozen=True)

    email: str = Field(min_length=3)
    password: SecretStr


class Order(BaseModel):
    """One submission: what a person would set by hand before the click."""

    model_config = ConfigDict(frozen=True)

    prompt: str = Field(min_length=1, max_length=10_000)
    image: Path
    image_name: str = Field(min_length=1, max_length=255)
    aspect: Aspect = "portrait"
    outputs: int = Field(default=2, ge=1, le=4)
    model: str = "Veo 3.1 - Fast"
    """Matched whole: "Veo 3.1 - Lite" is never "Veo 3.1 - Lite [Lower Priority]"."""
    duration_seconds: Literal[4, 6, 8, 10] = 8
    image_use: ImageUse = "ingredients"
    max_credits: int | None = Field(default=None, ge=0)
    """The most that the submission may cost, in credits; None for no limit."""


class Prepared(BaseModel):
    """A composer that is ready for the paid click, all of it read back from the page."""

    model_config = ConfigDict(frozen=True)

    project_url: str
    credits: int
    """What the site says that the click will cost."""
    tiles_before: int
    """How many tiles the project held; what a later look compares with."""
    asset_name: str
    """The unique name that the image was uploaded under."""


class Progress(BaseModel):
    """How far the outputs of one submission are."""

    model_config = ConfigDict(frozen=True)

    percent: int = Field(ge=0, le=100)
    """The mean over the outputs; a settled output counts as 100."""
    queued: bool = False
    """Whether the site says that an output waits in its queue."""


class Outcome(BaseModel):
    """What became of one output."""

    model_config = ConfigDict(frozen=True)

    output: int = Field(ge=1)
    """Its number from 1, counted from the newest tile; the same on every later look."""
    failure: Failure | None = None
    """None where a video is ready to download."""
    account_wide: bool = False
    """Whether the failure is the account's, so that its other items must stop too."""

    @property
    def finished(self) -> bool:
        """Tell whether a video is ready to download."""
        return self.failure is None
