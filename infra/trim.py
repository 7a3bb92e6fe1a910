"""What the bundle can do without: botocore describes 400 services and we call a handful."""

import shutil
from pathlib import Path

SERVICES = frozenset(
    {"batch", "dynamodb", "kms", "lambda", "s3", "secretsmanager", "sqs", "stepfunctions", "sts"}
)
"""Every service that a function may make a client for."""


def trim_bundle(folder: Path) -> None:
    """Remove the descriptions of services that no function calls: 25 of botocore's 31 MB."""
    for library in ("botocore", "boto3"):
        for entry in (folder / library / "data").glob("*/"):
            if entry.name not in SERVICES:
                shutil.rmtree(entry)
    shutil.rmtree(folder / "bin", ignore_errors=True)
