"""The functions' code bundle: pinned packages and our own, built by uv, without Docker."""

import contextlib
import enum
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from infra.byte_code import compile_here, compile_with, find_python, is_compiled
from infra.fingerprint import fingerprint, forget_older, source_files
from infra.trim import trim_bundle
from infra.uv import run_uv

_PACKAGES = ("dailies", "functions")
_CLI = Path("dailies/cli")
_AWS_PYTHON = "3.13"
_RECIPE = tuple(Path(__file__).with_name(name) for name in ("bundle.py", "byte_code.py", "trim.py"))


class Target(enum.StrEnum):
    """Where the bundle runs."""

    AWS = "aws"
    HERE = "here"


def bundle_functions(target: Target, root: Path) -> Path:
    """Give the folder with the bundle for that target, building it unless it is there already."""
    lock = root / "infra" / "locks" / "functions.txt"
    sources = list(_sources(root))
    name = fingerprint(root, [lock, *_RECIPE, *sources], target, _label(target))
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
        _compile(_compiler(target), [folder / package for package in _PACKAGES])
        _publish(folder, finished)
    forget_older(finished, f"functions-{target}-*")
    return finished


def bundle_packages(target: Target, root: Path) -> Path:
    """Give the folder with the locked packages, fetching them when the lock changed and at no other time."""
    lock = root / "infra" / "locks" / "functions.txt"
    name = fingerprint(root, [lock, *_RECIPE], target, _label(target))
    finished = root / "build" / f"packages-{target}-{name}"
    if finished.is_dir():
        return finished
    with _temporary_folder(finished.parent) as folder:
        _install(target, lock, folder)
        trim_bundle(folder)
        _compile(_compiler(target), [folder])
        _publish(folder, finished)
    forget_older(finished, f"packages-{target}-*", keep=2)
    return finished


def missing_byte_code(bundle: Path) -> str | None:
    """Say what is missing and what it costs where a bundle for AWS has no byte code; None where all is well."""
    if all(is_compiled(bundle / package, _AWS_PYTHON) for package in _PACKAGES):
        return None
    return (
        f"warning: the functions go without byte code, as there is no Python {_AWS_PYTHON} here to compile them: each"
        f" cold start takes half a second of CPU more. Install it (apt-get install python{_AWS_PYTHON}, uv python"
        f" install {_AWS_PYTHON} or pyenv install {_AWS_PYTHON}) and run this again."
    )


@cache
def _compiler(target: Target) -> Path | None:
    """Give the interpreter that compiles for that target; None where this machine has none."""
    return Path(sys.executable) if target is Target.HERE else find_python(_AWS_PYTHON, Path.home())


def _label(target: Target) -> str:
    if target is Target.HERE:
        return f"{platform.python_version()}-{platform.machine()}"
    # Once that Python is installed, what was built without it is built again.
    return _AWS_PYTHON if _compiler(target) else f"{_AWS_PYTHON}-sources"


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


def _compile(python: Path | None, folders: Sequence[Path]) -> None:
    if python == Path(sys.executable):
        compile_here(folders)
    elif python is not None:
        compile_with(python, folders)


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
