"""The stand-in site as its own process, and its books."""

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2

CLOCK_FACTOR = 600.0
_TOKEN = "admin-token-of-the-tests"


class Site:
    """The site as its admin sees it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._http = httpx2.Client(
            base_url=url, headers={"X-Admin-Token": _TOKEN}, trust_env=False, timeout=20
        )

    def open_account(self, **profile: Any) -> dict[str, str]:
        """Make an account with credits enough, whose session outlives the fast clock; gives what it signs in with."""
        given = {"plan": "ultra", "credits": 9000, "session_seconds": 1e7}
        signs_in = {"email": f"ann-{uuid.uuid4().hex[:10]}@flow.example", "password": uuid.uuid4().hex}
        self._post("/__admin/accounts", {**given, **signs_in, **profile})
        return signs_in

    def change_account(self, email: str, **profile: Any) -> None:
        """Serve an account otherwise from now on."""
        self._http.patch("/__admin/accounts", json={"email": email, **profile}).raise_for_status()

    def fault(self, name: str, email: str, **rule: Any) -> None:
        """Switch a fault on for one account."""
        self._post("/__admin/faults", {"fault": name, "account": email, **rule})

    def paid(self, prompt: str) -> int:
        """How many submissions of a prompt are on the bill and not given back in full."""
        accounts = self._http.get("/__bill").json()["accounts"]
        charges = [charge for account in accounts.values() for charge in account["charges"]]
        return sum(charge["prompt"] == prompt and charge["amount"] > charge["refunded"] for charge in charges)

    def spent(self, email: str) -> int:
        """The credits that an account paid and did not get back."""
        spent: int = self._http.get("/__bill").json()["accounts"][email]["spent"]
        return spent

    def peak(self, email: str) -> int:
        """The most generations that an account ever had in work at once."""
        peak: int = self._http.get("/__log").json()["peak"].get(email, 0)
        return peak

    def actions(self, email: str, kind: str) -> list[dict[str, Any]]:
        """What an account did, of one kind, in order."""
        entries = self._http.get("/__log").json()["actions"]
        return [each for each in entries if each["action"] == kind and each["account"] == email]

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def _post(self, path: str, body: dict[str, Any]) -> None:
        self._http.post(path, json=body).raise_for_status()


@contextmanager
def running_site(data: Path, clock_factor: float = CLOCK_FACTOR) -> Iterator[Site]:
    """Run the site with short clips, on a port of its choice."""
    command = [sys.executable, "-m", "infra.local.flow", "--data", str(data)]
    process = subprocess.Popen(
        [*command, "--clock-factor", str(clock_factor), "--clip-seconds", "0.5"],
        env={**os.environ, "FLOW_SITE_ADMIN_TOKEN": _TOKEN},
        stdout=subprocess.PIPE,
    )
    with process:
        assert process.stdout is not None
        site = Site(json.loads(process.stdout.readline())["url"])
        try:
            yield site
        finally:
            site.close()
            process.terminate()
