"""What one provider's pass is made of."""

from dataclasses import dataclass

from containers.automation.settling import Settler
from containers.automation.shift import WorkOf
from dailies.domain.accounts import Account
from dailies.domain.job import Job
from dailies.media.tools import Tools
from dailies.services.app import App
from dailies.services.batch_work import BatchWork


@dataclass(frozen=True)
class Crew:
    """The batch, its job, and who claims, works and settles."""

    app: App
    work: BatchWork
    job: Job
    account: Account | None
    """Whose browser session it is; None for a provider without accounts."""
    tools: Tools
    settler: Settler
    work_of: WorkOf
