"""The objects in the bucket: files on disk with the facts that the storage service tells."""

import base64
import hashlib
from pathlib import Path

from pydantic import BaseModel, ConfigDict


class StoredObject(BaseModel):
    """One object."""

    model_config = ConfigDict(frozen=True)

    name: str
    path: Path
    generation: str
    md5: str
    size: int

    def facts(self, bucket: str) -> dict[str, str]:
        """Give the resource as the API lists it; numbers are strings there."""
        return {
            "kind": "storage#object",
            "name": self.name,
            "bucket": bucket,
            "generation": self.generation,
            "size": str(self.size),
            "md5Hash": self.md5,
            "contentType": "video/mp4",
        }


class Shelf:
    """All objects, by name."""

    def __init__(self) -> None:
        self._objects: dict[str, StoredObject] = {}
        self._written = 0

    def put(self, name: str, path: Path) -> None:
        """Store a finished file."""
        data = path.read_bytes()
        self._written += 1
        digest = hashlib.md5(data, usedforsecurity=False).digest()
        self._objects[name] = StoredObject(
            name=name,
            path=path,
            generation=str(1_700_000_000_000_000 + self._written),
            md5=base64.b64encode(digest).decode(),
            size=len(data),
        )

    def under(self, prefix: str) -> list[StoredObject]:
        """List by prefix, sorted by name as the service sorts."""
        return [self._objects[name] for name in sorted(self._objects) if name.startswith(prefix)]

    def get(self, name: str) -> StoredObject | None:
        """Find one object."""
        return self._objects.get(name)

    def clear(self) -> None:
        """Forget everything."""
        self._objects.clear()
