"""What a week of work leaves behind: jobs in every state, circled takes, ZIPs, an account that needs a person."""

from datetime import timedelta
from functools import partial
from pathlib import Path

from dailies.clock import now
from dailies.domain.accounts import Session
from dailies.domain.failure import Failure
from dailies.domain.flags import Flag, FlagKind
from dailies.domain.ids import AccountName, JobId, Owner
from dailies.domain.status import JobStatus, Status
from infra.local.config import StageState
from tests.stage.client import Api, wait_for
from tests.web.reels import BROKEN, BUSY, REFUSED, Reels, Shot
from tests.web.scenes import scene

_CLIP_SECONDS = 8
_POSTER = (360, 640)
_WAITING_ITEM = 7
_SIGNED_OUT = Failure(
    code="session_expired",
    detail="The site wants somebody to sign in.",
    advice="Sign in again on a computer with a screen.",
    retryable=True,
)
_HARBOUR = (
    Shot("A trawler leaves the harbour at dawn, gulls overhead, slow push in", large=True),
    Shot("A slow dolly along a rain-soaked street at night, neon on wet asphalt"),
    Shot("Mist drifts between the pines, first light behind the trunks"),
    Shot("Range behind range in the haze, the camera rises over the ridge"),
    Shot("Famous singer on a stage, close-up, confetti", Status.FAILED, REFUSED),
    Shot("Steam rises from a bowl of phở on a metal table", Status.RUNNING, progress=57, stage="generate"),
    Shot("Old fisherman mends a net, close on the hands", Status.WAITING, BUSY),
    Shot(
        "Macro shot of frost growing over a window, morning light",
        flags=(Flag(kind=FlagKind.SILENT, percent=100),),
    ),
    Shot("A paper boat drifts down a gutter stream", Status.FAILED, BROKEN),
    Shot("Birds cross the frame from left to right", Status.CANCELLED),
)


class Week:
    """The week, written into a stage: `job` is the one that people look at, `draft` was never started."""

    def __init__(self, stage: StageState, folder: Path) -> None:
        """Write it all."""
        self._api = Api(stage.url)
        self._reels = Reels(stage, self._api, folder, seconds=_CLIP_SECONDS, poster=_POSTER)
        earlier = self._make_earlier()
        self.job = self._reels.make(_HARBOUR, title="Harbour film, second unit", age=timedelta(minutes=26))
        self._mark(self.job)
        self._pack({self.job: "Harbour selects", earlier: "Autumn launch, round 1"})
        self._make_accounts()

    def wind(self) -> None:
        """Set the item that waits for another try back to its beginning."""
        self._reels.change_item(self.job, _WAITING_ITEM, {"retry_at": now() + timedelta(seconds=151)})

    def _make_earlier(self) -> str:
        launch = self._reels.make(_good(24), title="Autumn launch, vertical cuts", age=timedelta(days=6))
        roof = (*_good(11), Shot("A drone rises over the roof", Status.FAILED, BROKEN))
        self._reels.make(roof, title="Rooftop interviews, b-roll", age=timedelta(days=4))
        self._reels.make(_good(8), title="Harbour film, first unit", age=timedelta(days=2))
        self.draft = self._make_draft("Sự kiện ra mắt, bản nháp", timedelta(hours=21))
        market = (*_good(6), *(Shot(f"Stall {number}", Status.QUEUED, progress=0) for number in range(9)))
        self._reels.make(market, title="Night market, handheld", age=timedelta(hours=1))
        return launch

    def _make_draft(self, title: str, age: timedelta) -> str:
        files = {f"san-khau-{number:02d}.jpg": scene(number) for number in range(3)}
        made = self._api.draft({**files, "san-khau-04.jpg": b"no picture"}, title=title)
        jobs = self._reels.store.jobs
        job = jobs.get(Owner(self._api.owner), JobId(made))
        jobs.change(job, {"created_at": job.created_at - age}, expected=frozenset({JobStatus.DRAFT}))
        return made

    def _mark(self, job: str) -> None:
        takes = [take["video_id"] for take in self._api.videos(job)]
        for take, rating in zip(takes, (5, 3, 4, 2, 4, 5, 3), strict=False):
            self._api.call("PUT", f"/api/videos/{take}/feedback", {"rating": rating})
        for place in (0, 2, 5):
            self._api.call("PUT", f"/api/videos/{takes[place]}/select", {"selected": True})

    def _pack(self, folders: dict[str, str]) -> None:
        orders = [
            {"video_ids": self._ids(job)[:6], "folder_name": folder, "resolution": "720p"}
            for job, folder in folders.items()
        ]
        begun = [self._api.call("POST", "/api/videos/download", order)["delivery_id"] for order in orders]
        for delivery in begun:
            wait_for("the ZIP", partial(self._is_packed, delivery))
        wait_for("the end of the runs", lambda: not self._api.call("GET", "/api/tasks")["tasks"])

    def _ids(self, job: str) -> list[str]:
        return [take["video_id"] for take in self._api.videos(job)]

    def _is_packed(self, delivery: str) -> bool:
        return bool(self._api.call("GET", f"/api/deliveries/{delivery}")["status"] == "succeeded")

    def _make_accounts(self) -> None:
        accounts = self._reels.store.accounts
        signed_in = now() - timedelta(days=9)
        session = Session(key="sessions/any", saved_at=signed_in, signed_in_at=signed_in)
        seen = {"session": session, "seen_alive_at": now() - timedelta(minutes=4), "pack": "flow-c"}
        accounts.change(AccountName("default"), seen)
        self._api.call("PUT", "/api/accounts/studio-2", {"concurrency": 3, "daily_credits": 2000})
        accounts.change(AccountName("studio-2"), {**seen, "seen_alive_at": now() - timedelta(hours=7)})
        accounts.block(AccountName("studio-2"), _SIGNED_OUT)


def _good(count: int) -> tuple[Shot, ...]:
    return tuple(Shot(f"Shot {number}") for number in range(1, count + 1))
