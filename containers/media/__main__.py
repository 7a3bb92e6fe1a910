"""The media container: `python -m containers.media`."""

import os
import sys

from containers.media.worker import MediaWorker
from dailies.domain.exits import Exit
from dailies.media.tools import find_tools
from dailies.services.app import App
from dailies.services.batch_work import BatchWork
from dailies.services.container import run_container


def work_on(app: App, work: BatchWork) -> Exit:
    """Run the batch with the FFmpeg that is installed."""
    return MediaWorker(app, work, find_tools()).run()


if __name__ == "__main__":
    sys.exit(run_container(os.environ, work_on))
