"""Programs that are run inside an image and say what they find there."""

FACTS = r"""
import json, os, pathlib, sys, sysconfig, tempfile

def may_write(folder):
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False

def unchecked(cached):
    # The flags after the magic number: 1 is a hash that nobody compares with the source.
    return bool(cached) and pathlib.Path(cached).is_file() and pathlib.Path(cached).read_bytes()[4:8] == b"\1\0\0\0"

def compiled(path):
    return pathlib.Path(path).parent / "__pycache__" / f"{path.stem}.{sys.implementation.cache_tag}.pyc"

def below(*folders):
    return [path for folder in folders for path in pathlib.Path(folder).rglob("*.py")]

status = dict(line.split(":\t") for line in pathlib.Path("/proc/self/status").read_text().splitlines() if ":\t" in line)
modules = [module.__cached__ for module in sys.modules.values() if getattr(module, "__cached__", None)]
swept = ("/var/cache/apt", "/var/lib/apt/lists", "/var/log", "/tmp")
leftovers = [str(path) for folder in swept for path in pathlib.Path(folder).rglob("*") if path.is_file()]
print(json.dumps({
    "user": [os.getuid(), os.getgid()],
    "groups": os.getgroups(),
    "capabilities": int(status["CapEff"], 16) | int(status["CapPrm"], 16),
    "no_new_privileges": status["NoNewPrivs"],
    "first": pathlib.Path("/proc/1/comm").read_text().strip(),
    "writable": [str(folder) for folder in pathlib.Path("/").iterdir() if folder.is_dir() and may_write(folder)],
    "writable_deeper": [folder for folder in ("/app", "/opt/packages", "/var/tmp", "/dev/shm") if may_write(folder)],
    "own": len(below("/app")),
    "uncompiled": [str(path) for path in below("/app", "/opt/packages") if not unchecked(compiled(path))],
    "uncached_standard": [path for path in modules if not os.path.exists(path)],
    "leftovers": leftovers,
    "code": sorted(str(path.relative_to("/app")) for path in below("/app")),
}))
"""

SANDBOX = r"""
import json, shutil, socket, subprocess, sys, threading
from dailies.media.capture import capture
from dailies.media.process import ProcessLimits

reached = []
listener = socket.create_server(("127.0.0.1", 0))

def listen():
    while True:
        there, _ = listener.accept()
        reached.append(1)
        there.close()

threading.Thread(target=listen, daemon=True).start()
limits = ProcessLimits(stall_seconds=30, total_seconds=30, cpu_seconds=20, file_bytes=0)
address = "tcp://127.0.0.1:%d" % listener.getsockname()[1]
read = [shutil.which("ffmpeg"), "-nostdin", "-v", "error", "-i", address, "-f", "null", "-"]
_, ended = capture(read, limits=limits)
sandboxed = len(reached)
subprocess.run(read, stderr=subprocess.DEVNULL, check=False)
print(json.dumps({"sandboxed": sandboxed, "free": len(reached) - sandboxed, "reason": ended.reason}))
"""
