"""Run the imitation: `python -m infra.local.veo --port N --data DIR [--clock-factor F]`."""

import asyncio
import json
import signal
import sys

from infra.local.serving import address, bind, served
from infra.local.veo.app import create_app
from infra.local.veo.config import VeoConfig


async def _serve(config: VeoConfig) -> None:
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    with bind(config.port) as listener:
        async with served(create_app(config), listener):
            sys.stdout.write(json.dumps({"url": address(listener)}) + "\n")
            sys.stdout.flush()
            await ended.wait()


if __name__ == "__main__":
    asyncio.run(_serve(VeoConfig.from_command_line(sys.argv[1:])))
