"""A tool never outlives its run, and never takes more than it was given."""

import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from dailies.domain.errors import Cancelled, MediaFailed, ToolMissing, ToolStalled
from dailies.media.capture import capture
from dailies.media.process import ProcessLimits, run

MakeProgram = Callable[[str], Path]
DEADLINE_SECONDS = 10.0


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in {"Z", "X"}
    except FileNotFoundError:
        return False


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def wait_until(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + DEADLINE_SECONDS
    pause = threading.Event()
    while not condition() and time.monotonic() < deadline:
        pause.wait(0.01)
    return condition()


class Reader:
    """Keeps the pid that a stand-in prints as its first line, and says when it has come."""

    def __init__(self, *, counts_as_progress: bool = True) -> None:
        self.bytes = b""
        self.counts = counts_as_progress

    def take(self, chunk: bytes) -> bool:
        self.bytes += chunk
        return self.counts

    @property
    def ready(self) -> bool:
        return b"\n" in self.bytes

    @property
    def pid(self) -> int:
        return int(self.bytes.split(b"\n")[0])


HANGS = "print(os.getpid(), flush=True)\ntime.sleep(600)"
FORKS = """
child = os.fork()
if child == 0:
    time.sleep(600)
print(child, flush=True)
"""


def test_given_a_hanging_tool_when_it_stalls_then_it_is_killed_soon(
    program: MakeProgram, impatient: ProcessLimits
) -> None:
    reader = Reader()
    started = time.monotonic()
    with pytest.raises(ToolStalled):
        run([str(program(HANGS))], limits=impatient, on_output=reader.take)
    assert time.monotonic() - started < impatient.stall_seconds + 5
    assert not is_running(reader.pid)


def test_given_a_tool_that_only_chatters_when_nothing_moves_then_it_has_stalled(
    program: MakeProgram, impatient: ProcessLimits
) -> None:
    body = "while True:\n    print('frame=0', flush=True)\n    time.sleep(0.05)"
    with pytest.raises(ToolStalled):
        run([str(program(body))], limits=impatient, on_output=Reader(counts_as_progress=False).take)


def test_given_a_tool_that_moves_for_ever_when_its_time_is_over_then_it_is_killed(
    program: MakeProgram, brief: ProcessLimits
) -> None:
    body = "while True:\n    print('x', flush=True)\n    time.sleep(0.05)"
    with pytest.raises(ToolStalled) as caught:
        run([str(program(body))], limits=replace(brief, total_seconds=0.6), on_output=Reader().take)
    assert caught.value.failure.code == "tool_too_slow"


def test_given_a_running_tool_when_the_user_cancels_then_it_is_gone(
    program: MakeProgram, brief: ProcessLimits
) -> None:
    reader = Reader()
    with pytest.raises(Cancelled):
        run([str(program(HANGS))], limits=brief, on_output=reader.take, cancelled=lambda: reader.ready)
    assert not is_running(reader.pid)


def test_given_a_tool_that_ignores_sigterm_when_cancelled_then_it_is_gone(
    program: MakeProgram, brief: ProcessLimits
) -> None:
    reader = Reader()
    body = "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + HANGS
    with pytest.raises(Cancelled):
        run([str(program(body))], limits=brief, on_output=reader.take, cancelled=lambda: reader.ready)
    assert not is_running(reader.pid)


def test_given_work_cancelled_beforehand_when_run_then_nothing_starts(
    program: MakeProgram, brief: ProcessLimits, tmp_path: Path
) -> None:
    mark = tmp_path / "started"
    with pytest.raises(Cancelled):
        run(
            [str(program(f"open({str(mark)!r}, 'w')"))],
            limits=brief,
            on_output=Reader().take,
            cancelled=lambda: True,
        )
    assert not mark.exists()


@pytest.mark.parametrize("ending", ["os._exit(0)", "time.sleep(600)"], ids=["ends", "hangs"])
def test_given_a_tool_with_a_grandchild_when_it_is_over_then_the_grandchild_is_gone(
    program: MakeProgram, impatient: ProcessLimits, ending: str
) -> None:
    reader = Reader()
    with suppress(ToolStalled):
        run([str(program(FORKS + ending))], limits=impatient, on_output=reader.take)
    assert wait_until(lambda: not is_running(reader.pid))


def test_given_a_reader_that_fails_when_a_tool_runs_then_the_tool_is_gone(
    program: MakeProgram, brief: ProcessLimits
) -> None:
    reader = Reader()

    def fail(chunk: bytes) -> bool:
        reader.take(chunk)
        raise RuntimeError("the reader broke")

    with pytest.raises(RuntimeError):
        run([str(program(HANGS))], limits=brief, on_output=fail)
    assert not is_running(reader.pid)


def test_given_a_worker_when_it_is_killed_then_its_tool_dies_with_it(program: MakeProgram) -> None:
    code = (
        "import sys\n"
        "from dailies.media.process import ProcessLimits, run\n"
        "def show(chunk):\n    sys.stdout.buffer.write(chunk)\n    sys.stdout.flush()\n    return True\n"
        "run([sys.argv[1]], limits=ProcessLimits(), on_output=show)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(program(HANGS))], stdout=subprocess.PIPE
    ) as worker:
        assert worker.stdout is not None
        tool = int(worker.stdout.readline())
        alive_before = is_running(tool)
        worker.send_signal(signal.SIGKILL)
    assert alive_before
    assert wait_until(lambda: not is_running(tool))


def test_given_a_flood_on_stderr_when_the_tool_ends_then_only_its_tail_is_kept(
    program: MakeProgram, brief: ProcessLimits
) -> None:
    body = "sys.stderr.write('x' * 5_000_000 + '\\nthe last words\\n')\nsys.exit(3)"
    ended = run([str(program(body))], limits=brief, on_output=Reader().take)
    assert (ended.code, ended.reason, len(ended.errors)) == (3, "the last words", 8192)


def test_given_a_flood_on_stdout_when_captured_then_it_is_refused(
    program: MakeProgram, brief: ProcessLimits
) -> None:
    with pytest.raises(MediaFailed) as caught:
        capture([str(program("while True:\n    print('x' * 100_000)"))], limits=brief)
    assert caught.value.failure.code == "tool_output_too_large"


def test_given_a_secret_in_our_environment_when_a_tool_runs_then_it_sees_no_environment(
    program: MakeProgram, brief: ProcessLimits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "canary")
    output, _ = capture(
        [str(program("print('canary' in str(os.environ), 'PATH' in os.environ)"))], limits=brief
    )
    assert output.split() == ["False", "False"]


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6, socket.AF_UNIX])
def test_given_a_tool_when_it_opens_a_socket_then_the_kernel_refuses(
    program: MakeProgram, brief: ProcessLimits, family: int
) -> None:
    body = f"""
    import socket
    try:
        socket.socket({int(family)}, socket.SOCK_STREAM)
    except PermissionError:
        print("refused")
    """
    output, _ = capture([str(program(body))], limits=brief)
    assert output.strip() == "refused"


def test_given_a_file_limit_when_a_tool_writes_past_it_then_the_kernel_stops_it(
    program: MakeProgram, brief: ProcessLimits, tmp_path: Path
) -> None:
    # Python would turn the signal into an error; FFmpeg does not.
    body = f"""
    import signal
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    open({str(tmp_path / "big")!r}, "wb").write(bytes(2_000_000))
    """
    ended = run([str(program(body))], limits=brief, on_output=Reader().take)
    assert ended.code == -signal.SIGXFSZ
    assert (tmp_path / "big").stat().st_size == brief.file_bytes


def test_given_a_processor_limit_when_a_tool_spins_then_its_time_is_bounded(
    program: MakeProgram, brief: ProcessLimits
) -> None:
    limits = replace(brief, stall_seconds=20, total_seconds=20, cpu_seconds=1)
    ended = run([str(program("while True: pass"))], limits=limits, on_output=Reader().take)
    assert ended.code == -signal.SIGKILL
    assert ended.cpu_seconds < 2.5


def test_given_no_such_program_when_run_then_the_tool_is_missing(
    brief: ProcessLimits, tmp_path: Path
) -> None:
    with pytest.raises(ToolMissing):
        run([str(tmp_path / "nothing")], limits=brief, on_output=Reader().take)


def test_given_many_runs_when_they_end_then_no_descriptor_is_left(
    program: MakeProgram, brief: ProcessLimits
) -> None:
    tool = str(program("print('ok')"))
    capture([tool], limits=brief)
    before = open_files()
    for _ in range(5):
        capture([tool], limits=brief)
    assert open_files() == before
