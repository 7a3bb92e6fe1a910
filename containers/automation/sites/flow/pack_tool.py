"""Checking a pack file, and trying it on the page of a failure: `python -m containers.automation.sites.flow.pack_tool`.

check FILE             is it a valid pack? names each wrong place
try FILE PAGE.html     which of its elements does that page show, and which candidate finds each?
schema                 the JSON schema that editors check a pack file with
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import BaseModel, ValidationError

from containers.automation.sites.flow.browser import open_browser, open_page
from containers.automation.sites.flow.pace import Pace
from containers.automation.sites.flow.pack import Pack, read_pack
from containers.automation.sites.flow.screen import Screen
from containers.automation.sites.flow.target import Candidate
from dailies.domain.exits import Exit


def schema() -> str:
    """Give the JSON schema of a pack file."""
    return json.dumps(Pack.model_json_schema(), indent=2) + "\n"


def targets_of(part: object, path: str = "") -> Iterator[tuple[str, tuple[Candidate, ...]]]:
    """List every element of a pack with its place in the file, such as `composer.submit`."""
    if isinstance(part, tuple) and part and all(isinstance(one, Candidate) for one in part):
        yield path, part
    elif isinstance(part, tuple):
        for number, one in enumerate(part):
            yield from targets_of(one, f"{path}.{getattr(one, 'axis', number)}")
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from targets_of(getattr(part, name), f"{path}.{name}" if path else name)
    elif isinstance(part, dict):
        for name, one in part.items():
            yield from targets_of(one, f"{path}.{name}")


async def try_on(pack: Pack, page_html: str) -> list[str]:
    """Say for each element which candidate, from 1, finds something on a saved page, and how many."""
    lines = []
    async with open_browser() as browser, open_page(browser, None) as page:
        await page.context.set_offline(True)
        await page.set_content(page_html)
        screen = Screen(page, pack, Pace())
        for path, target in targets_of(pack):
            counts = [await screen.locate(candidate).count() for candidate in target]
            found = [f"candidate {n} finds {count}" for n, count in enumerate(counts, 1) if count]
            lines.append(f"{path:<44} {', '.join(found) or '-'}")
    return lines


def main(arguments: Sequence[str]) -> Exit:
    """Run one command; a pack that is not valid ends with the code for bad input."""
    parser = argparse.ArgumentParser(prog="pack_tool", description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check").add_argument("file", type=Path)
    trying = commands.add_parser("try")
    trying.add_argument("file", type=Path)
    trying.add_argument("page", type=Path)
    commands.add_parser("schema")
    given = parser.parse_args(arguments)
    if given.command == "schema":
        sys.stdout.write(schema())
        return Exit.SETTLED
    try:
        pack = read_pack(given.file.read_text(encoding="utf-8"))
    except ValidationError as error:
        sys.stderr.write(f"{given.file.name} is no valid pack: {error}\n")
        return Exit.BAD_INPUT
    if given.command == "try":
        lines = asyncio.run(try_on(pack, given.page.read_text(encoding="utf-8")))
        sys.stdout.write("\n".join(lines) + "\n")
    else:
        sys.stdout.write(f"{pack.label} is valid: {len(list(targets_of(pack)))} elements\n")
    return Exit.SETTLED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
