"""The engine that answers builds the images."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dailies.domain.errors import ToolMissing
from infra.images import Engine, find_engine

MakeEngine = Callable[[str, int], Path]


@pytest.fixture
def make_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakeEngine:
    """Put programs on a PATH of their own that end with a code when they are asked how they are."""
    monkeypatch.setenv("PATH", str(tmp_path))

    def make(name: str, code: int) -> Path:
        path = tmp_path / name
        path.write_text(f'#!/bin/sh\nfor last; do :; done\n[ "$last" = info ] && exit {code}\nexit 9\n')
        path.chmod(0o755)
        return path

    return make


def test_given_docker_without_its_daemon_when_an_engine_is_looked_for_then_podman_is_it(
    make_engine: MakeEngine,
) -> None:
    make_engine("docker", 1)
    make_engine("podman", 0)
    assert find_engine({}) == Engine(("podman",))


def test_given_both_engines_when_one_is_looked_for_then_docker_is_it(make_engine: MakeEngine) -> None:
    make_engine("docker", 0)
    make_engine("podman", 0)
    assert find_engine({}) == Engine(("docker",))


def test_given_a_command_by_setting_when_an_engine_is_looked_for_then_its_options_are_kept(
    make_engine: MakeEngine,
) -> None:
    make_engine("docker", 0)
    named = make_engine("podman", 0)
    found = find_engine({"PODMAN": f"{named} --root '/a store'"})
    assert found == Engine((str(named), "--root", "/a store"))
    assert found.is_podman


def test_given_no_engine_when_one_is_looked_for_then_the_error_says_what_to_start(
    make_engine: MakeEngine,
) -> None:
    make_engine("docker", 1)
    with pytest.raises(ToolMissing, match="Neither Docker nor podman"):
        find_engine({})
