"""Whose program asks: read from the kernel's table of sockets."""

import os
import socket
from pathlib import Path

import pytest

from infra.local.identity.neighbours import find_user, is_own_program

# Loopback is 0100007F where the low byte comes first, as on every machine that this is tested on.
ROWS = [
    "  1: 0100007F:A000 0100007F:21C2 01 00000000:00000000 00:00000000 00000000  1000        0 7 1",
    "  2: 0100007F:21C2 0100007F:A000 01 00000000:00000000 00:00000000 00000000     0        0 8 1",
]
DOOR = ("127.0.0.1", 0x21C2)


@pytest.mark.parametrize(
    ("end", "user"), [(("127.0.0.1", 0xA000), 1000), (("127.0.0.1", 0xA001), None), (("testclient", 1), None)]
)
def test_given_a_table_when_a_connection_is_looked_up_then_its_own_end_tells(
    end: tuple[str, int], user: int | None
) -> None:
    assert find_user(ROWS, end, DOOR) == user


def test_given_a_real_connection_when_looked_up_then_it_is_ours() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)) as client:
            assert is_own_program(client.getsockname(), port)


def test_given_another_users_connection_when_looked_up_then_it_is_not_ours(tmp_path: Path) -> None:
    table = tmp_path / "tcp"
    table.write_text("\n".join(["heading", ROWS[0].replace("1000", str(os.getuid() + 1))]))
    assert not is_own_program(("127.0.0.1", 0xA000), DOOR[1], table)


def test_given_no_table_when_looked_up_then_nobody_is_taken_for_ours(tmp_path: Path) -> None:
    assert not is_own_program(("127.0.0.1", 1), 2, tmp_path / "none")
