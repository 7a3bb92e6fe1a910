"""The container's own program, made for a quick site on loopback and for nobody who waits for its answer.

On the real site a page gets 30 s and a file two minutes, which the site's quick clock does not shorten. A sign of
life would be refused for want of an execution, and the container would take that for the execution's end.
"""

import os
import sys
from functools import partial
from unittest.mock import patch

from containers.automation import with_flow
from containers.automation.__main__ import main
from containers.automation.sites.flow.pace import Pace
from dailies.services import batch_work

PATIENCE = {"page_seconds": 12, "download_start_seconds": 6, "download_seconds": 6, "look_seconds": 5}

if __name__ == "__main__":
    with (
        patch.object(with_flow, "Pace", partial(Pace, **PATIENCE)),
        patch.object(batch_work, "HEARTBEAT_SECONDS", 3600),
    ):
        sys.exit(main(os.environ))
