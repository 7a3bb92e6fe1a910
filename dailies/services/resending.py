"""Going on with an upload that was cut off: which of its parts are here, and links for the others."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from dailies.domain.errors import Conflict, NotFound
from dailies.domain.ids import JobId, Owner, UploadId
from dailies.domain.status import UploadStatus
from dailies.domain.upload import PART_BYTES, Upload
from dailies.services.app import App
from dailies.services.judging import place_of


class ArrivedPart(BaseModel):
    """A part that is here whole."""

    model_config = ConfigDict(frozen=True)

    number: int
    size: int
    etag: str


class Parts(BaseModel):
    """How far an upload in parts is."""

    model_config = ConfigDict(frozen=True)

    upload: Upload
    arrived: tuple[ArrivedPart, ...] = ()
    missing: Mapping[int, str] = {}
    """A fresh link for each part that is to be sent."""


def read_parts(app: App, owner: Owner, job: JobId, upload: UploadId) -> Parts:
    """Say which parts of an upload are here; once it is put together, none is spoken of any more."""
    slot = app.store.uploads.get(owner, job, upload)
    if slot is None:
        raise NotFound("There is no such upload.")
    if slot.multipart_id is None:
        raise Conflict("This upload is not in parts.", subject=upload)
    if slot.status is not UploadStatus.REQUESTED:
        return Parts(upload=slot)
    arrived = _arrived(app, slot, slot.multipart_id)
    if arrived is None:
        return _put_together(app, slot)
    links = app.links.multipart(place_of(slot), slot.multipart_id, size=slot.size).parts
    here = {part.number for part in arrived}
    missing = {number: link for number, link in enumerate(links, start=1) if number not in here}
    return Parts(upload=slot, arrived=arrived, missing=missing)


def _arrived(app: App, slot: Upload, multipart: str) -> tuple[ArrivedPart, ...] | None:
    """Give the parts that are whole; None where storage knows of no such upload."""
    from botocore.exceptions import ClientError  # noqa: PLC0415 - heavy

    # One answer holds 1,000 parts: more than the largest file that is taken has.
    try:
        answer = app.objects.client.list_parts(
            Bucket=app.objects.bucket, Key=place_of(slot), UploadId=multipart
        )
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
            return None
        raise
    parts = [
        ArrivedPart(number=part["PartNumber"], size=part["Size"], etag=part["ETag"].strip('"'))
        for part in answer.get("Parts", [])
    ]
    return tuple(part for part in parts if part.size == _size_of(slot, part.number))


def _size_of(slot: Upload, number: int) -> int:
    return min(PART_BYTES, slot.size - (number - 1) * PART_BYTES)


def _put_together(app: App, slot: Upload) -> Parts:
    if app.objects.facts(place_of(slot)) is None:
        raise Conflict(
            "The parts of this upload were thrown away: it was left for more than a day.",
            code="upload_expired",
            subject=slot.name,
            advice="Ask for a new slot and send the whole file.",
        )
    return Parts(upload=slot)
