"""The bucket: reading with limits, publishing once, deleting by prefix."""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dailies.domain.errors import Conflict, NotFound, OutputInvalid, SourceRejected

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

CHUNK_BYTES = 1024**2
SINGLE_PUT_BYTES = 64 * 1024**2
"""Above this an upload goes in parts; an S3 PUT could carry 5 GB but would start over after a lost connection."""


@dataclass(frozen=True)
class ObjectFacts:
    """What storage says about an object."""

    size: int
    etag: str
    modified: datetime
    notes: dict[str, str]
    """What its publisher recorded; `sha256` always."""


class Objects:
    """One bucket of an S3-compatible store."""

    def __init__(self, s3: "S3Client", bucket: str) -> None:
        """Take the client and the bucket's name."""
        self.client, self.bucket = s3, bucket

    def facts(self, key: str) -> ObjectFacts | None:
        """Ask about an object; None if it is not there."""
        from botocore.exceptions import ClientError  # noqa: PLC0415 - heavy

        try:
            head = self.client.head_object(Bucket=self.bucket, Key=key)
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
                return None
            raise
        return ObjectFacts(
            size=head["ContentLength"],
            etag=head["ETag"].strip('"'),
            modified=head["LastModified"],
            notes=head.get("Metadata", {}),
        )

    def download(self, key: str, target: Path, *, most_bytes: int) -> int:
        """Fetch an object into a file with one GET; refuses what is larger, and what arrives incomplete."""
        written = 0
        with target.open("wb") as file:
            for chunk in self.stream(key):
                written += len(chunk)
                if written > most_bytes:
                    raise SourceRejected(
                        f"The file is larger than {most_bytes // 1024**2} MB.", code="too_large"
                    )
                file.write(chunk)
        return written

    def stream(self, key: str) -> Iterator[bytes]:
        """Read an object in chunks of 1 MiB; raises when it ends early."""
        from botocore.exceptions import ClientError  # noqa: PLC0415 - heavy

        try:
            answer = self.client.get_object(Bucket=self.bucket, Key=key)
        except ClientError as error:
            if error.response["Error"]["Code"] in {"NoSuchKey", "404"}:
                raise NotFound(
                    "The file is not in storage any more.", subject=key.rsplit("/", 1)[-1]
                ) from error
            raise
        seen = 0
        with contextlib.closing(answer["Body"]) as body:
            for chunk in body.iter_chunks(CHUNK_BYTES):
                seen += len(chunk)
                yield chunk
        if seen != answer["ContentLength"]:
            raise OutputInvalid("Storage closed the connection early.", subject=key.rsplit("/", 1)[-1])

    def read(self, key: str, *, most_bytes: int) -> bytes | None:
        """Read a small object whole; None if it is not there."""
        facts = self.facts(key)
        if facts is None:
            return None
        if facts.size > most_bytes:
            raise SourceRejected("A stored file is larger than it may be.", code="too_large")
        return b"".join(self.stream(key))

    def put(self, key: str, body: bytes, *, content_type: str) -> None:
        """Write a small object whose content its key decides, or that is ours to replace."""
        self.client.put_object(Bucket=self.bucket, Key=key, Body=body, ContentType=content_type)

    def publish(
        self,
        key: str,
        source: Path,
        *,
        content_type: str,
        sha256: str,
        notes: Mapping[str, str] | None = None,
    ) -> None:
        """Write a checked file once; finding the same bytes there already is as good, other bytes are an error."""
        from botocore.exceptions import ClientError  # noqa: PLC0415 - heavy

        try:
            self._send(key, source, content_type, {**(notes or {}), "sha256": sha256})
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] != 412:
                raise
            self._accept_twin(key, sha256)
        except Conflict:
            self._accept_twin(key, sha256)

    def _accept_twin(self, key: str, sha256: str) -> None:
        there = self.facts(key)
        if there is None or there.notes.get("sha256") != sha256:
            raise OutputInvalid("Storage holds another file under this name.", code="output_conflict")

    def _send(self, key: str, source: Path, content_type: str, notes: dict[str, str]) -> None:
        if source.stat().st_size <= SINGLE_PUT_BYTES:
            with source.open("rb") as file:
                self.client.put_object(
                    Bucket=self.bucket,
                    Key=key,
                    Body=file,
                    ContentType=content_type,
                    Metadata=notes,
                    IfNoneMatch="*",
                )
            return
        from dailies.storage.multipart import MultipartSink  # noqa: PLC0415 - only workers need it

        with (
            source.open("rb") as file,
            MultipartSink(self.client, self.bucket, key, content_type=content_type, metadata=notes) as sink,
        ):
            while chunk := file.read(CHUNK_BYTES):
                sink.write(chunk)

    def delete(self, key: str) -> None:
        """Delete one object; one that is not there is as good."""
        self.client.delete_object(Bucket=self.bucket, Key=key)

    def delete_prefix(self, prefix: str) -> None:
        """Delete everything under a prefix, a page of at most 1,000 at a time."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix)
        for page in pages:
            found = [{"Key": entry["Key"]} for entry in page.get("Contents", [])]
            if found:
                self.client.delete_objects(
                    Bucket=self.bucket,
                    Delete={"Objects": found, "Quiet": True},  # type: ignore[typeddict-item]
                )

    def abort_stale_multiparts(self, before: datetime) -> int:
        """Abort multipart uploads begun before a moment; tell how many."""
        aborted = 0
        pages = self.client.get_paginator("list_multipart_uploads").paginate(Bucket=self.bucket)
        for page in pages:
            for upload in page.get("Uploads", []):
                if upload["Initiated"] < before:
                    self.client.abort_multipart_upload(
                        Bucket=self.bucket, Key=upload["Key"], UploadId=upload["UploadId"]
                    )
                    aborted += 1
        return aborted
