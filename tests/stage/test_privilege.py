"""Least privilege: what every program asked of AWS in this run, against what its role lets it do.

It comes last in its folder and judges what the whole folder did; alone it walks past every program itself.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

import boto3
import pytest

from infra.local.config import StageState
from infra.local.emulator import ACCOUNT
from infra.local.privilege.calls import read_calls
from infra.local.privilege.grants import Comparison, compare
from infra.local.privilege.needs import Need, Place, needs
from tests.stage.client import Api
from tests.stage.idle_rights import IDLE_RIGHTS
from tests.stage.rights import Program, read_programs
from tests.stage.walk import Heard, Walk

pytestmark = [pytest.mark.stage, pytest.mark.browser, pytest.mark.ffmpeg]


@pytest.fixture(scope="module")
def programs(stage: StageState, session: boto3.session.Session) -> list[Program]:
    return read_programs(stage, session)


@pytest.fixture(scope="module")
def done(
    programs: list[Program], stage: StageState, session: boto3.session.Session, calls_folder: Path
) -> Mapping[str, AbstractSet[Need]]:
    """What each program did, by its name."""
    named = {program.principal: program.name for program in programs}

    def heard(program: str, operation: str) -> bool:
        calls = read_calls(calls_folder)
        return any(named[each.principal] == program and each.operation == operation for each in calls)

    api = Api(stage.url)
    try:
        take(Walk(api, stage, session, heard), heard)
    finally:
        api.http.close()
    return read_needs(stage, calls_folder, named)


def take(walk: Walk, heard: Heard) -> None:
    """Do what the folder's other tests never do, and of the rest what they did not do this time."""
    walk.begin_a_large_upload()
    if not heard("media", "CompleteMultipartUpload"):
        walk.make_and_deliver()
    walk.start_and_stop_a_drop()
    walk.look_around()
    walk.send_a_check()
    # While one check is under way the API sends no other, and only a second browser reads a saved session.
    if not (heard("api", "SubmitJob") and heard("automation", "Decrypt")):
        walk.await_the_finding()
    walk.mind_the_account()
    walk.delete_what_was_delivered()


def read_needs(stage: StageState, folder: Path, named: Mapping[str, str]) -> Mapping[str, AbstractSet[Need]]:
    outputs = stage.outputs
    place = Place(stage.region, ACCOUNT, outputs["StateMachineArn"], outputs["SessionKey"])
    found: defaultdict[str, set[Need]] = defaultdict(set)
    for call in read_calls(folder):
        found[named[call.principal]] |= needs(call, place)
    return found


@pytest.fixture(scope="module")
def compared(programs: list[Program], done: Mapping[str, AbstractSet[Need]]) -> Mapping[str, Comparison]:
    """Each program's deeds and rights side by side; shown with `-s`."""
    found = {program.name: compare(done.get(program.name, set()), program.grants) for program in programs}
    sys.stdout.write("\n".join(["", *show(programs, done)]) + "\n")
    return found


def show(programs: list[Program], done: Mapping[str, AbstractSet[Need]]) -> Iterator[str]:
    for program in programs:
        actions = sorted({need.action for need in done.get(program.name, set())})
        yield f"{program.name}: {len(program.grants)} rights; did {', '.join(actions)}"


def test_given_a_run_of_the_stage_when_compared_with_its_policies_then_no_program_lacks_a_right(
    compared: Mapping[str, Comparison],
) -> None:
    lacking = {name: sorted(map(str, each.missing)) for name, each in compared.items() if each.missing}
    assert lacking == {}


@pytest.mark.rights
def test_given_a_run_of_the_stage_when_compared_with_its_policies_then_every_right_was_used_or_is_excused(
    compared: Mapping[str, Comparison],
) -> None:
    idle = {
        (name, grant.action, grant.resource)
        for name, each in compared.items()
        for grant in each.unused
        if not any(row.excuses(name, grant) for row in IDLE_RIGHTS)
    }
    assert sorted(idle) == []


def test_given_excuses_when_compared_with_the_policies_then_each_is_about_a_right_that_somebody_has(
    programs: list[Program],
) -> None:
    rights = [(program.name, grant) for program in programs for grant in program.grants]
    empty = [row for row in IDLE_RIGHTS if not any(row.excuses(*right) for right in rights)]
    assert empty == []


def test_given_the_stack_when_read_then_all_nine_functions_and_both_kinds_of_container_are_judged(
    programs: list[Program], done: Mapping[str, AbstractSet[Need]]
) -> None:
    names = {program.name for program in programs}
    assert len(names) == 11
    assert names == set(done)
