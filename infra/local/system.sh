#!/bin/sh
# Installs what only the system's package manager can: FFmpeg, a Chromium, and Python's venv where Debian split it off.
# Where it may not install, it prints the one command that would. `system.sh tests` adds what only tests need:
# a display without a screen and a whole browser, in which signing in by hand is tried.
set -eu

missing=""
python=${PYTHON:-python3}

need() { command -v "$1" >/dev/null 2>&1 || missing="$missing $2"; }

need ffmpeg ffmpeg
need ffprobe ffmpeg
need unzip unzip
need "$python" python3
"$python" -c 'import ensurepip' >/dev/null 2>&1 || command -v uv >/dev/null 2>&1 || missing="$missing python3-venv"
if ! command -v chromium-headless-shell >/dev/null 2>&1 && ! command -v chromium >/dev/null 2>&1 &&
  ! command -v google-chrome >/dev/null 2>&1; then
  # Debian's headless shell needs a quarter of the CPU of its whole browser; Ubuntu has only the latter.
  if apt-cache show chromium-headless-shell >/dev/null 2>&1 || grep -qi '^ID=debian' /etc/os-release 2>/dev/null; then
    missing="$missing chromium-headless-shell"
  else
    missing="$missing chromium-browser"
  fi
fi

if [ "${1:-}" = tests ]; then
  need Xvfb xvfb
  command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || missing="$missing chromium"
fi

[ -n "$missing" ] || exit 0
missing=$(printf '%s\n' $missing | sort -u | tr '\n' ' ')

install="apt-get install -y --no-install-recommends $missing"
if [ "$(id -u)" = 0 ]; then
  as_root=""
elif sudo -n true 2>/dev/null; then
  as_root="sudo"
else
  echo "Please install what is missing, then run this again:  sudo $install" >&2
  exit 1
fi
echo "Installing: $missing"
$as_root apt-get update -qq
DEBIAN_FRONTEND=noninteractive $as_root $install -qq >/dev/null
