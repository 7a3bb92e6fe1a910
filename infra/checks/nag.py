"""cdk-nag's AwsSolutions over the whole app: what it finds and what was acknowledged."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from infra.checks.acknowledged import ACKNOWLEDGED, Acknowledged

if TYPE_CHECKING:
    from aws_cdk import App, Stack
    from constructs import IConstruct

    from infra.stacks.data import DataStack

PACK = "AwsSolutions"
_REPORT = "validation-report.json"


@dataclass(frozen=True)
class Finding:
    """One rule that one construct breaks."""

    rule: str
    path: str


def add_checks(app: "App") -> None:
    """Let every synthesis run the rules; one open finding fails it."""
    from aws_cdk import Validations  # noqa: PLC0415 - heavy
    from cdk_nag import AwsSolutionsChecks  # noqa: PLC0415 - heavy

    Validations.of(app).add_plugins(AwsSolutionsChecks(app))


def acknowledge(app: "App", data: "DataStack", service: "Stack") -> None:
    """Tell the rules what stays as it is, and why."""
    from aws_cdk import Acknowledgment, Validations  # noqa: PLC0415 - heavy

    names = {
        "data": data.stack_name,
        "service": service.stack_name,
        "table": _export(data, data.table.table_arn),
        "bucket": _export(data, data.bucket.bucket_arn),
    }
    for row in named(names):
        construct = _find(app, row.where)
        # Where an issuer is named there are no people of our own.
        if construct is not None:
            Validations.of(construct).acknowledge(Acknowledgment(id=row.rule, reason=row.reason))


def is_about_findings(error: RuntimeError) -> bool:
    """Tell whether a synthesis failed by its findings alone, with everything written."""
    return "A copy of this report can be found in" in str(error)


def named(names: Mapping[str, str]) -> list[Acknowledged]:
    """Give the table with the stacks' names in it."""
    return [Acknowledged(_fill(row.where, names), _fill(row.rule, names), row.reason) for row in ACKNOWLEDGED]


def read_findings(assembly: Path) -> list[Finding]:
    """Read what the rules found in an assembly."""
    report = json.loads((assembly / _REPORT).read_text())
    return [
        Finding(violation["ruleName"], construct["constructPath"])
        for plugin in report["pluginReports"]
        if plugin["pluginName"] == PACK
        for violation in plugin["violations"]
        for construct in violation["violatingConstructs"]
    ]


def covers(row: Acknowledged, finding: Finding) -> bool:
    """Tell whether a row is about a finding."""
    return row.rule == finding.rule and f"{finding.path}/".startswith(f"{row.where}/")


def unacknowledged(findings: Iterable[Finding], rows: Iterable[Acknowledged]) -> list[Finding]:
    """Give the findings that no row covers."""
    table = list(rows)
    return [finding for finding in findings if not any(covers(row, finding) for row in table)]


def _find(app: "App", path: str) -> "IConstruct | None":
    found: IConstruct | None = app
    for part in path.split("/"):
        found = found.node.try_find_child(part) if found else None
    return found


def _fill(text: str, names: Mapping[str, str]) -> str:
    for name, value in names.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _export(data: "DataStack", attribute: str) -> str:
    resolved = data.resolve(data.export_value(attribute))
    return str(resolved["Fn::ImportValue"])
