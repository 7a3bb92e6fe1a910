"""Streams bytes into an object of unknown length by multipart upload, holding one part in memory."""

import secrets
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

from botocore.exceptions import BotoCoreError, ClientError

from dailies.domain.errors import Conflict, MediaFailed

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client
    from mypy_boto3_s3.type_defs import CompletedPartTypeDef, CompleteMultipartUploadRequestTypeDef

LEAST_PART_BYTES = 8 * 1024**2
MOST_PARTS = 10_000
USUAL_MOST_BYTES = 150 * 1024**3
"""What fits where no bound is said."""

_MIB = 1024**2
Answer = TypeVar("Answer")
_OWNER_MARK = "written-by"


def part_bytes_for(total: int) -> int:
    """Give the part size, in whole MiB, with which `total` bytes fit into 10,000 equal parts."""
    return max(LEAST_PART_BYTES, -(-total // MOST_PARTS // _MIB) * _MIB)


class MultipartSink:
    """A write-only file that becomes an object when its `with` block ends well, and nothing when it does not.

    All parts but the last have the same size, because some S3-compatible stores insist on it: so the size is chosen
    beforehand from `expected_bytes`, an upper bound. Raises Conflict `object_exists`, or MediaFailed.
    """

    def __init__(
        self,
        client: "S3Client",
        bucket: str,
        key: str,
        *,
        content_type: str,
        expected_bytes: int = USUAL_MOST_BYTES,
        metadata: Mapping[str, str] | None = None,
        if_none_match: str | None = "*",
    ) -> None:
        """Prepare an upload; `if_none_match=None` lets it replace an object."""
        self._client = client
        self._bucket = bucket
        self._key = key
        self._content_type = content_type
        self._part_bytes = part_bytes_for(expected_bytes)
        self._metadata = dict(metadata or {})
        self._condition = if_none_match
        self._mark = secrets.token_hex(16)
        self._upload: str | None = None
        self._buffer = bytearray()
        self._parts: list[CompletedPartTypeDef] = []

    def __enter__(self) -> Self:
        self._upload = self._told(
            lambda: self._client.create_multipart_upload(
                Bucket=self._bucket,
                Key=self._key,
                ContentType=self._content_type,
                Metadata={**self._metadata, _OWNER_MARK: self._mark},
            )["UploadId"]
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._abort()
            return
        try:
            self._finish()
        except BaseException:
            self._abort()
            raise

    def write(self, data: bytes) -> int:
        """Take all of `data`; sends a part whenever one is full."""
        if self._upload is None:
            raise ValueError("The sink is not open.")
        left = memoryview(data)
        while left:
            room = self._part_bytes - len(self._buffer)
            self._buffer += left[:room]
            left = left[room:]
            if len(self._buffer) == self._part_bytes:
                self._send()
        return len(data)

    def _send(self) -> None:
        number = len(self._parts) + 1
        if number > MOST_PARTS:
            raise MediaFailed("The object is larger than was said.", code="object_too_large", retryable=False)
        upload = str(self._upload)
        answer = self._told(
            lambda: self._client.upload_part(
                Bucket=self._bucket,
                Key=self._key,
                UploadId=upload,
                PartNumber=number,
                Body=bytes(self._buffer),
            )
        )
        self._parts.append({"PartNumber": number, "ETag": answer["ETag"]})
        self._buffer = bytearray()

    def _finish(self) -> None:
        if self._buffer or not self._parts:
            self._send()
        try:
            self._complete()
        except (ClientError, BotoCoreError) as error:
            # The answer may have been lost after the store had done it, and a second asking then fails.
            if not self._is_ours():
                raise _translated(error, self._key) from error
        self._upload = None

    def _complete(self) -> None:
        request: CompleteMultipartUploadRequestTypeDef = {
            "Bucket": self._bucket,
            "Key": self._key,
            "UploadId": str(self._upload),
            "MultipartUpload": {"Parts": self._parts},
        }
        if self._condition is not None:
            request["IfNoneMatch"] = self._condition
        self._client.complete_multipart_upload(**request)

    def _is_ours(self) -> bool:
        try:
            head = self._client.head_object(Bucket=self._bucket, Key=self._key)
        except (ClientError, BotoCoreError):
            return False
        return head["Metadata"].get(_OWNER_MARK) == self._mark

    def _abort(self) -> None:
        self._buffer = bytearray()
        upload, self._upload = self._upload, None
        if upload is None:
            return
        try:
            self._client.abort_multipart_upload(Bucket=self._bucket, Key=self._key, UploadId=upload)
        except (ClientError, BotoCoreError):
            # The bucket's lifecycle rule removes what cannot be aborted now; the first error must be heard.
            return

    def _told(self, act: Callable[[], Answer]) -> Answer:
        try:
            return act()
        except (ClientError, BotoCoreError) as error:
            raise _translated(error, self._key) from error


def _translated(error: ClientError | BotoCoreError, key: str) -> Conflict | MediaFailed:
    code = error.response["Error"].get("Code", "") if isinstance(error, ClientError) else type(error).__name__
    if code in {"PreconditionFailed", "412"}:
        return Conflict("An object of this name is there already.", code="object_exists", subject=key)
    return MediaFailed(f"The store refused the object ({code}).", code="storage_failed", subject=key)
