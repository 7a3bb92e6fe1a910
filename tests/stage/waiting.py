"""A job that waits for the account, and goes on through everybody who may find that the account is free again."""

from collections.abc import Callable

from tests.stage.accidents import Accidents
from tests.stage.client import Api, wait_for
from tests.stage.deeds import Deeds
from tests.stage.pictures import job_files


class WaitingJob:
    """One job of one item, stopped again as soon as it went on."""

    def __init__(self, api: Api, accidents: Accidents, deeds: Deeds) -> None:
        """Make the draft."""
        self._api, self._accidents, self._deeds = api, accidents, deeds
        self._job = api.draft(job_files(["a bench at a bus stop that nobody serves"]), outputs=1)

    def go_on_through(self, program: str, free: Callable[[], object]) -> None:
        """Block the account, let the job wait for it, free the account, and see that this program goes on with it."""

        def once_more() -> None:
            self._accidents.block_account()
            self._begin()
            free()
            # The reconciler may have been quicker than whoever freed the account: then all of it comes again.
            wait_for("the job to go on", lambda: self._status() != "blocked")
            self._api.call("POST", f"/api/jobs/{self._job}/cancel")

        # The mark that a job waits is deleted together with the start of the task that goes on with it.
        self._deeds.wait_for(program, "dynamodb:DeleteItem", asking=once_more)

    def _begin(self) -> None:
        again = "start" if self._status() == "draft" else "retry"
        self._api.call("POST", f"/api/jobs/{self._job}/{again}")
        wait_for("the job to wait", lambda: self._status() == "blocked")

    def _status(self) -> str:
        status: str = self._api.job(self._job)["status"]
        return status

    def delete(self) -> None:
        """Remove it."""
        self._api.call("DELETE", f"/api/jobs/{self._job}")
