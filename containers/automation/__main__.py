"""The automation container: `python -m containers.automation`."""

import os
import sys
from collections.abc import Mapping
from functools import partial

from containers.automation.checking import run_check
from containers.automation.worker import AutomationWorker
from dailies.domain.exits import Exit
from dailies.domain.ids import AccountName
from dailies.media.tools import find_tools
from dailies.services.app import App
from dailies.services.batch_work import BatchWork
from dailies.services.checking import VARIABLE
from dailies.services.container import run_container, run_program


def work_on(app: App, work: BatchWork) -> Exit:
    """Run the batch in one browser."""
    return AutomationWorker(app, work, find_tools()).run()


def main(environment: Mapping[str, str]) -> int:
    """Check the account that the environment names, or else work through the batch that it names."""
    account = environment.get(VARIABLE)
    if account:
        return run_program(environment, partial(run_check, name=AccountName(account)), account=account)
    return run_container(environment, work_on)


if __name__ == "__main__":
    sys.exit(main(os.environ))
