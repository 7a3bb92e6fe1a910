"""The stage's home folder: who lives there is told by a lock, where everything is by a file."""

import contextlib
import fcntl
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from dailies.domain.errors import Conflict
from infra.local.config import StageState

_LOCK = "stage.lock"
_STATE = "stage.json"


def state_file(home: Path) -> Path:
    """Name the file that tells where everything is."""
    return home / _STATE


@contextlib.contextmanager
def occupy(home: Path) -> Iterator[None]:
    """Hold the home; raises Conflict while another stage does. The kernel frees it when we die."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (home / _LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Conflict("a stage is running in this home already", subject=str(home)) from error
        # What an earlier stage left behind when it was killed is no longer true.
        state_file(home).unlink(missing_ok=True)
        try:
            yield
        finally:
            state_file(home).unlink(missing_ok=True)


def is_occupied(home: Path) -> bool:
    """Tell whether a stage lives there now."""
    try:
        with (home / _LOCK).open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False


def announce(state: StageState) -> None:
    """Write the state file at once and whole, for its owner's eyes only."""
    descriptor, name = tempfile.mkstemp(dir=state.home)  # made with mode 0600
    with os.fdopen(descriptor, "w") as file:
        file.write(state.model_dump_json(indent=2))
    Path(name).replace(state_file(state.home))


def find_running(home: Path) -> StageState | None:
    """Give the running stage; None when there is none, or when it is still starting."""
    return StageState.read(state_file(home)) if is_occupied(home) else None
