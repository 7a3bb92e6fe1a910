"""The automation container: `python -m containers.automation`."""

import os
import sys

from containers.automation.worker import AutomationWorker
from dailies.domain.exits import Exit
from dailies.media.tools import find_tools
from dailies.services.app import App
from dailies.services.batch_work import BatchWork
from dailies.services.container import run_container


def work_on(app: App, work: BatchWork) -> Exit:
    """Run the batch in one browser."""
    return AutomationWorker(app, work, find_tools()).run()


if __name__ == "__main__":
    sys.exit(run_container(os.environ, work_on))
