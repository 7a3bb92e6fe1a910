"""The guide to selector packs: its commands, run on the evidence of a real failure."""

import asyncio
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from containers.automation.sites.flow.pack import packs_folder
from dailies.domain.exits import Exit

from .studio import Studio

GUIDE = Path(__file__).parents[2] / "docs" / "selector-packs.md"


def commands() -> dict[str, str]:
    lines = re.findall(r"^\s*(python -m \S*pack_tool .*)$", GUIDE.read_text("utf-8"), re.MULTILINE)
    return {line.split()[3]: line for line in lines}


def run_command(name: str, **files: Path) -> subprocess.CompletedProcess[str]:
    words = [str(files.get(word.split(".")[0].lower(), word)) for word in shlex.split(commands()[name])]
    return subprocess.run([sys.executable, *words[1:]], capture_output=True, text=True, check=False)


def pack_file(folder: Path, change: Callable[[str], str]) -> Path:
    path = folder / "flow-c.json"
    path.write_text(change((packs_folder() / "flow-c.json").read_text("utf-8")), "utf-8")
    return path


def test_given_the_guide_when_read_then_it_names_both_commands() -> None:
    assert sorted(commands()) == ["check", "try"]


def test_given_a_whole_pack_when_checked_then_it_is_valid(tmp_path: Path) -> None:
    answer = run_command("check", pack=pack_file(tmp_path, lambda text: text))
    assert (answer.returncode, answer.stdout.startswith("flow-c v")) == (Exit.SETTLED, True)


def test_given_a_misspelt_element_when_checked_then_its_place_is_named(tmp_path: Path) -> None:
    broken = pack_file(tmp_path, lambda text: text.replace('"submit"', '"sumbit"'))
    answer = run_command("check", pack=broken)
    assert (answer.returncode, "composer.sumbit" in answer.stderr) == (Exit.BAD_INPUT, True)


@pytest.mark.browser
def test_given_the_page_of_a_failure_when_tried_then_what_is_missing_shows(
    failed: tuple[Studio, list[str]], run: Callable[[Any], Any], tmp_path: Path
) -> None:
    pack = pack_file(tmp_path, lambda text: text.replace("agent-mode-chip", "agent-chip"))
    page = failed[0].evidence / "page.html"
    answer = run(asyncio.to_thread(run_command, "try", pack=pack, page=page))
    found = dict(line.split(maxsplit=1) for line in answer.stdout.splitlines())
    assert found["composer.prompt"].startswith("candidate 1 finds 1")
    assert found["composer.agent_chip"].startswith("candidate 2 finds 1")
    assert found["overlays.rights"] == "-"
