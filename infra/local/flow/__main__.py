"""Run the site: `python -m infra.local.flow --port N --data DIR [--clock-factor F]`."""

import os
import sys

from infra.local.flow.config import SiteConfig
from infra.local.flow.server import serve

if __name__ == "__main__":
    serve(SiteConfig.from_command_line(sys.argv[1:], os.environ))
