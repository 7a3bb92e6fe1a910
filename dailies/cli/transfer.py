"""Files to and from the storage, by the links that the API hands out; no token ever goes along."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from typing import IO, Any, TypeVar

import httpx2

from dailies import clock
from dailies.cli.errors import TransferFailed
from dailies.cli.location import is_loopback
from dailies.cli.retrying import MayHelp, may_help, persist, retry_after_seconds

Answer = TypeVar("Answer")
OnBytes = Callable[[int], None]
"""Hears of bytes as they travel; a negative number takes back those that must travel again."""

_TIMEOUT = httpx2.Timeout(120.0, connect=10.0)
_PIECE = 256 * 1024


class Transfer:
    """Requests to the storage."""

    def __init__(
        self,
        *,
        network: httpx2.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Open nothing yet."""
        self._sleep = sleep
        self._network = network
        self._lock = Lock()
        self._clients: dict[bool, httpx2.Client] = {}

    def close(self) -> None:
        """Close the connections."""
        for client in self._clients.values():
            client.close()

    def client(self, url: str) -> httpx2.Client:
        """Give the client for an address: this machine itself is not reached through a proxy."""
        is_far = not is_loopback(httpx2.URL(url).host)
        with self._lock:
            if is_far not in self._clients:
                self._clients[is_far] = _client(self._network, trust_env=is_far)
            return self._clients[is_far]

    def send(self, method: str, url: str, body: Callable[[], Mapping[str, Any]]) -> httpx2.Response:
        """Send a body that can be made anew for each try; raises TransferFailed."""

        def once() -> httpx2.Response:
            with told_as_transfer():
                response = self.client(url).request(method, url, **body())
            raise_for(response)
            return response

        return self.persist(once)

    def persist(self, act: Callable[[], Answer]) -> Answer:
        """Try something as often as is sensible."""
        return persist(act, self._sleep)


def _client(network: httpx2.BaseTransport | None, *, trust_env: bool) -> httpx2.Client:
    # What is counted and hashed are the object's own bytes.
    headers = {"Accept-Encoding": "identity"}
    return httpx2.Client(headers=headers, timeout=_TIMEOUT, transport=network, trust_env=trust_env)


@contextmanager
def told_as_transfer() -> Iterator[None]:
    """Turn a connection that breaks off into an error that another try may help."""
    try:
        yield
    except (httpx2.TransportError, httpx2.StreamError) as error:
        detail = f"The connection to the storage broke off ({type(error).__name__})."
        raise MayHelp(TransferFailed(detail)) from error


def raise_for(response: httpx2.Response) -> None:
    """Raise unless the storage said yes; never repeats the link, which is as good as a password."""
    if response.is_success:
        return
    advice = "The link may have expired; run the command again." if response.status_code == 403 else None
    failed = TransferFailed(f"The storage answered {response.status_code}.", advice=advice)
    if may_help(response.status_code, response.headers):
        raise MayHelp(failed, retry_after_seconds(response.headers.get("retry-after"), clock.now()))
    raise failed


class Slice:
    """A part of a file as a readable that reports what is read and can be measured and rewound."""

    def __init__(self, file: IO[bytes], start: int, length: int, on_bytes: OnBytes) -> None:
        """Take an open file and which of its bytes."""
        self._file, self._start, self._length, self._on_bytes = file, start, length, on_bytes
        self._at = 0

    def __iter__(self) -> Iterator[bytes]:
        while piece := self.read(_PIECE):
            yield piece

    def read(self, size: int = -1) -> bytes:
        """Read up to `size` bytes, or all that is left."""
        left = self._length - self._at
        self._file.seek(self._start + self._at)
        piece = self._file.read(left if size < 0 else min(size, left))
        self._at += len(piece)
        self._on_bytes(len(piece))
        return piece

    def seek(self, offset: int, whence: int = 0) -> int:
        """Move; what is read again after moving back is reported as taken back."""
        origin = {0: 0, 1: self._at, 2: self._length}[whence]
        target = min(max(0, origin + offset), self._length)
        self._at = target
        return target

    def tell(self) -> int:
        """Give the position in the part."""
        return self._at
