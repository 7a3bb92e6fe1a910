"""Answers about sending files."""

from typing import Self

from pydantic import BaseModel

from dailies.domain.ids import UploadId
from dailies.domain.status import UploadStatus
from dailies.domain.upload import PART_BYTES
from dailies.services.resending import Parts
from dailies.services.uploading import Slot
from dailies.storage.links import LINK_SECONDS


class SlotAnswer(BaseModel):
    """Where and how to send one file: `POST` a form with `fields`, `PUT` the body, or `PUT` each part."""

    upload_id: UploadId
    name: str
    method: str
    """POST, PUT or MULTIPART."""
    url: str | None
    fields: dict[str, str]
    """Form fields of a POST, headers of a PUT."""
    parts: list[str]
    """For MULTIPART: one URL for each part, in order."""
    part_bytes: int | None
    needs_complete: bool
    """Whether to call `complete` once all is sent, with the parts' ETags or, for a whole file, none."""
    expires_in: int
    """Seconds."""

    @classmethod
    def of(cls, slot: Slot) -> Self:
        """Show a slot."""
        link = slot.link
        return cls(
            upload_id=slot.upload.upload_id,
            name=slot.upload.name,
            method=link.method,
            url=link.url,
            fields=link.fields,
            parts=list(link.parts),
            part_bytes=link.part_bytes,
            needs_complete=slot.needs_complete,
            expires_in=link.expires_in,
        )


class PartHere(BaseModel):
    """A part that arrived whole."""

    number: int
    size: int
    etag: str


class PartToSend(BaseModel):
    """A part to `PUT`."""

    number: int
    url: str


class PartsAnswer(BaseModel):
    """How far an upload in parts is; once it was put together, only its status."""

    upload_id: UploadId
    name: str
    size: int
    status: UploadStatus
    part_bytes: int
    arrived: list[PartHere]
    missing: list[PartToSend]
    expires_in: int
    """Seconds that the links live."""

    @classmethod
    def of(cls, parts: Parts) -> Self:
        """Show which parts are here."""
        return cls(
            **parts.upload.model_dump(include={"upload_id", "name", "size", "status"}),
            part_bytes=PART_BYTES,
            arrived=[PartHere(**part.model_dump()) for part in parts.arrived],
            missing=[PartToSend(number=number, url=url) for number, url in parts.missing.items()],
            expires_in=LINK_SECONDS,
        )


class Slots(BaseModel):
    """A slot for each file, in the order they were asked for."""

    uploads: list[SlotAnswer]
