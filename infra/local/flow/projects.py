"""Projects, and the pictures uploaded to them."""

import uuid
from dataclasses import dataclass, field
from pathlib import Path

from dailies.domain.errors import LimitReached, NotFound

_FRESH_SECONDS = 8.0  # after that a search no longer misses an upload
_MOST_PER_ACCOUNT = 2000


@dataclass
class Asset:
    """One uploaded picture, kept for ever under the name that it came with."""

    id: str
    name: str
    path: Path
    sha256: str
    uploaded: float
    misses: int
    """Searches that will still miss it while it is fresh."""

    def is_found(self, now: float) -> bool:
        """Tell whether a search at this moment finds it."""
        return self.misses <= 0 or now - self.uploaded > _FRESH_SECONDS


@dataclass
class Project:
    """One project: its owner and its pictures."""

    id: str
    owner: str
    title: str
    assets: list[Asset] = field(default_factory=list)

    def search(self, query: str, now: float) -> list[Asset]:
        """Give the assets whose name contains the query, oldest first; each miss brings a fresh one closer."""
        wanted = query.strip().casefold()
        found = []
        for asset in self.assets:
            if wanted not in asset.name.casefold():
                continue
            if asset.is_found(now):
                found.append(asset)
            elif wanted:
                asset.misses -= 1
        return found

    def asset(self, asset_id: str) -> Asset:
        """Give one of its assets."""
        for asset in self.assets:
            if asset.id == asset_id:
                return asset
        raise NotFound("There is no such asset.", subject=asset_id)

    def namesake(self, asset: Asset) -> Asset:
        """Give the oldest asset of the same name: binding goes by name, so a reused name binds a stale one."""
        return next(other for other in self.assets if other.name == asset.name)


class Projects:
    """All projects."""

    def __init__(self) -> None:
        self._projects: dict[str, Project] = {}

    def create(self, owner: str) -> Project:
        """Make a new project for an account."""
        mine = self.of(owner)
        if len(mine) >= _MOST_PER_ACCOUNT:
            raise LimitReached("This account has too many projects.", retry_after_seconds=3600)
        project = Project(id=str(uuid.uuid4()), owner=owner, title=f"Project {len(mine) + 1}")
        self._projects[project.id] = project
        return project

    def get(self, project_id: str, owner: str) -> Project:
        """Give an account's project; another's is not found."""
        project = self._projects.get(project_id)
        if project is None or project.owner != owner:
            raise NotFound("There is no such project.", subject=project_id)
        return project

    def of(self, owner: str) -> list[Project]:
        """Give an account's projects, newest first."""
        return [project for project in reversed(self._projects.values()) if project.owner == owner]

    def clear(self) -> None:
        """Forget everything."""
        self._projects.clear()
