"""Both templates under the rules: nothing open, nothing acknowledged for no reason."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from infra.checks.acknowledged import ACKNOWLEDGED, Acknowledged
from infra.checks.lint import lint_machines, lint_templates, read_machine
from infra.checks.nag import Finding, covers, named, read_findings, unacknowledged
from tests.infra.reading import Template, only


@pytest.fixture(scope="module")
def findings(assembly: Path) -> list[Finding]:
    return read_findings(assembly)


@pytest.fixture(scope="module")
def rows(data_template: Template) -> list[Acknowledged]:
    """The table with the names of this app's stacks and exports."""
    exports = {
        output["Value"]["Fn::GetAtt"][0]: output["Export"]["Name"]
        for output in data_template["Outputs"].values()
        if "Export" in output and "Fn::GetAtt" in output["Value"]
    }
    (table,) = (name for resource, name in exports.items() if resource.startswith("JobsTable"))
    (bucket,) = (name for resource, name in exports.items() if resource.startswith("StorageBucket"))
    return named({"data": "dailies-data", "service": "dailies", "table": table, "bucket": bucket})


def test_given_the_app_when_the_rules_are_asked_then_no_finding_is_open(
    findings: list[Finding], rows: list[Acknowledged], show: Callable[[str], None]
) -> None:
    show(f"cdk-nag: {len(findings)} findings, acknowledged by {len(rows)} rows")
    assert findings
    assert unacknowledged(findings, rows) == []


def test_given_an_acknowledgement_when_nothing_needs_it_then_it_is_in_the_way(
    findings: list[Finding], rows: list[Acknowledged]
) -> None:
    assert [row for row in rows if not any(covers(row, finding) for finding in findings)] == []


def test_given_the_table_when_read_then_every_row_says_why_and_none_is_there_twice() -> None:
    assert all(len(row.reason.split()) >= 5 for row in ACKNOWLEDGED)
    assert len({(row.where, row.rule) for row in ACKNOWLEDGED}) == len(ACKNOWLEDGED)


def test_given_a_finding_elsewhere_when_matched_then_a_row_does_not_cover_it() -> None:
    row = Acknowledged("dailies/Http", "AwsSolutions-APIG4", "because")
    assert covers(row, Finding("AwsSolutions-APIG4", "dailies/Http/Api/Route"))
    assert not covers(row, Finding("AwsSolutions-APIG4", "dailies/HttpToo/Route"))
    assert not covers(row, Finding("AwsSolutions-APIG1", "dailies/Http/Api/Route"))


def test_given_the_templates_when_linted_then_cfn_lint_finds_nothing(assembly: Path) -> None:
    assert lint_templates(assembly) == []


def test_given_the_machine_when_linted_then_asl_validator_finds_nothing(assembly: Path) -> None:
    assert lint_machines(assembly) == []


def test_given_a_machine_that_leads_nowhere_when_linted_then_it_is_found(
    template: Template, tmp_path: Path
) -> None:
    properties: dict[str, Any] = only(template, "AWS::StepFunctions::StateMachine")
    drawn = json.loads(read_machine(properties))
    drawn["States"]["Plan"]["Next"] = "Nowhere"
    broken = {
        "Type": "AWS::StepFunctions::StateMachine",
        "Properties": {"DefinitionString": json.dumps(drawn)},
    }
    (tmp_path / "broken.template.json").write_text(json.dumps({"Resources": {"Machine": broken}}))
    assert "Nowhere" in "".join(lint_machines(tmp_path))
