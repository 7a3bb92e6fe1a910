"""The stand-in site as a program beside the supervisor."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Self

from infra.local.config import StageConfig
from infra.local.environments import ROOT
from infra.local.program import Program, ended_unless_kept
from infra.local.site_accounts import SiteAccount

_START_SECONDS = 30.0
_STOP_SECONDS = 5.0
_POLL_SECONDS = 0.05


class FlowSite:
    """A running stand-in site."""

    def __init__(self, program: Program, url: str) -> None:
        self.url = url
        self._program = program

    @classmethod
    async def start(cls, config: StageConfig, first: SiteAccount, admin_token: str) -> Self:
        """Start the site with its first account and wait for its address; raises ToolMissing."""
        log = config.logs / "flow.log"
        log.unlink(missing_ok=True)
        data = config.home / "flow"
        data.mkdir(parents=True, exist_ok=True)
        program = await Program.start(
            "the stand-in site",
            _command(config, data),
            environment=_environment(first, admin_token, data),
            log=log,
            folder=ROOT,
        )
        async with ended_unless_kept(program) as keep:
            url = await _read_address(program)
            if url is None:
                raise program.failure("did not start")
            keep()
        return cls(program, url)

    async def wait(self) -> int:
        """Wait for the end and give the exit code."""
        return await self._program.wait()

    async def stop(self) -> None:
        """End the site."""
        await self._program.stop(_STOP_SECONDS)


def _command(config: StageConfig, data: Path) -> list[str]:
    options: dict[str, object] = {"--port": "0", "--data": data, "--clock-factor": config.clock_factor}
    if config.clip_seconds is not None:
        options["--clip-seconds"] = config.clip_seconds
    flags = [str(part) for option in options.items() for part in option]
    return [sys.executable, "-m", "infra.local.flow", *flags, "--credits", str(config.flow_credits)]


def _environment(first: SiteAccount, admin_token: str, data: Path) -> dict[str, str]:
    return {
        "PATH": os.defpath,
        "HOME": str(data),
        "LANG": "C.UTF-8",
        "FLOW_SITE_EMAIL": first.email,
        "FLOW_SITE_PASSWORD": first.password,
        "FLOW_SITE_ADMIN_TOKEN": admin_token,
    }


async def _read_address(program: Program) -> str | None:
    deadline = asyncio.get_running_loop().time() + _START_SECONDS
    while asyncio.get_running_loop().time() < deadline and not program.has_ended:
        for line in program.log.read_text(errors="replace").splitlines():
            if line.startswith('{"url"'):
                return str(json.loads(line)["url"])
        await asyncio.sleep(_POLL_SECONDS)
    return None
