"""The container as a check of one account: to the point before the paid click, and never past it."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest

from containers.automation import checking
from dailies.domain.accounts import AccountState
from dailies.domain.exits import Exit
from tests.worker.studio import RUN_SECONDS, Hired, Studio, container_environment

pytestmark = pytest.mark.browser

GENERATIONS = ("A", "B", "C")


class Inspector:
    """Runs checks as Batch would."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._logs: dict[str, str] = {}

    def run(self, *hired: Hired) -> list[int]:
        """Check accounts beside each other; gives the exit codes."""
        started = [self._start(each) for each in hired]
        codes = []
        for each, process in zip(hired, started, strict=True):
            self._logs[each.name], _ = process.communicate(timeout=RUN_SECONDS)
            codes.append(process.returncode)
        return codes

    def log_of(self, hired: Hired) -> str:
        """Read what the last check of an account wrote."""
        return self._logs[hired.name]

    def _start(self, hired: Hired) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "containers.automation"],
            env={**self._studio.variables, "DAILIES_CHECK": hired.name},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
