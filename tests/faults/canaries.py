"""Values that must never be found outside the vault, and the search for them in any bytes."""

import base64
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

SHORTEST = 8
"""Anything shorter turns up by chance."""


@dataclass(frozen=True)
class Canary:
    """One secret value."""

    kind: str
    value: str

    def forms(self) -> set[bytes]:
        """Give the ways in which it may be written."""
        encoded = base64.b64encode(self.value.encode()).rstrip(b"=")
        return {self.value.encode(), quote(self.value, safe="").encode(), encoded}


@dataclass(frozen=True)
class Finding:
    """One value of a kind, found in a place."""

    kind: str
    place: str


def of_session(state: Mapping[str, Any]) -> Iterator[Canary]:
    """Give what a browser state holds that opens or names the account."""
    for cookie in state.get("cookies", ()):
        yield Canary("cookie", str(cookie["value"]))
    for origin in state.get("origins", ()):
        for entry in origin["localStorage"]:
            yield Canary("local storage", str(entry["value"]))


def search(places: Iterable[tuple[str, bytes]], canaries: Iterable[Canary]) -> set[Finding]:
    """Find every canary in named contents and in the names themselves; archives are looked into."""
    wanted = [(each.kind, form) for each in canaries if len(each.value) >= SHORTEST for form in each.forms()]
    found = set()
    for place, content in places:
        for part in (place.encode(), *_unpacked(content)):
            found |= {Finding(kind, place) for kind, form in wanted if form in part}
    return found


def _unpacked(content: bytes) -> Iterator[bytes]:
    yield content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from _unpacked(archive.read(name))
