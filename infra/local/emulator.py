"""The stock AWS emulator, on loopback only, with its state in the stage's folder."""

import asyncio
import os
import shutil
import socket
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from dailies.domain.errors import ToolMissing
from infra.local.function_code import BUNDLES, BUNDLES_VARIABLE
from infra.local.program import Program, ended_unless_kept

REGION = "us-east-1"
ACCOUNT = "000000000000"
ACCESS_KEY = ACCOUNT
"""The emulator signs its functions' calls with the account as key id, so everyone uses that."""

_SERVICES = (
    *(
        "apigateway",
        "cloudformation",
        "cognito-idp",
        "dynamodb",
        "events",
        "iam",
        "kms",
        "lambda",
        "logs",
        "monitoring",
    ),
    *("s3", "scheduler", "secretsmanager", "sns", "sqs", "ssm", "states", "sts"),
)
"""What the template needs; the rest of the emulator stays shut."""

_START_SECONDS = 30.0
_STOP_SECONDS = 15.0
_TRIES = 3
_POLL_SECONDS = 0.1


class EmulatorConfig(BaseModel):
    """Where the emulator lives and what its functions must know."""

    model_config = ConfigDict(frozen=True)

    python: Path
    """The interpreter of the emulator's own environment; the functions run under it too."""
    state: Path
    log: Path
    batch_url: str
    secret_key: str
    """The emulator checks no signatures, but the front door checks those of the links that functions sign."""
    functions_environment: Mapping[str, str] = Field(default_factory=dict)
    """What functions get besides."""


class Emulator:
    """A running emulator."""

    def __init__(self, program: Program, port: int, scratch: Path) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self._program = program
        self._scratch = scratch

    @classmethod
    async def start(cls, config: EmulatorConfig) -> "Emulator":
        """Start the emulator and wait until it answers; raises ToolMissing."""
        if not config.python.exists():
            raise ToolMissing(
                "the emulator is not installed", subject=str(config.python), advice="dailies doctor"
            )
        scratch, remembered = config.state / "tmp", config.state / "port"
        for first in (True, *[False] * (_TRIES - 1)):
            shutil.rmtree(scratch, ignore_errors=True)
            scratch.mkdir(parents=True)
            port = (first and _remembered_port(remembered)) or _free_port()
            emulator = cls(await _launch(config, port, scratch), port, scratch)
            async with ended_unless_kept(emulator._program) as keep:
                if await emulator._answers():
                    remembered.write_text(str(port))
                    keep()
                    return emulator
        raise emulator._program.failure("did not start")

    @property
    def has_ended(self) -> bool:
        """Tell whether the emulator is gone."""
        return self._program.has_ended

    async def wait(self) -> int:
        """Wait for the end and give the exit code."""
        return await self._program.wait()

    async def stop(self) -> None:
        """Let the emulator write its state, then make sure that nothing of it is left."""
        await self._program.stop(_STOP_SECONDS)
        shutil.rmtree(self._scratch, ignore_errors=True)

    async def _answers(self) -> bool:
        deadline = asyncio.get_running_loop().time() + _START_SECONDS
        while asyncio.get_running_loop().time() < deadline and not self.has_ended:
            if await _is_healthy(self.port):
                return True
            await asyncio.sleep(_POLL_SECONDS)
        return False


def _remembered_port(file: Path) -> int | None:
    """Give the port of the last start if it is free: queues keep it in their names, and are not found under another."""
    try:
        port = int(file.read_text())
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
    except (OSError, ValueError):
        return None
    return port


async def _launch(config: EmulatorConfig, port: int, scratch: Path) -> Program:
    return await Program.start(
        "the emulator",
        [str(config.python), "-m", "ministack"],
        environment=_environment(config, port, scratch),
        log=config.log,
        folder=config.state,
    )


def _environment(config: EmulatorConfig, port: int, scratch: Path) -> dict[str, str]:
    """Build it from nothing: the emulator hands its own environment on to every function."""
    return {
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": config.secret_key,
        "PATH": os.defpath,
        "HOME": str(config.state),
        "TMPDIR": str(scratch),
        "LANG": "C.UTF-8",
        "BIND_HOST": "127.0.0.1",  # its default is every interface, and it checks no credentials
        "GATEWAY_PORT": str(port),
        # These two listen on every interface whatever BIND_HOST says.
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "SERVICES": ",".join(_SERVICES),
        "STATE_DIR": str(config.state / "services"),
        "S3_DATA_DIR": str(config.state / "objects"),
        "PERSIST_STATE": "1",
        "S3_PERSIST": "1",
        "MINISTACK_REGION": REGION,
        "MINISTACK_ACCOUNT_ID": ACCOUNT,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ENDPOINT_URL_BATCH": config.batch_url,
        BUNDLES_VARIABLE: str(BUNDLES),
        "LOG_LEVEL": "WARNING",
        "NO_PROXY": "*",
        **config.functions_environment,
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _is_healthy(port: int) -> bool:
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    try:
        writer.write(b"GET /_ministack/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        line = await asyncio.wait_for(reader.readline(), timeout=5)
    except (OSError, TimeoutError):
        return False
    finally:
        writer.close()
    return b" 200 " in line
