"""A pass with the official API: no browser, no account, the project's own quota."""

import asyncio
from collections.abc import Sequence

from containers.automation.bench import Bench
from containers.automation.budget import Budget
from containers.automation.crew import Crew
from containers.automation.gate import Gate
from containers.automation.shift import Shift
from dailies.crash import CrashPoints
from dailies.domain.errors import DailiesError
from dailies.domain.options import Provider
from dailies.domain.units import Item
from dailies.services.app import logger


async def work_with_veo(crew: Crew, items: Sequence[Item]) -> DailiesError | None:
    """Work through items over the API; give what stopped all of them, if anything did."""
    from containers.automation.sites.veo.credentials import read_secret  # noqa: PLC0415 - heavy
    from containers.automation.sites.veo.generator import VeoGenerator, open_veo  # noqa: PLC0415

    def shift_with(generator: VeoGenerator) -> Shift:
        bench = Bench(
            app=crew.app,
            job=crew.job,
            provider=Provider.VEO,
            account=None,
            generator=generator,
            gate=Gate(
                0,
                lambda: not stop.is_set() and not crew.work.is_paused(),
                clock_factor=settings.clock_factor,
            ),
            budget=Budget(crew.app, crew.job, None),
            tools=crew.tools,
            crash=CrashPoints(settings),
            stopped=stop.is_set,
        )
        return Shift(bench, crew.settler, crew.work_of, settings.flow_contexts)

    settings, stop = crew.app.settings, crew.work.stop
    try:
        secret = await asyncio.to_thread(read_secret, crew.app)
        async with open_veo(settings, secret, clock=crew.app.clock) as generator:
            shift = shift_with(generator)
            await shift.work_through(items)
            return shift.halt
    except DailiesError as error:
        logger.warning("the API cannot be worked with", extra={"code": error.failure.code})
        return error
