"""The stand-in site and the imitation of the Veo API, as programs beside the supervisor."""

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from typing import Self

from infra.local.config import StageConfig
from infra.local.environments import ROOT
from infra.local.program import Program, ended_unless_kept
from infra.local.site_accounts import SiteAccount

_START_SECONDS = 30.0
_STOP_SECONDS = 5.0
_POLL_SECONDS = 0.05


class StandIn:
    """A running stand-in for something of Google's; its first line tells its address."""

    def __init__(self, program: Program, url: str) -> None:
        self.url = url
        self._program = program

    @property
    def name(self) -> str:
        """Name it for people."""
        return self._program.name

    @classmethod
    async def start(
        cls,
        config: StageConfig,
        kind: str,
        name: str,
        *,
        options: Mapping[str, object],
        variables: Mapping[str, str],
    ) -> Self:
        """Start `python -m infra.local.<kind>` and wait for its address; raises ToolMissing."""
        log = config.logs / f"{kind}.log"
        log.unlink(missing_ok=True)
        data = config.home / kind
        data.mkdir(parents=True, exist_ok=True)
        given = {"--port": 0, "--data": data, "--clock-factor": config.clock_factor, **options}
        flags = [str(part) for option in given.items() for part in option]
        program = await Program.start(
            name,
            [sys.executable, "-m", f"infra.local.{kind}", *flags],
            environment={"PATH": os.defpath, "HOME": str(data), "LANG": "C.UTF-8", **variables},
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
        """End it."""
        await self._program.stop(_STOP_SECONDS)


async def start_flow(config: StageConfig, first: SiteAccount, admin_token: str) -> StandIn:
    """Start the stand-in site with its first account, whose secrets no list of processes shows."""
    variables = {
        "FLOW_SITE_EMAIL": first.email,
        "FLOW_SITE_PASSWORD": first.password,
        "FLOW_SITE_ADMIN_TOKEN": admin_token,
    }
    options = {"--credits": config.flow_credits, **_clips(config)}
    return await StandIn.start(config, "flow", "the stand-in site", options=options, variables=variables)


async def start_veo(config: StageConfig) -> StandIn:
    """Start the imitation of the Veo API."""
    name = "the imitation of the Veo API"
    return await StandIn.start(config, "veo", name, options=_clips(config), variables={})


def _clips(config: StageConfig) -> dict[str, object]:
    return {} if config.clip_seconds is None else {"--clip-seconds": config.clip_seconds}


async def _read_address(program: Program) -> str | None:
    deadline = asyncio.get_running_loop().time() + _START_SECONDS
    while asyncio.get_running_loop().time() < deadline and not program.has_ended:
        for line in program.log.read_text(errors="replace").splitlines():
            if line.startswith('{"url"'):
                return str(json.loads(line)["url"])
        await asyncio.sleep(_POLL_SECONDS)
    return None
