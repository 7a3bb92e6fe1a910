"""Whose program is at the other end of a loopback connection? The kernel's table of sockets tells."""

import os
import socket
import struct
from collections.abc import Iterable
from pathlib import Path

_TABLE = Path("/proc/net/tcp")
_LOCAL, _REMOTE, _USER = 1, 2, 7


def is_own_program(client: tuple[str, int], door_port: int, table: Path = _TABLE) -> bool:
    """Tell whether the connection's other end belongs to the user who runs this process; False where unknown."""
    try:
        rows = table.read_text().splitlines()[1:]
    except OSError:
        return False  # not Linux, or hidden: then a person signs in by name and password
    return find_user(rows, client, ("127.0.0.1", door_port)) == os.getuid()


def find_user(rows: Iterable[str], end: tuple[str, int], other_end: tuple[str, int]) -> int | None:
    """Find the user id of the socket at one end of a connection; None when there is no such socket."""
    try:
        ends = _written(*end), _written(*other_end)
    except OSError:
        return None
    for row in rows:
        fields = row.split()
        if (fields[_LOCAL], fields[_REMOTE]) == ends:
            return int(fields[_USER])
    return None


def _written(host: str, port: int) -> str:
    """Write an address as the table does: the host's four bytes as one number of this machine's byte order."""
    (number,) = struct.unpack("=I", socket.inet_aton(host))
    return f"{number:08X}:{port:04X}"
