"""What the making of every item of one provider's pass shares."""

from dataclasses import dataclass

from containers.automation.budget import Budget
from containers.automation.gate import Gate
from containers.automation.provider import Generator
from dailies.crash import CrashPoints
from dailies.domain.ids import AccountName
from dailies.domain.job import Job
from dailies.domain.options import Options, Provider
from dailies.media.process import IsCancelled
from dailies.media.tools import Tools
from dailies.services.app import App


@dataclass(frozen=True)
class Bench:
    """One provider, ready to work for one job."""

    app: App
    job: Job
    provider: Provider
    account: AccountName | None
    generator: Generator
    gate: Gate
    budget: Budget
    tools: Tools
    crash: CrashPoints
    stopped: IsCancelled

    @property
    def options(self) -> Options:
        """How the job's takes are made."""
        return self.job.options
