"""Deliveries: the ZIPs."""

from dailies.services.delivering import deliver, list_deliveries, read_delivery
from dailies.store.deliveries import place_of
from functions.api.call import CurrentCall
from functions.api.etag import tagged
from functions.api.models.deliveries import DeliveryAnswer, DeliveryPage
from functions.api.models.paths import CursorQuery, LimitQuery, TaskPath
from functions.api.models.requests import DownloadVideos
from functions.api.models.videos import DownloadStarted
from functions.api.routing import new_router

router = new_router()


@router.post("/api/videos/download", status_code=202, summary="Deliver videos as a ZIP", tags=["videos"])
def start_download(call: CurrentCall, body: DownloadVideos) -> DownloadStarted:
    """Start building one ZIP of videos of one job."""
    task, _ = deliver(
        call.app,
        call.owner,
        body.video_ids,
        folder=body.folder_name,
        resolution=body.resolution,
        request=call.seed.text,
    )
    count = len(body.video_ids)
    return DownloadStarted(
        delivery_id=task.task_id,
        task_id=task.task_id,
        message=f"Packing {count} video{'' if count == 1 else 's'} into one ZIP",
    )


@router.get("/api/deliveries", summary="List deliveries", tags=["deliveries"], middlewares=[tagged])
def list_newest(call: CurrentCall, cursor: CursorQuery = None, limit: LimitQuery = 50) -> DeliveryPage:
    """List the ZIPs of all the owner's jobs, newest first, with short-lived links to those that are there."""
    views, more = list_deliveries(call.app, call.owner, after=call.read_cursor(cursor), limit=limit)
    return DeliveryPage(
        deliveries=[DeliveryAnswer.of(view) for view in views],
        next_cursor=call.next_cursor(place_of(views[-1].delivery) if more else None),
    )


@router.get(
    "/api/deliveries/<delivery_id>", summary="Read a delivery", tags=["deliveries"], middlewares=[tagged]
)
def read(call: CurrentCall, delivery_id: TaskPath) -> DeliveryAnswer:
    """Read how far a ZIP is, with a short-lived link as long as it is there."""
    return DeliveryAnswer.of(read_delivery(call.app, call.owner, delivery_id))
