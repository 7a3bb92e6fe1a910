"""Short-lived links that let a user's browser send and fetch objects without passing through us."""

from typing import TYPE_CHECKING
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict

from dailies.domain.upload import PART_BYTES

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

LINK_SECONDS = 900


class UploadLink(BaseModel):
    """How to send one file: `POST` a form with these fields, `PUT` the body, or `PUT` each part."""

    model_config = ConfigDict(frozen=True)

    method: str
    url: str | None = None
    fields: dict[str, str] = {}
    parts: tuple[str, ...] = ()
    """For a multipart upload: one URL for each part, in order."""
    part_bytes: int | None = None
    expires_in: int = LINK_SECONDS


class Links:
    """Signs links to one bucket."""

    def __init__(self, public: "S3Client", bucket: str, *, post: bool) -> None:
        """Take a client for the address that users reach, and whether the store has POST policies."""
        self._client, self._bucket, self._post = public, bucket, post

    def upload(self, key: str, *, size: int, content_type: str) -> UploadLink:
        """Sign the sending of one file of at most `size` bytes."""
        if not self._post:
            url = self._client.generate_presigned_url(
                "put_object",
                Params={
                    "Bucket": self._bucket,
                    "Key": key,
                    "ContentType": content_type,
                    "ContentLength": size,
                },
                ExpiresIn=LINK_SECONDS,
            )
            return UploadLink(method="PUT", url=url, fields={"Content-Type": content_type})
        signed = self._client.generate_presigned_post(
            self._bucket,
            key,
            Fields={"Content-Type": content_type},
            Conditions=[["content-length-range", 0, size], {"Content-Type": content_type}],
            ExpiresIn=LINK_SECONDS,
        )
        return UploadLink(method="POST", url=signed["url"], fields=signed["fields"])

    def multipart(self, key: str, upload: str, *, size: int) -> UploadLink:
        """Sign the parts of a large file."""
        count = -(-size // PART_BYTES)
        urls = tuple(
            self._client.generate_presigned_url(
                "upload_part",
                Params={"Bucket": self._bucket, "Key": key, "UploadId": upload, "PartNumber": number},
                ExpiresIn=LINK_SECONDS,
            )
            for number in range(1, count + 1)
        )
        return UploadLink(method="MULTIPART", parts=urls, part_bytes=PART_BYTES)

    def download(self, key: str, *, name: str | None = None, content_type: str | None = None) -> str:
        """Sign the fetching of one object; with a name it is saved under it, without it plays in the page."""
        params = {"Bucket": self._bucket, "Key": key}
        if name:
            params["ResponseContentDisposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
        if content_type:
            params["ResponseContentType"] = content_type
        return self._client.generate_presigned_url("get_object", Params=params, ExpiresIn=LINK_SECONDS)
