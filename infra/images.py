"""The containers' images, built by whichever engine answers: `python -m infra.images`."""

import argparse
import os
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dailies.domain.errors import DailiesError, ToolMissing

ROOT = Path(__file__).resolve().parent.parent
DOCKERFILE = ROOT / "containers" / "Dockerfile"
KINDS = ("media", "automation")
_ANSWER_SECONDS = 30
_BUILD_SECONDS = 1800


@dataclass(frozen=True)
class Engine:
    """What builds and runs images."""

    command: tuple[str, ...]

    @property
    def is_podman(self) -> bool:
        """Tell podman from Docker, whose options differ in places."""
        return Path(self.command[0]).name == "podman"

    def answers(self) -> bool:
        """Ask whether it works: Docker's command line is often there without its daemon."""
        try:
            asked = subprocess.run(
                [*self.command, "info"], capture_output=True, timeout=_ANSWER_SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
        return asked.returncode == 0


def find_engine(environment: Mapping[str, str]) -> Engine:
    """Give the first engine that answers; raises ToolMissing."""
    for engine in _candidates(environment):
        if engine.answers():
            return engine
    raise ToolMissing(
        "Neither Docker nor podman answers.",
        subject="docker",
        advice="Start Docker, or install podman. PODMAN may name the command, with its options.",
    )


def _candidates(environment: Mapping[str, str]) -> Iterator[Engine]:
    named = shlex.split(environment.get("PODMAN", ""))
    if named:
        yield Engine(tuple(named))
    yield Engine(("docker",))
    yield Engine(("podman",))


def image_name(kind: str) -> str:
    """Name the image of one kind of container."""
    return f"localhost/dailies-{kind}"


def build_image(engine: Engine, kind: str, base: str | None = None) -> str:
    """Build one image, on `base` if given, and give its name; the engine tells on stderr what it does."""
    name = image_name(kind)
    options = ["--file", str(DOCKERFILE), "--target", kind, "--tag", name]
    if base:
        options += ["--build-arg", f"BASE_IMAGE={base}"]
    built = subprocess.run(
        [*engine.command, "build", *options, str(ROOT)],
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        timeout=_BUILD_SECONDS,
        check=False,
    )
    if built.returncode:
        raise ToolMissing(
            f"The image {name} was not built.",
            subject=name,
            advice="What the engine said above names the step; most need the network.",
        )
    return name


def inspect_image(engine: Engine, name: str, template: str) -> str:
    """Read facts of an image, as a Go template names them."""
    return subprocess.run(
        [*engine.command, "image", "inspect", "--format", template, name],
        capture_output=True,
        text=True,
        timeout=_ANSWER_SECONDS,
        check=True,
    ).stdout.strip()


def main(arguments: list[str], environment: Mapping[str, str]) -> int:
    """Build every image and say how large each is and how long it took; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m infra.images", description=__doc__)
    parser.add_argument("--base", help="the base image, pinned by digest for a release: NAME@sha256:…")
    base = parser.parse_args(arguments).base
    try:
        engine = find_engine(environment)
        for kind in KINDS:
            began = time.monotonic()
            name = build_image(engine, kind, base)
            megabytes = int(inspect_image(engine, name, "{{.Size}}")) // 1_000_000
            sys.stdout.write(f"{name}  {megabytes} MB  {time.monotonic() - began:.0f} s\n")
    except DailiesError as error:
        sys.stderr.write(f"{error.failure.detail}\n{error.failure.advice}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
