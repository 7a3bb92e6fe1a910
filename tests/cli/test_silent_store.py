"""A store that announces nothing: files that were sent are told of, so that nobody waits for the reconciler."""

from collections.abc import Iterator

import pytest

from tests.cli.conftest import MakeShoot, Terminal
from tests.cli.house import House, silent_house


@pytest.fixture
def silent(house: House, terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    """A terminal at a place whose store announces nothing, where waiting ends soon."""
    assert terminal
    monkeypatch.setattr("dailies.cli.uploading._VERDICT_SECONDS", 10.0)
    with silent_house(house.app) as other:
        yield Terminal(other)


def test_given_a_store_that_announces_nothing_when_run_then_every_file_is_looked_at(
    silent: Terminal, make_shoot: MakeShoot
) -> None:
    folder, prompts = make_shoot(["A boat", "A tower"])

    quote = silent.json("run", str(folder), str(prompts), "--dry-run")

    assert quote["item_count"] == 2
