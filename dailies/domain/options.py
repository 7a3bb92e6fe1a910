"""What a user may choose for a job."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class Aspect(StrEnum):
    """The shape of the takes."""

    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"


class Quality(StrEnum):
    """The upscaling preset; what each means is data of the media worker."""

    FAST = "fast"
    BALANCED = "balanced"
    HIGH = "high"


class Resolution(StrEnum):
    """Which rendition of a video."""

    SD = "720p"
    UHD = "4K"


class TaskKind(StrEnum):
    """What a task does to the job's material."""

    GENERATE = "generate"
    UPSCALE = "upscale"
    DELIVER = "deliver"


class Options(BaseModel):
    """How the takes of a job are made."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    aspect: Annotated[Aspect, Field(strict=False)] = Aspect.PORTRAIT
    outputs: Annotated[int, Field(ge=1, le=4)] = 2
    """Takes for each prompt."""
    model: Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[\w .\[\]-]+$")] = "Veo 3.1 - Fast"
    duration: Literal[8] = 8
    """Seconds of each take: at any other length the site drops the reference image and bills the rest."""
    prompt_for_all: bool = False
    """One prompt stands for every image."""
