"""Least privilege: what every program asked of AWS in this run, against what its role lets it do.

It comes last in its folder and judges what the whole folder did; alone it walks past every program itself. What depends
on the moment is made to happen, or is listed with its reason.
"""

import sys
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

import boto3
import pytest

from infra.local.config import StageState
from infra.local.privilege.grants import Comparison, compare
from infra.local.privilege.needs import Need
from tests.stage.checks import Checks
from tests.stage.client import Api, Site
from tests.stage.deeds import Deeds
from tests.stage.idle_rights import NEVER_USED, SELDOM_USED
from tests.stage.mishaps import Mishaps
from tests.stage.rights import Program, read_programs
from tests.stage.waiting import WaitingJob
from tests.stage.walk import Walk

pytestmark = [pytest.mark.stage, pytest.mark.browser, pytest.mark.ffmpeg]

MADE = (
    ("automation", "s3:GetObject", "*/videos/*"),
    ("automation", "s3:PutObject", "*/evidence/*"),
    ("status", "states:SendTaskSuccess", "*"),
    ("media", "s3:PutObject", "*/videos/*"),
    ("media", "s3:PutObject", "*/deliveries/*"),
)
"""What making and delivering is for: the folder's other tests do all of it, alone or in part they do not."""
CHECKED = (
    ("automation", "states:StartExecution", "*"),
    ("automation", "dynamodb:DeleteItem", "*"),
    ("api", "batch:SubmitJob", "*"),
)
"""What a passed check is for, which the test of a site that switches makes too."""


@pytest.fixture(scope="module")
def programs(stage: StageState, session: boto3.session.Session) -> list[Program]:
    return read_programs(stage, session)


@pytest.fixture(scope="module")
def deeds(
    programs: list[Program],
    stage: StageState,
    session: boto3.session.Session,
    calls_folder: Path,
    variables_file: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Deeds:
    """What each program did, once all steps are taken."""
    deeds = Deeds(stage, calls_folder, programs)
    api, site = Api(stage.url), Site(stage)
    walk = Walk(api, site, stage, session, deeds)
    try:
        if not all(deeds.has(*each) for each in MADE) or not walk.has_stored("deliveries"):
            walk.make_and_deliver(variables_file, tmp_path_factory.mktemp("crash") / "crashed")
        walk.begin_a_large_upload()
        walk.start_and_stop_a_drop()
        walk.look_around()
        mishaps = Mishaps(api, stage, session, deeds, programs)
        wait_for_the_account(
            walk, mishaps, Checks(api, site, stage, session, deeds), WaitingJob(api, mishaps.accidents, deeds)
        )
        mishaps.lose_a_video()
        mishaps.interrupt_a_look()
        mishaps.lose_events()
        mishaps.lose_runs()
        mishaps.interrupt_the_deletion()
        walk.delete_what_lies_in("evidence", "deliveries")
    finally:
        site.heal()
        site.http.close()
        api.http.close()
    return deeds


def wait_for_the_account(walk: Walk, mishaps: Mishaps, checks: Checks, waiting: WaitingJob) -> None:
    """Let a check fail, and a job wait that goes on through everybody who may go on with it."""
    checks.fail_one()
    if not all(checks.deeds.has(*each) for each in CHECKED):
        waiting.go_on_through("automation", checks.pass_one)
    waiting.go_on_through("reconcile", mishaps.free_the_account)
    waiting.go_on_through("api", walk.give_session)
    waiting.delete()
    walk.mind_the_account()


@pytest.fixture(scope="module")
def done(deeds: Deeds) -> Mapping[str, AbstractSet[Need]]:
    return deeds.read()


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


def test_given_a_run_of_the_stage_when_compared_with_its_policies_then_every_right_was_used_or_is_excused(
    compared: Mapping[str, Comparison],
) -> None:
    idle = {
        (name, grant.action, grant.resource)
        for name, each in compared.items()
        for grant in each.unused
        if not any(row.excuses(name, grant) for row in (*NEVER_USED, *SELDOM_USED))
    }
    assert sorted(idle) == []


def test_given_excuses_when_compared_with_the_policies_then_each_is_about_a_right_that_somebody_has(
    programs: list[Program],
) -> None:
    rights = [(program.name, grant) for program in programs for grant in program.grants]
    rows = (*NEVER_USED, *SELDOM_USED)
    assert [row for row in rows if not any(row.excuses(*right) for right in rights)] == []


def test_given_rights_that_nothing_here_can_use_when_compared_with_a_run_then_none_of_them_was_used(
    programs: list[Program], compared: Mapping[str, Comparison]
) -> None:
    used = [
        (program.name, grant)
        for program in programs
        for grant in program.grants - compared[program.name].unused
    ]
    assert [(row.why, right) for row in NEVER_USED for right in used if row.excuses(*right)] == []


def test_given_rights_that_a_run_seldom_uses_when_compared_with_a_run_then_it_waited_for_none_of_them(
    programs: list[Program], deeds: Deeds, done: Mapping[str, AbstractSet[Need]]
) -> None:
    grants = {program.name: program.grants for program in programs}
    awaited = {
        (name, grant)
        for name, asked in deeds.awaited
        for need in done[name]
        if asked.covers(need)
        for grant in grants[name]
        if grant.covers(need)
    }
    assert [(row.why, right) for row in SELDOM_USED for right in awaited if row.excuses(*right)] == []


def test_given_the_stack_when_read_then_all_nine_functions_and_both_kinds_of_container_are_judged(
    programs: list[Program], done: Mapping[str, AbstractSet[Need]]
) -> None:
    names = {program.name for program in programs}
    assert len(names) == 11
    assert names == set(done)
