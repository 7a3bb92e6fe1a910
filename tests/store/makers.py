"""Records to test with."""

import itertools
from datetime import UTC, datetime

from dailies.domain.failure import Failure
from dailies.domain.ids import Owner, TaskId, item_id, job_id, task_id, video_id
from dailies.domain.job import Job, Task
from dailies.domain.ledger import Purchase, Spend
from dailies.domain.options import Options, TaskKind
from dailies.domain.status import Status, TaskStatus
from dailies.domain.units import Image, Item, Media, Video

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
OTHER_TASK = TaskId("j0000000000000000000000-generate-1")
_numbers = itertools.count()


def new_owner() -> Owner:
    """Give an owner that no other test has."""
    return Owner(f"owner-{next(_numbers)}")


def make_job(owner: Owner, **fields: object) -> Job:
    """Make a draft."""
    job = Job(
        owner=owner,
        job_id=job_id(NOW, f"seed-{next(_numbers)}"),
        title="A title",
        options=Options(),
        created_at=NOW,
        updated_at=NOW,
    )
    return job.model_copy(update=fields)


def make_item(job: Job, number: int = 1, status: Status = Status.QUEUED, **fields: object) -> Item:
    """Make an item."""
    image = Image(
        key=f"images/{job.owner}/{job.job_id}/u-1.png", name=f"{number}.png", width=720, height=1280
    )
    item = Item(
        owner=job.owner,
        job_id=job.job_id,
        item_id=item_id(job.job_id, number),
        number=number,
        prompt="A boat on a lake",
        image=image,
        status=status,
        updated_at=NOW,
    )
    return item.model_copy(update=fields)


def make_video(job: Job, number: int = 1, output: int = 1) -> Video:
    """Make a published take."""
    item = item_id(job.job_id, number)
    video = video_id(item, 1, output)
    media = Media(
        key=f"videos/{job.owner}/{job.job_id}/{video}/720p-abc.mp4",
        width=720,
        height=1280,
        frames=192,
        seconds_ms=8000,
        size=1_000_000,
        sha256="a" * 64,
        audio=True,
    )
    return Video(
        owner=job.owner,
        job_id=job.job_id,
        video_id=video,
        item_id=item,
        prompt="A boat on a lake",
        model="Veo 3.1 - Fast",
        output=output,
        media=media,
        created_at=NOW,
    )


def make_task(job: Job, status: TaskStatus = TaskStatus.PENDING, kind: TaskKind = TaskKind.GENERATE) -> Task:
    """Make a task."""
    return Task(
        owner=job.owner,
        job_id=job.job_id,
        task_id=task_id(job.job_id, kind, next(_numbers) + 1),
        kind=kind,
        status=status,
        created_at=NOW,
        updated_at=NOW,
    )


def make_purchase(item: Item, state: Spend = Spend.PLANNED) -> Purchase:
    """Make a line of the spend ledger."""
    return Purchase(
        owner=item.owner,
        job_id=item.job_id,
        item_id=item.item_id,
        number=1,
        prompt=item.prompt,
        model="Veo 3.1 - Fast",
        state=state,
        place="https://flow.example/p/1",
        created_at=NOW,
        updated_at=NOW,
    )


def make_failure() -> Failure:
    """Make a failure that a retry helps."""
    return Failure(code="high_demand", detail="The site is busy.", retryable=True, advice="Wait.")
