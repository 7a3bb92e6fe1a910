"""A sent file is looked at once, and gets a verdict that names the reason."""

import json
import tempfile
from pathlib import Path

from dailies.domain.errors import NotFound, SourceRejected
from dailies.domain.failure import Failure
from dailies.domain.status import UploadStatus
from dailies.domain.units import Image, SourceImage
from dailies.domain.upload import ARCHIVE_BYTES, Upload, Verdict
from dailies.intake.verdict import BadPicture, Inspection, Picture, inspect_upload
from dailies.services.app import App
from dailies.storage import keys
from dailies.storage.objects import ObjectFacts

NAMED_AT_MOST = 5


def place_of(upload: Upload) -> str:
    """Give the key under which the upload's object lies, once it is there."""
    return upload.source or keys.upload(upload.owner, upload.job_id, upload.upload_id)


def judge(app: App, upload: Upload, key: str, facts: ObjectFacts) -> None:
    """Look at a sent file and write what was found; one deleted meanwhile gets no verdict."""
    try:
        _refuse_large(upload, facts)
        verdict, prompts_key = _look(app, upload, key)
        status = UploadStatus.ACCEPTED
    except SourceRejected as rejected:
        verdict, prompts_key, status = Verdict(failure=rejected.failure), None, UploadStatus.REJECTED
    except NotFound:
        return  # deleted while we looked
    decide(app, upload, status, verdict, prompts_key=prompts_key)


def decide(
    app: App, upload: Upload, status: UploadStatus, verdict: Verdict, *, prompts_key: str | None = None
) -> bool:
    """Write a verdict, the first one only, and remove what a refused file left; tell whether it was."""
    first = app.store.uploads.decide(upload, status, {"verdict": verdict, "prompts_key": prompts_key})
    if first:
        event = f"upload.{status}"
        app.store.timeline.add(upload.owner, upload.job_id, event, upload.upload_id, failure=verdict.failure)
    current = app.store.uploads.get(upload.owner, upload.job_id, upload.upload_id)
    if current is None or current.status is UploadStatus.REJECTED:
        discard(app, upload)
    return first


def discard(app: App, upload: Upload) -> None:
    """Remove what was kept of a file that came to nothing, was taken back, or whose job is gone."""
    app.store.uploads.drop_images(upload)
    app.objects.delete_prefix(keys.images(upload.owner, upload.job_id, upload.upload_id))
    app.objects.delete(keys.prompts(upload.owner, upload.job_id, upload.upload_id))


def _refuse_large(upload: Upload, facts: ObjectFacts) -> None:
    if facts.size > ARCHIVE_BYTES:
        limit = ARCHIVE_BYTES // 1024**2
        raise SourceRejected(f"A file may have {limit} MB.", code="too_large", subject=upload.name)


def _look(app: App, upload: Upload, key: str) -> tuple[Verdict, str | None]:
    with tempfile.TemporaryDirectory() as folder:
        local = Path(folder) / "sent"
        app.objects.download(key, local, most_bytes=ARCHIVE_BYTES)
        with inspect_upload(local, upload.name) as found:
            _refuse_video(upload, found)
            images = _keep_images(app, upload, found)
            prompts_key = _keep_prompts(app, upload, found)
    verdict = Verdict(
        kind=found.kind, images=images, prompts=len(found.prompts), warnings=found.warnings[:NAMED_AT_MOST]
    )
    return verdict, prompts_key


def _refuse_video(upload: Upload, found: Inspection) -> None:
    if found.kind == "video":
        raise SourceRejected(
            "By its content the file is a video; takes are made from images.",
            code="unknown_type",
            subject=upload.name,
            advice="Send images, a prompts file or a ZIP.",
        )


def _keep_images(app: App, upload: Upload, found: Inspection) -> int:
    kept: list[SourceImage] = []
    bad: list[BadPicture] = []
    for position, picture in enumerate(found.pictures):
        if isinstance(picture, BadPicture):
            bad.append(picture)
        elif not bad:
            kept.append(_keep_image(app, upload, picture, position))
    if bad:
        raise _bad_pictures(upload, bad)
    app.store.uploads.add_images(kept)
    return len(kept)


def _keep_image(app: App, upload: Upload, picture: Picture, position: int) -> SourceImage:
    facts = picture.facts
    key = keys.image(
        upload.owner,
        upload.job_id,
        upload.upload_id,
        position,
        sha256=facts.sha256,
        extension=facts.extension,
    )
    app.objects.publish(key, picture.path, content_type=facts.content_type, sha256=facts.sha256)
    width, height = facts.upright
    return SourceImage(
        owner=upload.owner,
        job_id=upload.job_id,
        upload_id=upload.upload_id,
        position=position,
        image=Image(key=key, name=picture.name, width=width, height=height),
    )


def _bad_pictures(upload: Upload, bad: list[BadPicture]) -> SourceRejected:
    named = "; ".join(f"{picture.name}: {picture.failure.detail}" for picture in bad[:NAMED_AT_MOST])
    return SourceRejected(
        f"{len(bad)} images of the archive cannot be used: {named}",
        code=bad[0].failure.code,
        subject=upload.name,
        advice="Replace or remove these and send the archive again.",
    )


def _keep_prompts(app: App, upload: Upload, found: Inspection) -> str | None:
    if not found.prompts:
        return None
    key = keys.prompts(upload.owner, upload.job_id, upload.upload_id)
    stored = [prompt.model_dump(exclude_none=True) for prompt in found.prompts]
    app.objects.put(key, json.dumps(stored).encode(), content_type="application/json")
    return key


def uncheckable(upload: Upload) -> Failure:
    """Say that every look at a file failed on our side."""
    return Failure(
        code="check_failed",
        detail=f"{upload.name} could not be checked.",
        subject=upload.name,
        retryable=True,
        advice="Send it again; if that fails too, save it anew in another program first.",
    )


def never_arrived(upload: Upload) -> Failure:
    """Say that a slot was not used."""
    return Failure(
        code="never_arrived",
        detail=f"{upload.name} was never sent.",
        subject=upload.name,
        advice="Ask for a new slot.",
    )
