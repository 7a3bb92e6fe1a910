"""What is in an image, and what a process of it may do."""

import json
from typing import Any

import pytest

from infra.images import KINDS, Engine, inspect_image
from tests.images.inside import facts as facts_program
from tests.images.inside import reaching
from tests.images.running import BUILD_SECONDS, ask

pytestmark = [pytest.mark.images, pytest.mark.timeout(BUILD_SECONDS)]

WORKER = 10001


@pytest.fixture(scope="module", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    kind: str = request.param
    return kind


@pytest.fixture(scope="module")
def facts(engine: Engine, images: dict[str, str], kind: str) -> dict[str, Any]:
    found: dict[str, Any] = ask(engine, images[kind], facts_program)
    return found


def test_given_an_image_when_it_runs_then_as_nobody_special(facts: dict[str, Any]) -> None:
    assert set(facts["user"]) == {WORKER}
    assert (facts["capabilities"], facts["no_new_privileges"]) == (0, "1")


def test_given_an_image_when_nobody_names_a_user_then_it_is_not_root(
    engine: Engine, images: dict[str, str], kind: str
) -> None:
    assert inspect_image(engine, images[kind], "{{.Config.User}}") == f"{WORKER}:{WORKER}"


def test_given_a_read_only_root_when_a_folder_is_written_then_only_the_temporary_one_takes_it(
    facts: dict[str, Any],
) -> None:
    assert facts["writable"] == ["/tmp"]


def test_given_no_memory_for_temporary_files_when_a_volume_takes_its_place_then_the_worker_may_write_to_it(
    engine: Engine, images: dict[str, str], kind: str
) -> None:
    # As on Fargate, where a mounted folder is root's alone unless the image declares it.
    assert ask(engine, images[kind], facts_program, temporary=())["writable"] == ["/tmp"]


def test_given_an_image_when_it_runs_then_an_init_is_process_1(
    facts: dict[str, Any],
) -> None:
    assert facts["first"] == "tini"


def test_given_a_read_only_root_when_code_is_loaded_then_it_was_compiled_at_build(
    facts: dict[str, Any],
) -> None:
    assert len(facts["code"]) > 50
    assert (facts["uncompiled"], facts["loaded_uncompiled"]) == ([], [])


def test_given_an_image_when_it_is_searched_then_nothing_is_left_of_installing(facts: dict[str, Any]) -> None:
    assert facts["leftovers"] == []


def test_given_an_image_when_its_code_is_listed_then_it_is_its_own_alone(
    facts: dict[str, Any], kind: str
) -> None:
    others = {path.split("/")[1] for path in facts["code"] if path.startswith("containers/")}
    assert others == {"__init__.py", kind}
    assert not [path for path in facts["code"] if path.startswith("dailies/cli")]


def test_given_an_image_when_it_is_inspected_then_it_says_what_it_is(
    engine: Engine, images: dict[str, str], kind: str
) -> None:
    labels = json.loads(inspect_image(engine, images[kind], "{{json .Config.Labels}}"))
    assert labels["org.opencontainers.image.title"] == f"dailies-{kind}"
    assert labels["org.opencontainers.image.licenses"] == "MIT"


def test_given_no_capabilities_when_ffmpeg_is_launched_on_an_address_then_it_reaches_nobody(
    engine: Engine, images: dict[str, str], kind: str
) -> None:
    assert ask(engine, images[kind], reaching) == {"launched": 0, "by_itself": 1}
