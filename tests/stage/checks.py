"""Checks of the account on the way past every program: one that fails, and one that lets a waiting job go on."""

import json
from typing import Any

import boto3

from infra.local.config import StageState
from tests.stage.client import Api, Site, wait_for
from tests.stage.deeds import Deeds
from tests.stage.walk import ACCOUNT


class Checks:
    """The steps; each waits for what it is for."""

    def __init__(
        self, api: Api, site: Site, stage: StageState, session: boto3.session.Session, deeds: Deeds
    ) -> None:
        """Take the stage from all its sides."""
        self._api, self._site, self._stage, self.deeds = api, site, stage, deeds
        self._functions = session.client("lambda", endpoint_url=stage.emulator_url)

    def fail_one(self) -> None:
        """Let the schedule send a check to a site that moved, and look at what the check saw."""
        self._site.fault("moved_host")
        wait_for("the account to be due", self._send)
        self.deeds.wait_for("check", "batch:SubmitJob")
        found = wait_for("the finding", self._finding)
        self._site.heal()
        assert (found["passed"], bool(found["evidence"])) == (False, True), found

    def _send(self) -> bool:
        answer = self._functions.invoke(FunctionName=self._stage.outputs["CheckFunction"], Payload=b"{}")
        return "default" in json.loads(answer["Payload"].read())["accounts"]

    def _finding(self) -> Any:
        seen = self._api.call("GET", f"{ACCOUNT}/check")
        return seen if not seen["under_way"] else None

    def pass_one(self) -> None:
        """Ask for a check of the site as it should be, which ends what a failed one began."""
        self._api.call("POST", f"{ACCOUNT}/check")
        found = wait_for("the finding", self._finding)
        assert found["passed"] is True, found
