import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from infra.local.flow.app import create_app
from infra.local.flow.config import SiteConfig


def test_given_the_command_when_run_then_it_tells_its_url_serves_and_ends_on_sigterm(
    tmp_path: Path, password: str
) -> None:
    environment = {**os.environ, "FLOW_SITE_ADMIN_TOKEN": password}
    command = [sys.executable, "-m", "infra.local.flow", "--data", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["url"]
        refused = httpx2.get(f"{url}/__bill").status_code
        answer = httpx2.get(f"{url}/__bill", headers={"X-Admin-Token": password})
        process.send_signal(signal.SIGTERM)
        assert (refused, answer.json(), process.wait(10)) == (403, {"accounts": {}}, 0)


@pytest.mark.parametrize("values", [{"clock_factor": 0}, {"port": 70_000}, {"credits": -1}])
def test_given_senseless_settings_when_read_then_they_are_refused(
    tmp_path: Path, values: dict[str, int]
) -> None:
    with pytest.raises(ValueError, match="validation error"):
        create_app(SiteConfig.model_validate({"data": tmp_path, **values}))
