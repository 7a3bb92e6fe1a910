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

    from dailies.stacks import data_stack  # noqa: PLC0415
    from infra.bundle import Target, bundle_functions, missing_byte_code  # noqa: PLC0415
    from infra.checks.nag import acknowledge, add_checks, is_about_findings  # noqa: PLC0415
    from infra.site import lay_out_gallery  # noqa: PLC0415
    from infra.stacks.data import DataStack  # noqa: PLC0415
    from infra.stacks.service import ServiceStack  # noqa: PLC0415

    context = json.loads((ROOT / "cdk.json").read_text())["context"]
    outdir = os.environ.get("CDK_OUTDIR", str(ROOT / "cdk.out"))
    app = aws_cdk.App(context=context, outdir=outdir, analytics_reporting=False)
    target = Target(app.node.get_context("dailies:target"))
    name = app.node.get_context("dailies:stack")
    bundle = bundle_functions(target, ROOT)
    if target is Target.AWS and (warning := missing_byte_code(bundle)):
        sys.stderr.write(f"{warning}\n")
    add_checks(app)
    data = DataStack(app, data_stack(name))
    service = ServiceStack(
        app,
        name,
        data=data,
        bundle=bundle,
        gallery=lay_out_gallery(ROOT),
        root=ROOT,
    )
    # The embedded stage is stopped by no finding; its report has all of them, for the tests to compare.
    if target is Target.AWS:
        acknowledge(app, data, service)
    try:
        app.synth()
    except RuntimeError as error:
        if target is Target.AWS or not is_about_findings(error):
            raise


if __name__ == "__main__":
    main()
