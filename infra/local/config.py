"""What a stage is told, and what it tells about itself while it runs."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, PositiveFloat, PositiveInt

from dailies.domain.ids import AccountName
from infra.local.environments import default_python

DEFAULT_PORT = 8642
STACK = "dailies"
DEFAULT_ACCOUNT = AccountName("default")
_RETRY_WAIT_SECONDS = 180.0
_CHECK_HOURS = 999
"""A stand-in does not change by itself, so nobody need look."""
_VEO_PARAMETERS = {
    "VeoProject": "dailies-stage",
    "VeoLocation": "us-central1",
    "VeoBucket": "dailies-stage-takes",
}
"""What the imitation answers to."""


def home_folder(environment: Mapping[str, str]) -> Path:
    """Give the folder where the stage keeps everything: `DAILIES_HOME`, else the user's data folder."""
    named = environment.get("DAILIES_HOME")
    if named:
        return Path(named).expanduser().absolute()
    data = environment.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(data).expanduser() / "dailies"


class StageConfig(BaseModel):
    """All settings of one stage; two stages need two homes and two ports."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    home: Path
    port: int = Field(default=DEFAULT_PORT, ge=0, le=65535)
    """The front door's; 0 takes a free one."""
    emulator_python: Path = Field(default_factory=default_python)
    assembly: Path | None = None
    """A cloud assembly made before; None synthesises one when the sources changed."""
    flow_url: str | None = None
    """The generating site; None runs the stand-in."""
    clock_factor: PositiveFloat = 30.0
    """How much faster than real time the stand-in lives."""
    clip_seconds: PositiveFloat | None = None
    """Length of the stand-in's clips; None = as ordered."""
    flow_credits: int = Field(default=1000, ge=0)
    """What each account of the stand-in has."""
    accounts: tuple[AccountName, ...] = Field(default=(DEFAULT_ACCOUNT,), min_length=1)
    """The site accounts that the stage makes and knows; the first is the installation's own."""
    generations: Mapping[AccountName, Literal["A", "B", "C"]] = Field(default_factory=dict)
    """The generation of the site that an account is shown; C where none is named."""
    veo: bool = False
    """Whether the imitation of the Veo API runs too."""
    slots: Mapping[str, PositiveInt] = Field(default_factory=lambda: {"automation": 1, "media": 1})
    """Containers that may run at once, by kind."""
    reconcile_seconds: PositiveFloat | None = None
    """Reconcile this often besides the schedule's every minute."""
    grace_seconds: float = Field(default=5.0, ge=0)
    """What a container gets between SIGTERM and SIGKILL."""
    job_environment_file: Path | None = None
    """A JSON object that every container started from now on gets as variables."""
    calls_folder: Path | None = None
    """Where functions and containers write down what they ask of AWS; None = nowhere."""
    parameters: Mapping[str, str] = Field(default_factory=dict)
    """Template parameters that differ from the stage's own."""

    @property
    def logs(self) -> Path:
        """The folder of all logs."""
        return self.home / "logs"

    @property
    def has_own_site(self) -> bool:
        """Tell whether the stand-in site runs."""
        return self.flow_url is None

    def template_parameters(self, *, flow_url: str, veo_url: str | None, url: str) -> dict[str, str]:
        """Give what the template is deployed with; the stand-in's waits shrink with its clock."""
        factor = self.clock_factor if self.has_own_site else 1.0
        return {
            "GalleryUrl": f"{url}/",
            "FlowUrl": flow_url,
            "PublicS3Endpoint": url,
            "ClockFactor": str(factor),
            "RetryWaitSeconds": str(round(_RETRY_WAIT_SECONDS / factor, 3)),
            "FlowAccount": self.accounts[0],
            **({"CheckHours": str(_CHECK_HOURS)} if self.has_own_site else {}),
            **({"VeoUrl": veo_url, **_VEO_PARAMETERS} if veo_url else {}),
            **self.parameters,
        }


class StageState(BaseModel):
    """Where everything of a running stage is; holds secrets, so its file is its owner's alone."""

    model_config = ConfigDict(frozen=True)

    pid: int
    started: str
    home: Path
    url: str
    """The front door: the only address for a browser or a client."""
    emulator_url: str
    batch_url: str
    flow_url: str
    flow_admin_token: str | None = None
    flow_emails: Mapping[AccountName, str] = Field(default_factory=dict)
    """Each account's address at the stand-in."""
    veo_url: str | None = None
    access_key: str
    secret_key: str
    region: str
    outputs: Mapping[str, str]
    """The stack's outputs."""
    user: str
    password: str
    """The stage's own user; needed only where the door cannot tell whose program asks."""
    machine_id: str
    machine_secret: str
    """What the stage's own calls get a token for."""

    @classmethod
    def read(cls, path: Path) -> Self | None:
        """Read the file; None while there is none."""
        try:
            return cls.model_validate_json(path.read_text())
        except FileNotFoundError:
            return None
