"""Bodies that clients send: strict types, no field that is not named here."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from dailies.domain.characters import shorten
from dailies.domain.errors import NotFound
from dailies.domain.ids import VIDEO_PATTERN, VideoId, is_valid
from dailies.domain.options import Options, Quality, Resolution
from functions.api.models.texts import Comment, FileName, FolderName, PromptText, Title

MOST_AT_ONCE = 200
_MOST_PRIORITY = 9999
"""AWS Batch's highest scheduling priority."""
_MOST_PARTS = 10_000
"""S3's limit for one multipart upload."""
_SHOWN_CHARACTERS = 100
"""How much of what cannot be an id an answer repeats."""


def _known(video: str) -> VideoId:
    # Not a validation error: an id that cannot be is answered as one that is not there.
    if not is_valid(VIDEO_PATTERN, video):
        raise NotFound("There is no such video.", subject=shorten(video, _SHOWN_CHARACTERS))
    return VideoId(video)


def _all_different(videos: list[VideoId]) -> list[VideoId]:
    if len(set(videos)) != len(videos):
        raise PydanticCustomError("repeated", "Names the same video twice.")
    return videos


VideoIds = Annotated[
    list[Annotated[VideoId, AfterValidator(_known)]],
    Field(min_length=1, max_length=MOST_AT_ONCE),
    AfterValidator(_all_different),
]


Priority = Annotated[int, Field(ge=0, le=_MOST_PRIORITY)]


class RequestBody(BaseModel):
    """What all bodies have in common."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class CreateJob(RequestBody):
    """A new job."""

    title: Title
    options: Options = Options()
    priority: Priority = 0


class ChangeJob(RequestBody):
    """What is to be different about a draft; what is left out stays."""

    title: Title | None = None
    options: Options = Options()
    """Only those that are named change."""


class SetPriority(RequestBody):
    """What is to be worked on first: the higher."""

    priority: Priority


class FileEntry(RequestBody):
    """A file that is going to be sent."""

    name: FileName
    size: Annotated[int, Field(ge=1)]
    """Bytes."""
    content_type: (
        Annotated[str, Field(max_length=100, pattern=r"^[A-Za-z0-9.+_-]+/[A-Za-z0-9.+_-]+$")] | None
    ) = None


class RequestUploads(RequestBody):
    """The files to get slots for."""

    files: Annotated[list[FileEntry], Field(min_length=1, max_length=MOST_AT_ONCE)]


class CompleteUpload(RequestBody):
    """The parts of a file, in order; none of one that was sent whole."""

    etags: Annotated[
        list[Annotated[str, Field(pattern=r'^"?[A-Za-z0-9+/=_-]{1,128}"?$')]],
        Field(max_length=_MOST_PARTS),
    ] = []


class RerunItem(RequestBody):
    """Another take of one item."""

    prompt: PromptText | None = None


class SelectVideo(RequestBody):
    """Pick or unpick."""

    selected: bool


class GiveFeedback(RequestBody):
    """What the user thinks of a video."""

    rating: Annotated[int, Field(ge=1, le=5)] | None = None
    comment: Comment | None = None


class UpscaleVideos(RequestBody):
    """Videos to upscale to 4K."""

    video_ids: VideoIds
    quality: Annotated[Quality, Field(strict=False)] = Quality.BALANCED


class DownloadVideos(RequestBody):
    """Videos to deliver as one ZIP."""

    video_ids: VideoIds
    folder_name: FolderName = "Dailies"
    resolution: Annotated[Resolution, Field(strict=False)] = Resolution.UHD
