"""Does what the containers do, over the real store: claims, publishes, settles; ZIPs are made by the real maker."""

import hashlib
import threading

from containers.media.delivering import Delivering
from dailies.crash import CrashPoints
from dailies.domain.failure import Failure
from dailies.domain.ids import TaskId, video_id
from dailies.domain.retry import Settlement
from dailies.domain.status import Status
from dailies.domain.units import Delivery, Item, Media, Rendition, Unit, Video
from dailies.services.app import App
from dailies.services.orchestration import finish, plan
from dailies.storage import keys

_DONE = Settlement(status=Status.SUCCEEDED)
_REFUSED = Failure(
    code="prominent_people", detail="The site refuses prominent people.", advice="Change the prompt."
)


class Crew:
    """Works through a task in the background; `leave` keeps it from beginning."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._threads: list[threading.Thread] = []
        self.is_away = threading.Event()
        self.was_asked = threading.Event()

    def begin(self, task_id: TaskId) -> None:
        """Start working through a task, unless the crew is away."""
        self.was_asked.set()
        if self.is_away.is_set():
            return
        thread = threading.Thread(target=self._work, args=(task_id,), daemon=True)
        self._threads.append(thread)
        thread.start()

    def rest(self) -> None:
        """Wait until all work is done."""
        for thread in self._threads:
            thread.join(10)
            assert not thread.is_alive()

    def _work(self, task_id: TaskId) -> None:
        task = next(found for found in self._app.store.tasks.open() if found.task_id == task_id)
        for batch in plan(self._app, task.owner, task_id):
            for unit in self._app.store.tasks.batch(task.owner, task_id, batch).unit_ids:
                self._do(self._app.store.units.claim(self._app.store.units.get(task.owner, unit)))
        finish(self._app, task.owner, task_id)

    def _do(self, unit: Unit) -> None:
        units = self._app.store.units
        match unit:
            case Item() if "prominent" in unit.prompt:
                units.settle(unit, Settlement(status=Status.FAILED, failure=_REFUSED))
            case Item():
                self._generate(unit)
                units.settle(unit, _DONE)
            case Rendition():
                units.settle(unit, _DONE, self._upscale(unit))
            case Delivery():
                crash = CrashPoints(self._app.settings)
                units.settle(unit, _DONE, Delivering(self._app, lambda: False, crash).run(unit))

    def _generate(self, item: Item) -> None:
        for output in (1, 2):
            video = video_id(item.item_id, item.run, output)
            data = f"take {video} ".encode() * 1000
            digest = hashlib.sha256(data).hexdigest()
            key = keys.video(item.owner, video, digest)
            self._app.objects.put(key, data, content_type="video/mp4")
            size = {"width": 720, "height": 1280, "frames": 192, "seconds_ms": 8000}
            media = Media(key=key, size=len(data), sha256=digest, audio=True, **size)
            self._app.store.videos.publish(
                Video(
                    owner=item.owner,
                    job_id=item.job_id,
                    video_id=video,
                    item_id=item.item_id,
                    prompt=item.prompt,
                    model="Veo 3.1 - Fast",
                    output=output,
                    media=media,
                    created_at=self._app.clock(),
                )
            )

    def _upscale(self, unit: Rendition) -> dict[str, object]:
        data = f"4K of {unit.video_id} ".encode() * 2000
        key = keys.rendition(unit.owner, unit.video_id, unit.attempt, "fast")
        self._app.objects.put(key, data, content_type="video/mp4")
        facts = {"width": 2160, "height": 3840, "frames": 192, "size": len(data)}
        return {"key": key, "quality": "fast", "sha256": hashlib.sha256(data).hexdigest(), **facts}
