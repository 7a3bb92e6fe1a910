import httpx2
from tests.stage.client import Api
from tests.stage.pictures import job_files
from tests.stage.client import wait_for


def test_scratch(api: Api) -> None:
    job = api.call("POST", "/api/jobs/create", {"title": "t"})["job_id"]
    size = 101 * 1024 * 1024
    [slot] = api.call("POST", f"/api/jobs/{job}/upload", {"files": [{"name": "a.zip", "size": size}]})["uploads"]
    path = f"/api/jobs/{job}/uploads/{slot['upload_id']}/parts"
    before = api.call("GET", path)
    sent = httpx2.put(before["missing"][1]["url"], content=bytes(16 * 1024**2), timeout=60)
    after = api.call("GET", path)
    print(sent.status_code, sent.headers.get("etag"), after["arrived"], [p["number"] for p in after["missing"]])
    print(api.call("GET", f"/api/jobs?ids={job}"))
    print(api.call("GET", "/api/deliveries"))
    print(api.call("GET", "/api/tasks"))
    job = api.draft(job_files(["a lamp in the fog"]), outputs=1)
    api.start(job)
    api.await_job(job)
    [video] = api.videos(job)
    print({k: video[k] for k in ("flags", "fps", "width", "height", "duration_ms")})
    up = api.call("POST", "/api/videos/upscale", {"video_ids": [video["video_id"]], "quality": "fast"})
    api.await_task(up["task_id"])
    print(api.videos(job)[0]["rendition"])
    dl = api.call("POST", "/api/videos/download", {"video_ids": [video["video_id"]]})
    cancelled = api.call("POST", f"/api/jobs/{job}/pause")
    print("paused", cancelled["paused"])
    wait_for("paused", lambda: api.call("GET", f"/api/tasks/{dl['task_id']}")["status"] in {"paused", "succeeded"})
    print(api.call("GET", f"/api/tasks/{dl['task_id']}")["status"])
    print(api.raw("POST", f"/api/jobs/{job}/cancel").text[:300], api.call("GET", f"/api/jobs/{job}")["paused"])
    print(api.call("GET", "/api/deliveries"))
