"""The two dashboards, drawn from the table of figures: *work* for who makes films, *machine* for who runs it."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from aws_cdk import Aws, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from dailies.telemetry.boards import BOARDS, Board, Figure, Part, Row

_WIDTH, _HEIGHT, _ACROSS = 8, 6, 3
_BILLING_REGION = "us-east-1"

Parts = Mapping[Part, Sequence[str]]
"""Names of the stack's parts, by kind."""


class Dashboards(Construct):
    """One dashboard for each board."""

    def __init__(self, scope: Construct, construct_id: str, *, name: str, parts: Parts) -> None:
        super().__init__(scope, construct_id)
        stack = Stack.of(self)
        known = {**parts, Part.ACCOUNT: ("USD",)}
        for board in Board:
            cloudwatch.CfnDashboard(
                self,
                board.capitalize(),
                dashboard_name=f"{name}-{board}",
                dashboard_body=stack.to_json_string({"widgets": list(_widgets(board, known))}),
            )


def _widgets(board: Board, parts: Parts) -> Iterator[dict[str, Any]]:
    for place, row in enumerate(BOARDS[board]):
        yield {
            "type": "metric",
            "x": place % _ACROSS * _WIDTH,
            "y": place // _ACROSS * _HEIGHT,
            "width": _WIDTH,
            "height": _HEIGHT,
            "properties": _properties(row, parts),
        }


def _properties(row: Row, parts: Parts) -> dict[str, Any]:
    first = row.figures[0]
    return {
        "title": row.title,
        "view": "timeSeries",
        "region": _BILLING_REGION if first.part is Part.ACCOUNT else Aws.REGION,
        "period": first.period_seconds,
        "stat": first.statistic,
        "metrics": [metric for figure in row.figures for metric in _metrics(figure, parts)],
    }


def _metrics(figure: Figure, parts: Parts) -> Iterator[list[Any]]:
    stat = {"stat": figure.statistic}
    if figure.by:
        schema = ",".join((figure.namespace, *figure.by))
        search = f'{{{schema}}} MetricName="{figure.metric}"'
        yield [{"expression": f"SEARCH('{search}', '{figure.statistic}', {figure.period_seconds})"}]
    elif figure.part is None:
        yield [figure.namespace, figure.metric, stat]
    else:
        for name in parts[figure.part]:
            yield [figure.namespace, figure.metric, figure.part, name, *chain(*figure.also), stat]
