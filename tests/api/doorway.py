"""A door to moto's DynamoDB over real HTTP on loopback, so that several processes share one table."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from botocore.awsrequest import AWSPreparedRequest
from botocore.compat import HTTPHeaders
from moto.core.models import botocore_stubber

_DYNAMODB = "https://dynamodb.us-east-1.amazonaws.com/"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = HTTPHeaders()
        for name, text in self.headers.items():
            headers[name] = text
        request = AWSPreparedRequest("POST", _DYNAMODB, headers, body, stream_output=False)
        answer = botocore_stubber.process_request(request)
        assert answer is not None
        status, sent, content = answer
        data = content.encode() if isinstance(content, str) else content
        self.send_response(status)
        for name in ("Content-Type", "x-amzn-RequestId", "x-amz-crc32"):
            if name in sent:
                self.send_header(name, str(sent[name]))
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def dynamodb_door() -> Iterator[str]:
    """Open the door while moto runs; gives its address."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join(timeout=10)


def leave_moto() -> None:
    """Let this process's calls go out over HTTP, in a process that began as a copy of the tests'."""
    botocore_stubber.enabled = False
