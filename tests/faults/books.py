"""What the site's own books say of one item, beside what we kept of it."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dailies.domain.job import Task
from dailies.domain.units import Item, Video
from tests.worker.studio import Studio

Entry = dict[str, Any]


@dataclass(frozen=True)
class SiteBooks:
    """The bill and the log, as they were at one moment."""

    charges: Sequence[Entry]
    actions: Sequence[Entry]
    clips: Sequence[Entry]
    peak: dict[str, int]

    @classmethod
    def read(cls, studio: Studio) -> "SiteBooks":
        """Read both from the running site."""
        admin = studio.site._http
        bill, log = admin.get("/__bill").json(), admin.get("/__log").json()
        charges = [charge for account in bill["accounts"].values() for charge in account["charges"]]
        return cls(charges, log["actions"], log["clips"], log["peak"])

    def of(self, email: str) -> "SiteBooks":
        """Give one account's pages of them."""
        charges, actions, clips = (
            [each for each in pages if each["account"] == email]
            for pages in (self.charges, self.actions, self.clips)
        )
        return SiteBooks(charges, actions, clips, {email: self.peak.get(email, 0)})

    def clicks(self, projects: Iterable[str]) -> int:
        """Count the paid clicks in some projects, the refused ones too."""
        wanted = set(projects)
        return sum(each["action"] == "submission" and each["project"] in wanted for each in self.actions)

    def bought(self, prompt: str) -> list[int]:
        """Give how many clips of each submission of a prompt are on the bill and not given back."""
        sizes = {each["submission"]: each["settings"]["outputs"] for each in self.actions if "amount" in each}
        charged = [each for each in self.charges if each["prompt"] == prompt]
        kept = [
            sizes[each["submission"]] * (each["amount"] - each["refunded"]) // each["amount"]
            for each in charged
        ]
        return [clips for clips in kept if clips]

    def made(self, prompt: str) -> list[str]:
        """Give the content's SHA-256 of every clip that was made for a prompt."""
        return [
            clip["sha256"] for clip in self.clips if clip["prompt"] == prompt and clip["state"] == "ready"
        ]


def published(studio: Studio, task: Task, item: Item) -> Counter[str]:
    """Hash what lies in storage for an item's takes: by content, how often it was published."""
    return Counter(_content(studio, video) for video in studio.videos(task) if video.item_id == item.item_id)


def _content(studio: Studio, video: Video) -> str:
    content = studio.app.objects.read(video.media.key, most_bytes=video.media.size)
    return hashlib.sha256(content or b"").hexdigest()
