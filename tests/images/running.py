"""Running an image as it is deployed: nobody special, no capabilities, nothing to write to but /tmp."""

import itertools
import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from infra.images import Engine
from tests.worker.studio import Studio

BUILD_SECONDS = 3000
"""What the first test may take, which waits for both images to be built."""

IN_MEMORY = ("--tmpfs", "/tmp")
_GIVEN = ("DAILIES_", "AWS_")
_numbers = itertools.count(1)


def locked_down(engine: Engine, temporary: Sequence[str] = IN_MEMORY) -> list[str]:
    """Give the command that runs an image with everything taken away that it can do without."""
    taken = ["--read-only", "--cap-drop", "all", "--security-opt", "no-new-privileges", *temporary]
    if engine.is_podman:
        taken.append("--read-only-tmpfs=false")  # else podman adds writable folders of its own
    return [*engine.command, "run", "--rm", "--interactive", "--network", "host", *taken]


def ask(engine: Engine, image: str, program: ModuleType, temporary: Sequence[str] = IN_MEMORY) -> Any:
    """Run a program inside a locked down container and give what it says."""
    assert program.__file__ is not None
    asked = subprocess.run(
        [*locked_down(engine, temporary), image, "python", "-"],
        input=Path(program.__file__).read_text(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert asked.returncode == 0, asked.stderr
    return json.loads(asked.stdout)


class ImageStudio(Studio):
    """A studio whose containers are the images."""

    def __init__(self, studio: Studio, folder: Path, engine: Engine, images: Mapping[str, str]) -> None:
        """Share another studio's place."""
        super().__init__(studio.app, studio._environment, studio.site, folder)
        self._engine, self._images = engine, images
        self._names: list[str] = []

    def _launch(self, name: str, variables: Mapping[str, str]) -> subprocess.Popen[bytes]:
        container = f"dailies-test-{os.getpid()}-{next(_numbers)}"
        self._names.append(container)
        known = {**self._environment, **variables}
        given = {key: value for key, value in known.items() if key.startswith(_GIVEN)}
        image = self._images["media" if "-upscale-" in name else "automation"]
        # By name alone: a value on the command line could be read by everyone on this machine.
        options = ["--name", container, *(part for key in given for part in ("--env", key))]
        with (self._folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [*locked_down(self._engine), *options, image],
                env={**os.environ, **given},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self._started.append(process)
        return process

    def close(self) -> None:
        """Remove what a failed test left running: the end of the engine's command is not the container's."""
        if self._names:
            subprocess.run(
                [*self._engine.command, "rm", "--force", *self._names],
                capture_output=True,
                timeout=60,
                check=False,
            )
        super().close()
