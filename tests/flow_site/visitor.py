"""A visitor who uses the site over HTTP, and the one who runs it."""

import io
import threading
import time
from collections.abc import Callable
from typing import Any, Self, TypeVar

import httpx2
from PIL import Image

DEADLINE_SECONDS = 30.0
PAUSE_SECONDS = 0.02
"""Without one, the asking takes the processor from what is waited for."""
JSON = dict[str, Any]
_T = TypeVar("_T")

CHEAP = {"mode": "image", "aspect": "1:1"}
CLIP = {
    "mode": "video",
    "submode": "ingredients",
    "aspect": "9:16",
    "model": "Veo 3.1 - Fast",
    "resolution": "720p",
    "seconds": 8,
}
SHORT = {**CLIP, "seconds": 4}


def wait_for(find: Callable[[], _T | None]) -> _T:
    """Ask again and again until there is an answer, with a deadline."""
    deadline, pause = time.monotonic() + DEADLINE_SECONDS, threading.Event()
    while time.monotonic() < deadline:
        if found := find():
            return found
        pause.wait(PAUSE_SECONDS)
    raise TimeoutError("waited in vain")


def picture(colour: str = "teal", size: tuple[int, int] = (320, 240)) -> bytes:
    """Draw a PNG."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


class Client:
    """An HTTP client that closes with its block."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.http = httpx2.Client(base_url=url, timeout=DEADLINE_SECONDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()


class Owner(Client):
    """Runs the site: switches faults, reads the bill and the log."""

    def fault(self, name: str, **conditions: Any) -> None:
        """Switch a fault on."""
        self.http.post("/__admin/faults", json={"fault": name, **conditions}).raise_for_status()

    def add_account(self, email: str, password: str, **more: Any) -> None:
        """Make an account."""
        body = {"email": email, "password": password, **more}
        self.http.post("/__admin/accounts", json=body).raise_for_status()

    def change(self, email: str, **changes: Any) -> httpx2.Response:
        """Change an account while the site runs."""
        return self.http.patch("/__admin/accounts", json={"email": email, **changes})

    def bill(self, email: str) -> JSON:
        """Give one account's bill."""
        bill: JSON = self.http.get("/__bill").json()["accounts"][email]
        return bill

    def log(self) -> JSON:
        """Give the log."""
        log: JSON = self.http.get("/__log").json()
        return log

    def actions(self, kind: str) -> list[JSON]:
        """Give the logged actions of one kind."""
        return [action for action in self.log()["actions"] if action["action"] == kind]


class Visitor(Client):
    """A signed-in account with a project open."""

    def __init__(self, url: str, email: str, password: str) -> None:
        super().__init__(url)
        self.email = email
        self.http.post("/signin", data={"email": email, "password": password})
        self.project = str(self.http.post("/api/projects", json={}).json()["id"])

    def upload(self, name: str = "cat.png", data: bytes | None = None) -> httpx2.Response:
        """Upload a picture."""
        path = f"/api/projects/{self.project}/uploads"
        return self.http.post(path, params={"name": name}, content=picture() if data is None else data)

    def search(self, query: str) -> list[JSON]:
        """Search the picker."""
        found: list[JSON] = self.http.get(f"/api/projects/{self.project}/assets", params={"q": query}).json()
        return found

    def submit(self, prompt: str, settings: JSON, assets: tuple[str | None, ...] = ()) -> httpx2.Response:
        """Make the paid click."""
        body = {"prompt": prompt, "settings": settings, "assets": list(assets)}
        return self.http.post(f"/api/projects/{self.project}/submissions", json=body)

    def tiles(self) -> list[JSON]:
        """Poll the tiles."""
        answer = self.http.get(f"/api/projects/{self.project}/tiles").raise_for_status()
        tiles: list[JSON] = answer.json()["tiles"]
        return tiles

    def ended(self, count: int = 1) -> list[JSON]:
        """Wait until that many tiles are there, all finished or failed."""

        def look() -> list[JSON] | None:
            tiles = self.tiles()
            ended = [tile for tile in tiles if tile["state"] in {"ready", "failed"}]
            return ended if len(ended) == len(tiles) >= count else None

        return wait_for(look)

    def download(self, tile: JSON, rendition: str = "720p") -> httpx2.Response:
        """Download a rendition."""
        return self.http.get(f"/media/tiles/{tile['id']}/download", params={"rendition": rendition})
