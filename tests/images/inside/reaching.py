"""How often FFmpeg reaches an address: as the worker launches it, and by itself."""

import json
import socket
import subprocess
import sys
from threading import Thread

from dailies.media.capture import capture
from dailies.media.process import ProcessLimits
from dailies.media.tools import find_tools

LIMITS = ProcessLimits(stall_seconds=30, total_seconds=30, cpu_seconds=20, file_bytes=0)


def count_visits(listener: socket.socket, visits: list[int]) -> None:
    while True:
        visitor, _ = listener.accept()
        visits.append(visitor.fileno())
        visitor.close()


def try_both() -> dict[str, int]:
    visits: list[int] = []
    listener = socket.create_server(("127.0.0.1", 0))
    Thread(target=count_visits, args=(listener, visits), daemon=True).start()
    port = listener.getsockname()[1]
    read = [str(find_tools().ffmpeg), "-nostdin", "-i", f"tcp://127.0.0.1:{port}", "-f", "null", "-"]
    capture(read, limits=LIMITS)
    launched = len(visits)
    subprocess.run(read, stderr=subprocess.DEVNULL, check=False)
    return {"launched": launched, "by_itself": len(visits) - launched}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(try_both()))
