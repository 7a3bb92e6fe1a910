"""The unique name that an image is uploaded under: equal names make the site bind an older asset."""

import re
import secrets
from pathlib import PurePath

_STEM_LIMIT = 40


def unique_name(image_name: str, tag: str | None = None) -> str:
    """Give stem, random tag and suffix; only letters, digits and dashes of an untrusted name survive."""
    path = PurePath(image_name)
    stem = re.sub(r"[^A-Za-z0-9]+", "-", path.stem).strip("-")[:_STEM_LIMIT] or "image"
    suffix = re.sub(r"[^a-z0-9]", "", path.suffix.lower())[:5] or "png"
    return f"{stem}-{tag or secrets.token_hex(5)}.{suffix}"
