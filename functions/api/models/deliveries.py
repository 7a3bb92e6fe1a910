"""Answers about the ZIPs."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel

from dailies.domain.failure import Failure
from dailies.domain.ids import JobId, TaskId
from dailies.domain.options import Resolution
from dailies.domain.status import Status
from dailies.services.delivering import DeliveryView
from dailies.storage.links import LINK_SECONDS


class DeliveryAnswer(BaseModel):
    """One ZIP: how far it is, and where once it is ready."""

    delivery_id: TaskId
    job_id: JobId
    title: str
    """The job's."""
    status: Status
    stage: str | None
    progress: int
    folder: str
    resolution: Resolution
    video_count: int
    name: str | None
    size: int | None
    sha256: str | None
    url: str | None
    """Gone with the ZIP."""
    expires_in: int | None
    """Seconds that the link lives."""
    expires_at: datetime | None
    """When the ZIP goes; null until it is ready."""
    failure: Failure | None
    created_at: datetime | None
    updated_at: datetime

    @classmethod
    def of(cls, view: DeliveryView) -> Self:
        """Show a delivery."""
        delivery = view.delivery
        if delivery.task_id is None:
            raise ValueError("a delivery is named by the task that builds it")
        return cls(
            **delivery.model_dump(include=set(cls.model_fields)),
            delivery_id=delivery.task_id,
            title=view.title,
            video_count=len(delivery.video_ids),
            url=view.url,
            expires_in=LINK_SECONDS if view.url else None,
            expires_at=view.expires_at,
        )


class DeliveryPage(BaseModel):
    """Deliveries, newest first."""

    deliveries: list[DeliveryAnswer]
    next_cursor: str | None
