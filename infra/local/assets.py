"""The cloud assembly's files, sent where the template looks for them."""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from infra.fingerprint import source_files
from infra.local.function_code import signpost

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Asset:
    """One file or folder and the object that it becomes."""

    source: Path
    is_folder: bool
    bucket: str
    key: str


def read_assets(assembly: Path, stack: str, *, account: str, region: str) -> Iterator[Asset]:
    """Give one stack's file assets; images are left out, as containers are processes here."""
    manifest = assembly / f"{stack}.assets.json"
    for entry in json.loads(manifest.read_text())["files"].values():
        source = entry["source"]
        for destination in entry["destinations"].values():
            bucket = destination["bucketName"]
            yield Asset(
                source=assembly / source["path"],
                is_folder=source["packaging"] == "zip",
                bucket=bucket.replace("${AWS::AccountId}", account).replace("${AWS::Region}", region),
                key=destination["objectKey"],
            )


def upload(asset: Asset, storage: "S3Client") -> None:
    """Put the asset into its bucket, unless it is there: the key is a hash of the content."""
    buckets = {bucket["Name"] for bucket in storage.list_buckets()["Buckets"]}
    if asset.bucket not in buckets:
        storage.create_bucket(Bucket=asset.bucket)
    held = storage.list_objects_v2(Bucket=asset.bucket, Prefix=asset.key).get("Contents", [])
    if any(entry["Key"] == asset.key and entry["Size"] for entry in held):
        return
    body = _pack(asset.source) if asset.is_folder else asset.source.read_bytes()
    storage.put_object(Bucket=asset.bucket, Key=asset.key, Body=body)


def _pack(folder: Path) -> bytes:
    files = signpost(folder) or _files(folder)
    buffer = io.BytesIO()
    # Stored, not deflated: it never leaves this machine, and deflating costs seconds.
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in source_files(folder, derived=True)}
