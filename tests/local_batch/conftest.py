import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.batch import BatchConfig

from .served import Receiver, Served, serve


@pytest.fixture
def config(tmp_path: Path) -> BatchConfig:
    return BatchConfig(
        work_folder=tmp_path / "work",
        log_folder=tmp_path / "logs",
        python=Path(sys.executable),
        path="/usr/bin:/bin",
        job_environment_file=tmp_path / "extra.json",
        slots={"wide": 4},
        grace_seconds=0.5,
        shortest_timeout_seconds=1,
        log_limit_bytes=100_000,
        event_first_wait_seconds=0.01,
    )


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
def batch(config: BatchConfig, receiver: Receiver) -> Iterator[Served]:
    with serve(config, receiver) as served:
        yield served
