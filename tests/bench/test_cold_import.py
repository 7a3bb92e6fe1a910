"""What a cold start of the API costs, against the one client that it cannot do without."""

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from statistics import median

import pytest

ROUNDS = 9
MOST_RATIO = 1.2
HANDLER = "import functions.api.handler"
CLIENT = "import boto3; boto3.client('dynamodb', region_name='us-east-1')"
WITH_ROUTES = f"{HANDLER}; from functions.api.resolver import Resolver; Resolver().load('jobs')"


def cpu_seconds(code: str) -> float:
    """Run code in a process of its own, and give the processor time that it took from start to end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60, env=os.environ)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@pytest.mark.bench
def test_given_a_cold_start_when_the_api_is_imported_then_it_costs_little_more_than_a_client(
    show: Callable[[str], None],
) -> None:
    codes = {"handler": HANDLER, "client": CLIENT, "routes": WITH_ROUTES}
    for code in codes.values():
        cpu_seconds(code)  # the first run compiles
    # In turns: a machine that is slower for a while is slower for all of them.
    taken = [{name: cpu_seconds(code) for name, code in codes.items()} for _ in range(ROUNDS)]
    ratio = median(each["handler"] / each["client"] for each in taken)
    with_routes = median(each["routes"] / each["client"] for each in taken)
    handler, client = (median(each[name] for each in taken) * 1000 for name in ("handler", "client"))
    show(f"cold import of the API: {handler:.0f} ms CPU, {ratio:.2f} x a DynamoDB client ({client:.0f} ms)")
    show(f"with the routes of a first request for jobs: {with_routes:.2f} x")
    assert ratio <= MOST_RATIO
