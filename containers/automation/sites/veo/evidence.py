"""What a failed purchase leaves behind: the provider's names of it and our verdict, no header and no key."""

import json
from pathlib import Path

from containers.automation.sites.veo.take import VeoTake
from dailies.domain.errors import SiteFailure

NAME = "provider.json"


def leave_evidence(folder: Path, take: VeoTake, failed: SiteFailure) -> None:
    """Write what support needs to ask the provider about this purchase."""
    folder.mkdir(parents=True, exist_ok=True)
    facts = {"place": take.place, "operation": take.operation, "failure": failed.failure.model_dump()}
    (folder / NAME).write_text(json.dumps(facts, indent=2), encoding="utf-8")
