"""What a user may choose for a job."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from dailies.domain.ids import ACCOUNT_PATTERN, AccountName


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


class Provider(StrEnum):
    """Who makes the takes."""

    FLOW = "flow"
    """Google Flow, driven in a browser with an account's credits."""
    VEO = "veo"
    """The official Veo API on Vertex AI, billed in money."""


class ImageUse(StrEnum):
    """What the images of a prompt are for."""

    REFERENCES = "references"
    FRAMES = "frames"
    """The first is the take's first frame, the second its last."""


class TakeResolution(StrEnum):
    """The size in which the provider hands a take out."""

    HD720 = "720p"
    HD1080 = "1080p"


class Options(BaseModel):
    """How the takes of a job are made."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    aspect: Annotated[Aspect, Field(strict=False)] = Aspect.PORTRAIT
    outputs: Annotated[int, Field(ge=1, le=4)] = 2
    """Takes for each prompt."""
    model: Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[\w .\[\]-]+$")] = "Veo 3.1 - Fast"
    duration: Literal[4, 6, 8] = 8
    """Seconds of each take."""
    resolution: Annotated[TakeResolution, Field(strict=False)] = TakeResolution.HD720
    image_use: Annotated[ImageUse, Field(strict=False)] = ImageUse.REFERENCES
    images_per_prompt: Annotated[int, Field(ge=1, le=3)] = 1
    audio: bool = True
    provider: Annotated[Provider, Field(strict=False)] = Provider.FLOW
    failover: Annotated[Provider | None, Field(strict=False)] = None
    """Who makes what the provider cannot, when the user asked for that."""
    account: Annotated[AccountName | None, Field(pattern=ACCOUNT_PATTERN)] = None
    """The site account to use; None spreads the job over all that are ready."""
    max_credits: Annotated[int | None, Field(ge=0)] = None
    """The most credits that the whole job may cost; None for no limit of its own."""
    prompt_for_all: bool = False
    """One prompt stands for every image."""
