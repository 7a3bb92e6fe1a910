"""A line between the browser and the stage that can be cut: a SOCKS proxy (RFC 1928) to one server."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from urllib.parse import urlsplit

_CHUNK = 64 * 1024
_NO_SIGN_IN = b"\x05\x00"
_CONNECTED = b"\x05\x00\x00\x01" + bytes(6)
_IPV4, _IPV6 = 1, 4


class Line:
    """Takes connections on `url` and passes what it hears to one server, wherever they are meant to go, and back."""

    def __init__(self, target: str) -> None:
        """Take the address of the server, such as `http://127.0.0.1:8080`."""
        there = urlsplit(target)
        assert there.hostname
        assert there.port
        self._target = (there.hostname, there.port)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"socks5://127.0.0.1:{self._listening.getsockname()[1]}"
        self._is_cut = False
        self._open: list[socket.socket] = []
        self._threads = [Thread(target=self._listen)]
        self._threads[0].start()

    def cut(self) -> None:
        """Break every connection, and each that is tried until the line is mended: a browser tries by itself."""
        self._is_cut = True
        while self._open:
            _end(self._open.pop())

    def mend(self) -> None:
        """Let connections through again."""
        self._is_cut = False

    def close(self) -> None:
        """Take no more connections, and break those that are open."""
        _end(self._listening)
        self._threads[0].join()
        self._listening.close()
        self.cut()
        for thread in self._threads:
            thread.join()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                self._threads.append(Thread(target=self._serve, args=(near,)))
                self._threads[-1].start()

    def _serve(self, near: socket.socket) -> None:
        with near, suppress(OSError), socket.create_connection(self._target) as far:
            _agree(near)
            self._open += [near, far]
            if self._is_cut:
                return
            back = Thread(target=_pass_on, args=(far, near))
            back.start()
            _pass_on(near, far)
            back.join()


@contextmanager
def line_to(target: str) -> Iterator[Line]:
    """Lay a line to a server for as long as it is needed."""
    line = Line(target)
    try:
        yield line
    finally:
        line.close()


def _agree(near: socket.socket) -> None:
    _, methods = _read(near, 2)
    _read(near, methods)
    near.sendall(_NO_SIGN_IN)
    kind = _read(near, 4)[3]
    address = {_IPV4: 4, _IPV6: 16}.get(kind) or _read(near, 1)[0]
    _read(near, address + 2)
    near.sendall(_CONNECTED)


def _read(source: socket.socket, size: int) -> bytes:
    heard = source.recv(size, socket.MSG_WAITALL)
    if len(heard) < size:
        raise ConnectionError("the browser has hung up")
    return heard


def _pass_on(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while heard := source.recv(_CHUNK):
            sink.sendall(heard)
    _end(sink)


def _end(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
