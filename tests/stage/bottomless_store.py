"""An S3 endpoint of loopback that keeps nothing: it serves objects of any size and counts what it is sent."""

import hashlib
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BLOCK = bytes(range(256)) * 4096
_XML = "<?xml version='1.0'?><{name}><Bucket>b</Bucket><Key>k</Key>{more}</{name}>"


def digest_of(size: int) -> str:
    """Give the SHA-256 of an object of that many bytes."""
    found = hashlib.sha256()
    for _ in range(size // len(BLOCK)):
        found.update(BLOCK)
    found.update(BLOCK[: size % len(BLOCK)])
    return found.hexdigest()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "BottomlessStore"

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(self.server.object_bytes))
        self.send_header("ETag", '"0"')
        self.end_headers()
        left = self.server.object_bytes
        while left:
            left -= self.wfile.write(BLOCK[: min(left, len(BLOCK))])

    def do_HEAD(self) -> None:
        self._answer(404)

    def do_POST(self) -> None:
        self._drain()
        if re.search(r"\?uploads\b", self.path):
            body = _XML.format(name="InitiateMultipartUploadResult", more="<UploadId>u</UploadId>")
        else:
            self.server.completed = True
            body = _XML.format(name="CompleteMultipartUploadResult", more="<ETag>e</ETag>")
        self._answer(200, body.encode())

    def do_PUT(self) -> None:
        self.server.received += self._drain()
        self._answer(200)

    def do_DELETE(self) -> None:
        self._answer(204)

    def _drain(self) -> int:
        left = total = int(self.headers.get("Content-Length", 0))
        while left > 0:
            left -= len(self.rfile.read(min(left, 1 << 20)))
        return total

    def _answer(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("ETag", '"0"')
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class BottomlessStore(ThreadingHTTPServer):
    """Every object has `object_bytes` bytes; `received` counts the parts' bytes."""

    daemon_threads = True
    received = 0
    completed = False

    def __init__(self, object_bytes: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.object_bytes = object_bytes

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


@contextmanager
def bottomless_store(object_bytes: int) -> Iterator[BottomlessStore]:
    """Serve until the block ends."""
    store = BottomlessStore(object_bytes)
    thread = threading.Thread(target=store.serve_forever, daemon=True)
    thread.start()
    try:
        yield store
    finally:
        store.shutdown()
        store.server_close()
        thread.join()
