"""A draft's items: its checked pictures and prompts, paired."""

import json

from dailies.domain.catalogue import capabilities
from dailies.domain.errors import InvalidInput
from dailies.domain.failure import Failure
from dailies.domain.ids import item_id
from dailies.domain.job import Job
from dailies.domain.options import ImageUse, Options
from dailies.domain.pairing import Grouping, NamedImage, Pair, Pairing, pair
from dailies.domain.prompts import Prompt
from dailies.domain.status import UploadStatus
from dailies.domain.units import Image, Item
from dailies.domain.upload import Upload
from dailies.services.app import App

MOST_ITEMS = 10_000
PROMPTS_BYTES = 128 * 1024**2
"""10,000 prompts of 2,000 characters, four bytes each, with room for JSON."""
SHOWN_PROBLEMS = 50


def pair_job(app: App, job: Job) -> tuple[Pairing, dict[str, Image]]:
    """Pair what a draft holds; also give each picture by the id that the pairing uses."""
    accepted = _accepted(app, job)
    known = {upload.upload_id for upload in accepted}
    images = {
        f"{source.upload_id}-{source.position}": source.image
        for source in app.store.uploads.images(job.owner, job.job_id)
        if source.upload_id in known
    }
    named = [NamedImage(id=name, name=image.name) for name, image in images.items()]
    prompts = _prompts(app, accepted)
    options = job.options
    return pair(named, prompts, prompt_for_all=options.prompt_for_all, grouping=_grouping(options)), images


def _grouping(options: Options) -> Grouping:
    return Grouping(
        by_order=options.images_per_prompt,
        most=capabilities(options.provider).most_images(options.image_use),
        frames=options.image_use is ImageUse.FRAMES,
    )


def _accepted(app: App, job: Job) -> list[Upload]:
    """Read the good files in the order in which they were asked for: several prompts files follow it."""
    uploads = app.store.uploads.of_job(job.owner, job.job_id)
    accepted = [upload for upload in uploads if upload.status is UploadStatus.ACCEPTED]
    return sorted(accepted, key=lambda upload: (upload.created_at, upload.upload_id))


def _prompts(app: App, uploads: list[Upload]) -> list[Prompt]:
    prompts: list[Prompt] = []
    for upload in uploads:
        if upload.prompts_key:
            stored = app.objects.read(upload.prompts_key, most_bytes=PROMPTS_BYTES)
            prompts += [Prompt.model_validate(entry) for entry in json.loads(stored or b"[]")]
    return prompts


def make_items(app: App, job: Job) -> list[Item]:
    """Make up a draft's items without writing them; refuses what is rejected, unpaired or missing by name."""
    refuse_unready(app.store.uploads.of_job(job.owner, job.job_id))
    pairing, images = pair_job(app, job)
    if pairing.mismatches:
        raise InvalidInput(
            f"{len(pairing.mismatches)} images or prompts have no partner.",
            code="unpaired",
            advice="Add what is missing or leave out what is too much; each is named under `problems`.",
            problems=pairing.mismatches[:SHOWN_PROBLEMS],
        )
    if not pairing.pairs:
        raise InvalidInput(
            "The job has no valid files.", code="no_valid_files", advice="Upload images and prompts first."
        )
    if len(pairing.pairs) > MOST_ITEMS:
        raise InvalidInput(f"A job takes at most {MOST_ITEMS:,} items.", code="too_many_items")
    return [_item(app, job, number, found, images) for number, found in enumerate(pairing.pairs, start=1)]


def _item(app: App, job: Job, number: int, found: Pair, images: dict[str, Image]) -> Item:
    return Item(
        owner=job.owner,
        job_id=job.job_id,
        item_id=item_id(job.job_id, number),
        number=number,
        prompt=found.prompt.text,
        image=images[found.image.id],
        more_images=tuple(images[further.id] for further in found.more_images),
        updated_at=app.clock(),
    )


def refuse_unready(uploads: list[Upload]) -> None:
    """Refuse a job whose files were rejected, or have not all been looked at."""
    problems = [
        upload.verdict.failure
        or Failure(code="rejected", detail="The file was rejected.", subject=upload.name)
        for upload in uploads
        if upload.status is UploadStatus.REJECTED and not _is_replaced(upload, uploads)
    ]
    problems += [
        Failure(
            code="upload_pending",
            detail=f"{upload.name} has not arrived or is still being checked.",
            subject=upload.name,
            retryable=True,
        )
        for upload in uploads
        if upload.status is UploadStatus.REQUESTED
    ]
    if problems:
        raise InvalidInput(
            f"{len(problems)} files are not usable.",
            code="files_not_ready",
            advice="Each file is named under `problems`; remove or replace it.",
            problems=problems[:SHOWN_PROBLEMS],
            retryable=all(problem.retryable for problem in problems),
        )


def _is_replaced(rejected: Upload, uploads: list[Upload]) -> bool:
    """Tell whether a good file came in its place: of the same name, asked for after the verdict."""
    return any(
        upload.status is UploadStatus.ACCEPTED
        and upload.name == rejected.name
        and upload.created_at > rejected.updated_at
        for upload in uploads
    )
