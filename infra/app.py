"""The CDK app: `python -m infra.app`, or `cdk deploy`, which calls that."""

import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Write the cloud assembly to `CDK_OUTDIR`, or to `cdk.out`."""
    # Run by path, Python would find `infra/constructs` where the CDK asks for its library of that name.
    sys.path[0] = str(ROOT)
    import aws_cdk  # noqa: PLC0415 - the path must be right first

    from infra.bundle import Target, bundle_functions  # noqa: PLC0415
    from infra.stack import DailiesStack  # noqa: PLC0415

    context = json.loads((ROOT / "cdk.json").read_text())["context"]
    outdir = os.environ.get("CDK_OUTDIR", str(ROOT / "cdk.out"))
    app = aws_cdk.App(context=context, outdir=outdir, analytics_reporting=False)
    target = Target(app.node.get_context("dailies:target"))
    DailiesStack(app, app.node.get_context("dailies:stack"), bundle=bundle_functions(target, ROOT), root=ROOT)
    app.synth()


if __name__ == "__main__":
    main()
