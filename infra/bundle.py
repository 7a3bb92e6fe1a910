"""The functions' code bundle: pinned packages and our own, built by uv, without Docker."""

import compileall
import contextlib
import enum
import importlib.util
import platform
import py_compile
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from dailies.domain.errors import ToolMissing
from infra.fingerprint import fingerprint, forget_older, source_files
from infra.trim import trim_bundle

_PACKAGES = ("dailies", "functions")
_CLI = Path("dailies/cli")
_AWS_PYTHON = "3.13"
_BUILD_SECONDS = 600
_RECIPE = tuple(Path(__file__).with_name(name) for name in ("bundle.py", "trim.py"))


class Target(enum.StrEnum):
    """Where the bundle runs."""

    AWS = "aws"
    HERE = "here"


def bundle_functions(target: Target, root: Path) -> Path:
    """Give the folder with the bundle for that target, building it unless it is there already."""
    lock = root / "infra" / "locks" / "functions.txt"
    sources = list(_sources(root))
    name = fingerprint(root, [lock, *_RECIPE, *sources], target, _interpreter(target))
    finished = root / "build" / f"functions-{target}-{name}"
    if finished.is_dir():
        return finished
    packages = bundle_packages(target, root)
    with _temporary_folder(finished.parent) as folder:
        shutil.copytree(packages, folder, dirs_exist_ok=True)
        for source in sources:
            copy = folder / source.relative_to(root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, copy)
        _compile(target, folder)
        _publish(folder, finished)
    forget_older(finished, f"functions-{target}-*")
    return finished


def bundle_packages(target: Target, root: Path) -> Path:
    """Give the folder with the locked packages, fetching them when the lock changed and at no other time."""
    lock = root / "infra" / "locks" / "functions.txt"
    name = fingerprint(root, [lock, *_RECIPE], target, _interpreter(target))
    finished = root / "build" / f"packages-{target}-{name}"
    if finished.is_dir():
        return finished
    with _temporary_folder(finished.parent) as folder:
        _install(target, lock, folder)
        trim_bundle(folder)
        _publish(folder, finished)
    forget_older(finished, f"packages-{target}-*", keep=2)
    return finished


def _interpreter(target: Target) -> str:
    here = f"{platform.python_version()}-{platform.machine()}"
    return _AWS_PYTHON if target is Target.AWS else here


def uv_command() -> list[str]:
    """Give the command that starts uv; raises ToolMissing."""
    if importlib.util.find_spec("uv"):
        return [sys.executable, "-m", "uv"]
    found = shutil.which("uv")
    if found is None:
        raise ToolMissing("uv is not installed", subject="uv", advice="python3 -m pip install uv")
    return [found]


def _sources(root: Path) -> Iterator[Path]:
    for package in _PACKAGES:
        for path in source_files(root / package):
            if not path.is_relative_to(root / _CLI):
                yield path


def _install(target: Target, lock: Path, folder: Path) -> None:
    where = (
        ["--python-version", _AWS_PYTHON, "--python-platform", "aarch64-manylinux_2_28"]
        if target is Target.AWS
        else ["--python", sys.executable]
    )
    options = ["--quiet", "--require-hashes", "--only-binary", ":all:", "--no-deps", "--target", str(folder)]
    run_uv(["pip", "install", *options, *where, "-r", str(lock)])


def run_uv(arguments: list[str]) -> None:
    """Run uv; raises ToolMissing with its own words when it fails."""
    done = subprocess.run(
        [*uv_command(), *arguments],
        capture_output=True,
        text=True,
        timeout=_BUILD_SECONDS,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        raise ToolMissing(
            f"uv could not install packages: {done.stderr.strip()[-800:]}",
            subject="uv",
            advice="uv needs the package index, or a cache that already holds these packages",
        )


def _compile(target: Target, folder: Path) -> None:
    """Ship byte code: a function's own folder is read-only, so it would compile anew on every cold start."""
    if target is Target.HERE:
        compileall.compile_dir(
            folder, quiet=2, workers=0, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH
        )
        return
    python = _find_python(_AWS_PYTHON)
    if python is None:
        return
    subprocess.run(
        [python, "-m", "compileall", "-qq", "-j", "0", "--invalidation-mode", "unchecked-hash", str(folder)],
        timeout=_BUILD_SECONDS,
        check=False,
    )


def _find_python(version: str) -> str | None:
    """Find an interpreter of that version on this machine; byte code is worth nothing to another one."""
    done = subprocess.run(
        [*uv_command(), "python", "find", "--no-python-downloads", version],
        capture_output=True,
        text=True,
        timeout=_BUILD_SECONDS,
        check=False,
    )
    return done.stdout.strip() or None if done.returncode == 0 else None


@contextlib.contextmanager
def _temporary_folder(parent: Path) -> Iterator[Path]:
    parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".making-", dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _publish(folder: Path, finished: Path) -> None:
    folder.chmod(0o755)
    # Two builders of the same bundle: the first one wins, the other's is the same.
    with contextlib.suppress(FileExistsError, OSError):
        folder.rename(finished)


if __name__ == "__main__":
    # What a synthesis needs of the network, so that it needs none itself.
    sys.stdout.write(f"{bundle_packages(Target.AWS, Path(__file__).resolve().parent.parent)}\n")
