"""A stage for the length of the demo: the user's if one runs, else the demo's own, which ends with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infra.local import stage
from infra.local.config import StageConfig, StageState
from infra.local.residence import find_running


@contextmanager
def borrow_stage(home: Path, clip_seconds: float | None = None) -> Iterator[tuple[StageState, bool]]:
    """Give a running stage, and whether it is the demo's own."""
    running = find_running(home)
    if running is not None:
        yield running, False
        return
    # A demo that was killed may have left its stage here: it is found, used, and stopped this time.
    own = home / "demo"
    try:
        yield stage.start(StageConfig(home=own, port=0, clip_seconds=clip_seconds)).state, True
    finally:
        stage.stop(own)
