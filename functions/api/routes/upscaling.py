"""Upscaling videos to 4K."""

from dailies.domain.estimate import upscale_seconds
from dailies.services.finishing import sort_for_upscaling, upscale
from functions.api.call import CurrentCall
from functions.api.models.paths import DryRunQuery
from functions.api.models.requests import UpscaleVideos
from functions.api.models.upscaling import WORKER_CORES, UpscaleQuote, UpscaleStarted
from functions.api.routing import new_router

router = new_router()


@router.post("/api/videos/upscale", summary="Upscale videos to 4K", tags=["videos"])
def start_upscaling(
    call: CurrentCall, body: UpscaleVideos, dry_run: DryRunQuery = False
) -> UpscaleStarted | UpscaleQuote:
    """Start upscaling videos of one job, or only say what that would do; those at this quality are left out."""
    if dry_run:
        return UpscaleQuote.of(sort_for_upscaling(call.app, call.owner, body.video_ids, body.quality))
    task, videos = upscale(call.app, call.owner, body.video_ids, body.quality, request=call.seed.text)
    count = len(videos)
    words = f"Upscaling started for {count} video{'' if count == 1 else 's'}"
    return UpscaleStarted(
        started=task is not None,
        video_count=count,
        quality=body.quality,
        message=words if task else "These videos are there at this quality already",
        task_id=task.task_id if task else None,
        estimated_seconds=sum(
            upscale_seconds(video.media.frames, body.quality, WORKER_CORES) for video in videos
        ),
    )
