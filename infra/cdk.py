"""The CDK's own command line, pinned and with this Python and Node.js: `python -m infra.cdk deploy --all`."""

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence

from dailies.domain.errors import ToolMissing
from infra.images import find_engine
from infra.node_tools import ensure_tool
from infra.npm import node_environment
from infra.synth import ROOT

_QUIET = {
    "CDK_DISABLE_CLI_TELEMETRY": "true",
    "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "1",
}


def command(arguments: Sequence[str]) -> list[str]:
    """Give the command that runs the CDK with our app; without its notices, which wait for the network."""
    app = shlex.join([sys.executable, "-m", "infra.app"])
    return [str(ensure_tool("cdk")), "--app", app, "--no-notices", *arguments]


def environment() -> Mapping[str, str]:
    """Give the environment of that command: the image builder is whichever engine answers, if any does."""
    try:
        engine = {"CDK_DOCKER": find_engine(os.environ).command[0]}
    except ToolMissing:
        # Only deploying builds images, and says itself that it cannot.
        engine = {}
    return {**node_environment(), **_QUIET, **engine}


if __name__ == "__main__":
    raise SystemExit(
        subprocess.run(command(sys.argv[1:]), cwd=ROOT, env=environment(), check=False).returncode
    )
