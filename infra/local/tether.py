"""Runs a command that ends with its parent: `python tether.py PARENT_PID COMMAND…`.

A supervisor that is killed cannot stop what it started; the kernel does it instead.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Ask for SIGTERM at the parent's death, then become the command."""
    parent, command = int(sys.argv[1]), sys.argv[2:]
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it died before we asked
        raise SystemExit(1)
    os.execv(command[0], command)  # noqa: S606 - an argument list, never a shell


if __name__ == "__main__":
    main()
