"""Starting and ending a stage from another process: for the commands and for tests."""

import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

from dailies.domain.errors import ToolMissing
from infra.local.config import StageConfig, StageState, home_folder
from infra.local.environments import ROOT, default_python, ensure_emulator
from infra.local.residence import find_running, is_occupied
from infra.web_packages import ensure_packages

_START_SECONDS = 300.0
_STOP_SECONDS = 60.0
_POLL_SECONDS = 0.1
_TAIL_BYTES = 2000


class RunningStage:
    """A stage that is up."""

    def __init__(self, state: StageState, process: "subprocess.Popen[bytes] | None" = None) -> None:
        """Take its addresses, and its process where this one started it."""
        self.state = state
        self._process = process

    def stop(self) -> None:
        """End the stage, if it still runs, and wait until nothing of it is left."""
        stop(self.state.home)
        if self._process is not None:
            self._process.wait(timeout=_STOP_SECONDS)


def running_url() -> str | None:
    """Give the front door of the stage that runs in the user's home, for a command line that was not told."""
    state = find_running(home_folder(os.environ))
    return state.url if state else None


def start(config: StageConfig) -> RunningStage:
    """Start a stage in the background, or find the one that runs in that home; raises ToolMissing."""
    if is_occupied(config.home):
        return RunningStage(_wait_for_other(config.home))
    prepare(config)
    process = _launch(config)
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        state = find_running(config.home)
        if state is not None and state.pid == process.pid:
            return RunningStage(state, process)
        time.sleep(_POLL_SECONDS)
    process.terminate()
    process.wait(timeout=_STOP_SECONDS)
    raise ToolMissing(f"the stage did not start: {_last_words(config)}", advice="dailies doctor")


def stop(home: Path) -> bool:
    """End the stage that runs in that home and wait for it; False when none does."""
    state = find_running(home)
    if state is None:
        return False
    try:
        process = os.pidfd_open(state.pid)
    except ProcessLookupError:
        return False
    try:
        signal.pidfd_send_signal(process, signal.SIGTERM)
        ended, _, _ = select.select([process], [], [], _STOP_SECONDS)
    finally:
        os.close(process)
    if not ended:
        raise ToolMissing(f"the stage (process {state.pid}) does not end", subject=str(state.pid))
    return True


def prepare(config: StageConfig) -> None:
    """Make what a stage needs before it can start: the emulator's environment and the gallery's packages."""
    ensure_packages()
    if config.emulator_python == default_python():
        ensure_emulator()


def _launch(config: StageConfig) -> "subprocess.Popen[bytes]":
    config.logs.mkdir(parents=True, exist_ok=True)
    settings = config.home / "config.json"
    settings.write_text(config.model_dump_json(indent=2))
    with (config.logs / "supervisor.log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "infra.local.supervisor", "--config", str(settings)],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _wait_for_other(home: Path) -> StageState:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and is_occupied(home):
        state = find_running(home)
        if state is not None:
            return state
        time.sleep(_POLL_SECONDS)
    raise ToolMissing("another start in the same home did not succeed", subject=str(home))


def _last_words(config: StageConfig) -> str:
    log = config.logs / "supervisor.log"
    return log.read_bytes()[-_TAIL_BYTES:].decode(errors="replace").strip()
