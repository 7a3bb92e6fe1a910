"""Upload slots, their verdicts, and the checked pictures of a draft."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dailies.clock import Clock
from dailies.domain.ids import JobId, Owner, UploadId
from dailies.domain.status import UploadStatus
from dailies.domain.units import SourceImage
from dailies.domain.upload import Upload
from dailies.store import keys
from dailies.store.conditions import equals
from dailies.store.rows import read_each, to_row
from dailies.store.table import ACTIVE_INDEX, Superseded, Table

OPEN_UPLOADS = "UPLOADS"
"""The index partition that lists uploads without a verdict."""


class Uploads:
    """Every owner's uploads."""

    def __init__(self, table: Table, clock: Clock) -> None:
        """Take the table and the clock that stamps changes."""
        self._table, self._clock = table, clock

    def add(self, uploads: Iterable[Upload]) -> None:
        """Write upload slots; a slot that is there already stays with its verdict."""
        for upload in uploads:
            marks = {
                "active_pk": OPEN_UPLOADS,
                "active_sk": f"{upload.owner}#{upload.job_id}#{upload.upload_id}",
            }
            try:
                self._table.put_new(
                    keys.upload(upload.owner, upload.job_id, upload.upload_id), {**to_row(upload), **marks}
                )
            except Superseded:
                continue

    def get(self, owner: Owner, job: JobId, upload: UploadId) -> Upload | None:
        """Read one slot."""
        row = self._table.get(keys.upload(owner, job, upload))
        return Upload.model_validate(row) if row else None

    def of_job(self, owner: Owner, job: JobId) -> list[Upload]:
        """Read a job's slots."""
        rows = self._table.scan_partition(keys.partition(owner, job), "UPLOAD#")
        return [Upload.model_validate(row) for row in rows]

    def delete_operation(self, upload: Upload) -> Mapping[str, Any]:
        """Describe the deletion of a slot, to be made together with what it changes in its job."""
        return self._table.delete_operation(keys.upload(upload.owner, upload.job_id, upload.upload_id))

    def open(self) -> Iterator[Upload]:
        """Read every owner's slots that have no verdict yet."""
        yield from read_each(Upload, self._table.scan_index(ACTIVE_INDEX, OPEN_UPLOADS))

    def decide(self, upload: Upload, status: UploadStatus, changes: Mapping[str, Any]) -> bool:
        """Write the verdict once; tell whether this was the first."""
        marks = {"active_pk": None, "active_sk": None}
        try:
            self._table.change(
                keys.upload(upload.owner, upload.job_id, upload.upload_id),
                {"status": status, "updated_at": self._clock(), **marks, **changes},
                when=equals("status", UploadStatus.REQUESTED),
            )
        except Superseded:
            return False
        return True

    def add_images(self, images: Iterable[SourceImage]) -> None:
        """Write a draft's checked pictures; writing one again changes nothing."""
        self._table.write_all(
            {**to_row(image), **keys.source_image(image.owner, image.job_id, image.upload_id, image.position)}
            for image in images
        )

    def drop_images(self, upload: Upload) -> None:
        """Forget the pictures of an upload that came to nothing."""
        partition = keys.partition(upload.owner, upload.job_id)
        rows = self._table.scan_partition(partition, f"IMAGE#{upload.upload_id}#")
        self._table.delete_all(keys.Key(pk=row["pk"], sk=row["sk"]) for row in rows)

    def images(self, owner: Owner, job: JobId) -> list[SourceImage]:
        """Read a draft's checked pictures."""
        rows = self._table.scan_partition(keys.partition(owner, job), "IMAGE#")
        return [SourceImage.model_validate(row) for row in rows]
