"""What the tests of intake share."""

from collections.abc import Callable
from pathlib import Path

import pytest

Sent = Callable[[bytes], Path]


@pytest.fixture
def sent(tmp_path: Path) -> Sent:
    """Write bytes to a file whose name says nothing, as storage does."""

    def write(data: bytes) -> Path:
        path = tmp_path / "upload"
        path.write_bytes(data)
        return path

    return write
