"""The stage's one process: starts everything in order, deploys, and leaves nothing behind when it ends."""

import argparse
import asyncio
import contextlib
import logging
import os
import secrets
import shutil
import signal
import sys
from collections.abc import Callable, Coroutine, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from dailies.clock import now
from dailies.domain.errors import DailiesError, ToolMissing
from dailies.domain.ids import AccountName
from infra.bundle import Target
from infra.local.batch import BatchConfig, create_batch
from infra.local.clients import Clients
from infra.local.config import STACK, StageConfig, StageState
from infra.local.deployer import Deployed, deploy
from infra.local.emulator import ACCESS_KEY, REGION, Emulator, EmulatorConfig
from infra.local.environments import ROOT
from infra.local.events import Events
from infra.local.frontdoor import FrontDoorConfig, create_front_door
from infra.local.frontdoor.config import PoolConfig, SigningKeys
from infra.local.identity.resident import Resident, introduce, machine_token
from infra.local.plan import register
from infra.local.privilege.calls import recording
from infra.local.residence import announce, occupy
from infra.local.serving import address, bind, served
from infra.local.site_accounts import credentials, draw_accounts, make_at_site, register_accounts
from infra.local.stand_ins import StandIn, start_flow, start_veo
from infra.synth import synthesise

_log = logging.getLogger(__name__)

OnReady = Callable[[StageState], None]


class Supervisor:
    """One stage, from its sockets to its state file; whatever it starts, its exit stack ends."""

    def __init__(self, config: StageConfig, stack: contextlib.AsyncExitStack) -> None:
        self._config = config
        self._stack = stack
        self._secret_key = secrets.token_hex(32)
        self._accounts = draw_accounts(config.accounts)
        self._admin_token = secrets.token_urlsafe(18)
        self._door = stack.enter_context(bind(config.port))
        self._batch = stack.enter_context(bind(0))
        self._watched: list[asyncio.Task[int]] = []

    async def start(self) -> StageState:
        """Bring everything up and give its addresses; raises a DailiesError that says what is missing."""
        synthesis = asyncio.create_task(asyncio.to_thread(self._synthesise))
        emulator = await self._start_emulator()
        flow_url, veo_url = await self._start_flow(), await self._start_veo()
        clients = Clients(
            emulator_url=emulator.url, batch_url=address(self._batch), secret_key=self._secret_key
        )
        deployed = await self._deploy(clients, await synthesis, flow_url, veo_url)
        await self._start_batch(clients, deployed, emulator.url)
        resident = await asyncio.to_thread(introduce, clients, deployed.outputs)
        await self._open_door(emulator, deployed.outputs, resident)
        # The first is the installation's own and needs no introduction.
        await self._register(clients, resident, self._config.accounts[1:])
        return self._describe(emulator.url, flow_url, veo_url, deployed.outputs, resident)

    async def run_until(self, stop: asyncio.Event) -> None:
        """Watch over what runs; raises ToolMissing when a part ends by itself."""
        stopping = asyncio.create_task(stop.wait())
        done, _ = await asyncio.wait({stopping, *self._watched}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        for part in done - {stopping}:
            raise ToolMissing(f"{part.get_name()} ended by itself", advice=f"see {self._config.logs}")

    def _synthesise(self) -> Path:
        return self._config.assembly or synthesise(Target.HERE)

    async def _start_emulator(self) -> Emulator:
        emulator = await Emulator.start(
            EmulatorConfig(
                python=self._config.emulator_python,
                state=self._config.home / "emulator",
                log=self._config.logs / "emulator.log",
                batch_url=address(self._batch),
                secret_key=self._secret_key,
                functions_environment=self._recording(),
            )
        )
        self._stack.push_async_callback(emulator.stop)
        self._watch("the emulator", emulator.wait())
        return emulator

    async def _start_flow(self) -> str:
        if self._config.flow_url is not None:
            return self._config.flow_url
        site = self._kept(await start_flow(self._config, self._accounts[0], self._admin_token))
        await make_at_site(self._accounts, self._config, site=site.url, admin_token=self._admin_token)
        return site.url

    async def _start_veo(self) -> str | None:
        return self._kept(await start_veo(self._config)).url if self._config.veo else None

    def _kept(self, program: StandIn) -> StandIn:
        """Watch over a program, and end it with the stage."""
        self._stack.push_async_callback(program.stop)
        self._watch(program.name, program.wait())
        return program

    async def _deploy(self, clients: Clients, assembly: Path, flow_url: str, veo_url: str | None) -> Deployed:
        parameters = self._config.template_parameters(
            flow_url=flow_url, veo_url=veo_url, url=address(self._door)
        )
        deployed = await asyncio.to_thread(
            deploy,
            clients,
            stack=STACK,
            assembly=assembly,
            parameters=parameters,
        )
        if self._config.has_own_site:
            await asyncio.to_thread(
                clients.secrets.put_secret_value,
                SecretId=deployed.outputs["FlowSecret"],
                SecretString=credentials(self._accounts),
            )
        return deployed

    async def _start_batch(self, clients: Clients, deployed: Deployed, emulator_url: str) -> None:
        events = Events(
            clients,
            status_function=deployed.outputs["StatusFunction"],
            reconcile_function=deployed.outputs["ReconcileFunction"],
        )
        app = create_batch(self._batch_config(emulator_url), events.deliver)
        await self._stack.enter_async_context(served(app, self._batch))
        await asyncio.to_thread(register, deployed.plan, clients.batch)
        if self._config.reconcile_seconds is not None:
            reconciling = asyncio.create_task(events.reconcile_every(self._config.reconcile_seconds))
            self._stack.callback(reconciling.cancel)

    def _batch_config(self, emulator_url: str) -> BatchConfig:
        config = self._config
        return BatchConfig(
            work_folder=config.home / "work",
            log_folder=config.logs / "containers",
            python=Path(sys.executable),
            base_environment={
                "AWS_ENDPOINT_URL": emulator_url,
                "AWS_ENDPOINT_URL_BATCH": address(self._batch),
                "AWS_REGION": REGION,
                "AWS_DEFAULT_REGION": REGION,
                "AWS_ACCESS_KEY_ID": ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY": self._secret_key,
                "PYTHONPATH": str(ROOT),
                "NO_PROXY": "*",
                **self._recording(str(ROOT)),
            },
            job_environment_file=config.job_environment_file,
            pools_file=config.home / "pools.json",
            slots={f"{STACK}-{kind}": slots for kind, slots in config.slots.items()},
            grace_seconds=config.grace_seconds,
        )

    def _recording(self, path: str = "") -> dict[str, str]:
        folder = self._config.calls_folder
        return recording(folder, path) if folder else {}

    async def _register(self, clients: Clients, resident: Resident, names: Sequence[AccountName]) -> None:
        if names:
            token = await asyncio.to_thread(machine_token, clients, resident)
            await register_accounts(names, url=address(self._door), token=token)

    async def _open_door(self, emulator: Emulator, outputs: Mapping[str, str], resident: Resident) -> None:
        settings = FrontDoorConfig(
            port=self._door.getsockname()[1],
            emulator_url=emulator.url,
            api_host=f"{outputs['ApiId']}.execute-api.localhost:{emulator.port}",
            buckets=frozenset({outputs["BucketName"]}),
            signing_keys=SigningKeys.model_validate(
                {"access_key_id": ACCESS_KEY, "secret_access_key": self._secret_key}
            ),
            pool=PoolConfig(
                issuer=f"https://cognito-idp.{REGION}.amazonaws.com/{outputs['UserPoolId']}",
                client_id=outputs["SignInClient"],
                user=resident.name,
                password=SecretStr(resident.password),
            ),
        )
        await self._stack.enter_async_context(served(create_front_door(settings), self._door))

    def _describe(
        self,
        emulator_url: str,
        flow_url: str,
        veo_url: str | None,
        outputs: Mapping[str, str],
        resident: Resident,
    ) -> StageState:
        return StageState(
            pid=os.getpid(),
            started=now().isoformat(timespec="seconds"),
            home=self._config.home,
            url=address(self._door),
            emulator_url=emulator_url,
            batch_url=address(self._batch),
            flow_url=flow_url,
            flow_admin_token=self._admin_token if self._config.has_own_site else None,
            flow_emails={each.name: each.email for each in self._accounts}
            if self._config.has_own_site
            else {},
            veo_url=veo_url,
            access_key=ACCESS_KEY,
            secret_key=self._secret_key,
            region=REGION,
            outputs=outputs,
            user=resident.name,
            password=resident.password,
            machine_id=resident.machine_id,
            machine_secret=resident.machine_secret,
        )

    def _watch(self, name: str, end: Coroutine[Any, Any, int]) -> None:
        task = asyncio.create_task(end, name=name)
        self._stack.callback(task.cancel)
        self._watched.append(task)


async def supervise(config: StageConfig, on_ready: OnReady) -> None:
    """Run a stage until SIGINT or SIGTERM; raises a DailiesError when it cannot start or a part fails."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    with occupy(config.home):
        async with contextlib.AsyncExitStack() as stack:
            supervisor = Supervisor(config, stack)
            state = await _unless_stopped(supervisor.start(), stop)
            if state is None:
                return
            announce(state)
            on_ready(state)
            await supervisor.run_until(stop)
        shutil.rmtree(config.home / "work", ignore_errors=True)


async def _unless_stopped(start: Coroutine[Any, Any, StageState], stop: asyncio.Event) -> StageState | None:
    starting = asyncio.create_task(start)
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if not starting.done():
        starting.cancel()
        await asyncio.wait({starting})
    return None if starting.cancelled() else starting.result()


def main() -> int:
    """Run the stage that `--config` describes; give the exit code."""
    parser = argparse.ArgumentParser(prog="python -m infra.local.supervisor", description=__doc__)
    parser.add_argument("--config", type=Path, required=True, help="a StageConfig as JSON")
    config = StageConfig.model_validate_json(parser.parse_args().config.read_text())
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    try:
        asyncio.run(supervise(config, lambda state: _log.info("the stage is up at %s", state.url)))
    except DailiesError as error:
        failure = error.failure
        _log.error("%s%s", failure.detail, f" ({failure.advice})" if failure.advice else "")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
