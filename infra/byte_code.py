"""Byte code beside the sources: a function's own folder is read-only, so it would compile anew on every cold start."""

import compileall
import py_compile
import subprocess
from collections.abc import Sequence
from pathlib import Path

from infra.uv import ask_uv

_SECONDS = 600
_PYENV = Path(".pyenv/versions")


def compile_here(folders: Sequence[Path]) -> None:
    """Compile for this interpreter."""
    for folder in folders:
        compileall.compile_dir(
            folder, quiet=2, workers=0, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH
        )


def compile_with(python: Path, folders: Sequence[Path]) -> None:
    """Compile for another interpreter, which does it itself: byte code is of one version alone."""
    mode = ["--invalidation-mode", "unchecked-hash"]
    # It ends with 1 where a package ships a file for other versions; what is missing in the end, `is_compiled` tells.
    subprocess.run(
        [str(python), "-I", "-m", "compileall", "-qq", "-j", "0", *mode, *map(str, folders)],
        timeout=_SECONDS,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def is_compiled(package: Path, version: str) -> bool:
    """Tell whether all of a package's modules have byte code of a version such as `3.13`."""
    tag = f"cpython-{version.replace('.', '')}"
    modules = list(package.rglob("*.py"))
    return bool(modules) and all(
        (module.parent / "__pycache__" / f"{module.stem}.{tag}.pyc").is_file() for module in modules
    )


def find_python(version: str, home: Path) -> Path | None:
    """Find an interpreter of a version: one that uv finds, or one that pyenv keeps in the user's home."""
    done = ask_uv(["python", "find", "--no-project", "--no-python-downloads", version])
    if done.returncode == 0 and done.stdout.strip():
        return Path(done.stdout.strip())
    # On the PATH are pyenv's shims, which answer only for the versions that are switched on.
    kept = sorted((home / _PYENV).glob(f"{version}.*/bin/python{version}"))
    return next((each for each in kept if _is_release(each.parents[1].name)), None)


def _is_release(name: str) -> bool:
    # Byte code may still change between release candidates.
    return all(part.isdigit() for part in name.split("."))
