"""A house for each test module, and the command line run against it."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from dailies.cli.main import cli
from tests.cli.house import Faults, House, listen, served
from tests.store.place import app_of, moto_place


@pytest.fixture(scope="session")
def _open_house() -> Iterator[House]:
    listening, url = listen()
    with moto_place() as environment:
        here = {"DAILIES_PUBLIC_S3_ENDPOINT": url}
        house = House(app_of({**environment, **here}), url)
        with served(house.site, listening):
            yield house


@pytest.fixture
def house(_open_house: House) -> Iterator[House]:
    """The API and the store, without faults and with the crew at work."""
    _open_house.faults = Faults()
    _open_house.crew.is_away.clear()
    _open_house.crew.was_asked.clear()
    yield _open_house
    _open_house.crew.rest()


@dataclass(frozen=True)
class Terminal:
    """Runs `dailies` against the house."""

    house: House

    def run(self, *arguments: str) -> Result:
        """Run a command to its end."""
        return CliRunner().invoke(cli, ["--api", self.house.url, *arguments])

    def json(self, *arguments: str) -> Any:
        """Run a command that must succeed, and read its document."""
        done = self.run(*arguments, "--json")
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)


@pytest.fixture
def terminal(house: House, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal, where waiting takes next to no time."""
    monkeypatch.setattr("dailies.cli.waiting._SOONEST_SECONDS", 0.05)
    monkeypatch.setattr("dailies.cli.waiting._LATEST_SECONDS", 0.2)
    monkeypatch.setattr("dailies.cli.retrying._FIRST_WAIT_SECONDS", 0.001)
    return Terminal(house)


MakeShoot = Callable[[list[str]], tuple[Path, Path]]


@pytest.fixture
def make_shoot(tmp_path: Path) -> MakeShoot:
    """Make a folder with a picture for each prompt, and the prompts file."""

    def make(prompts: list[str]) -> tuple[Path, Path]:
        folder = tmp_path / "shoot"
        folder.mkdir()
        for number in range(1, len(prompts) + 1):
            (folder / f"{number}.png").write_bytes(picture(number))
        listed = tmp_path / "prompts.txt"
        listed.write_text("\n".join(prompts), encoding="utf-8")
        return folder, listed

    return make


def picture(number: int) -> bytes:
    """Make a PNG."""
    sink = BytesIO()
    Image.new("RGB", (72, 128), (number * 20, 90, 160)).save(sink, "PNG")
    return sink.getvalue()
