"""Answers about sending files."""

from typing import Self

from pydantic import BaseModel

from dailies.domain.ids import UploadId
from dailies.services.uploading import Slot


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
    """For MULTIPART: one URL for each part, in order; then call `complete` with the ETags."""
    part_bytes: int | None
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
            expires_in=link.expires_in,
        )


class Slots(BaseModel):
    """A slot for each file, in the order they were asked for."""

    uploads: list[SlotAnswer]
