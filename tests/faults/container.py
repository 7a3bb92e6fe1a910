"""The container's own program, with the patience for a page and a file that loopback needs.

On the real site a page gets 30 s and a file two minutes, which the site's quick clock does not shorten.
"""

import os
import sys
from functools import partial
from unittest.mock import patch

from containers.automation import with_flow
from containers.automation.__main__ import main
from containers.automation.sites.flow.pace import Pace

PATIENCE = {"page_seconds": 12, "download_start_seconds": 6, "download_seconds": 6, "look_seconds": 5}

if __name__ == "__main__":
    with patch.object(with_flow, "Pace", partial(Pace, **PATIENCE)):
        sys.exit(main(os.environ))
