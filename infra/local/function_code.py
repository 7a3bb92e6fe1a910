"""How a function finds its code here: by a signpost to the bundle, which is on this disk already."""

from pathlib import Path

from infra.local.environments import ROOT

BUNDLES = ROOT / "build"
BUNDLES_VARIABLE = "DAILIES_STAGE_BUNDLES"
"""Names that folder to the functions: what they were deployed with outlives a move of it."""

_PACKAGE = "functions"
_SIGNPOST = '''"""Leads to the bundle on this machine's disk."""
import os
import sys

_bundle = os.path.join(os.environ["{variable}"], "{name}")
os.utime(_bundle)  # in use: older ones are forgotten first
sys.path.insert(1, _bundle)
__path__.append(os.path.join(_bundle, "{package}"))
'''


def signpost(folder: Path) -> dict[str, bytes] | None:
    """Give the files that stand for a bundle of ours; None for any other folder.

    The emulator unpacks a function's archive anew for each worker that it starts: 70 MB, a dozen times.
    """
    if folder.resolve().parent != BUNDLES or not (folder / _PACKAGE).is_dir():
        return None
    text = _SIGNPOST.format(variable=BUNDLES_VARIABLE, name=folder.resolve().name, package=_PACKAGE)
    return {f"{_PACKAGE}/__init__.py": text.encode()}
