"""A file that a user sends: its slot, and the verdict on what arrived."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from dailies.domain.failure import Failure
from dailies.domain.ids import UploadId
from dailies.domain.status import UploadStatus
from dailies.domain.units import Record

IMAGE_BYTES = 50 * 1024**2
ARCHIVE_BYTES = 500 * 1024**2
PART_BYTES = 16 * 1024**2
"""A minute over a home line, and far below S3's 10,000 parts for the largest file that is taken."""
MULTIPART_BYTES = PART_BYTES
"""Above this an upload goes in parts, so that a lost connection costs one part."""


class Verdict(BaseModel):
    """What was found in an uploaded file."""

    model_config = ConfigDict(frozen=True)

    kind: str | None = None
    """image, prompts, archive or video."""
    images: int = 0
    prompts: int = 0
    warnings: tuple[str, ...] = ()
    failure: Failure | None = None


class Upload(Record):
    """One file's slot."""

    upload_id: UploadId
    name: str
    size: int
    content_type: str
    status: UploadStatus = UploadStatus.REQUESTED
    verdict: Verdict = Verdict()
    prompts_key: str | None = None
    multipart_id: str | None = None
    source: str | None = None
    """Key of the object where it has one of its own: a ZIP that was dropped."""
    created_at: datetime
    updated_at: datetime
