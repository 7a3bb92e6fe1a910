#!/bin/sh
# Makes the Python environment `.venv` from the lock file, hash by hash, with uv; uv itself comes from the same lock.
set -eu
cd "$(dirname "$0")/../.."
sh infra/local/system.sh

python=${PYTHON:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "Dailies needs Python 3.11 or newer; set PYTHON=python3.13, say." >&2
  exit 1
}
lock=infra/locks/house.txt
stamp=.venv/.locked
current=$(cat "$lock" infra/locks/functions.txt pyproject.toml web/package-lock.json | sha256sum | cut -d' ' -f1)
[ "$(cat $stamp 2>/dev/null || true)" = "$current" ] && exit 0

if command -v uv >/dev/null 2>&1; then
  uv="uv"
  [ -x .venv/bin/python ] || uv venv --quiet --python "$python" .venv
else
  [ -x .venv/bin/python ] || "$python" -m venv .venv
  .venv/bin/python -m uv --version >/dev/null 2>&1 ||
    .venv/bin/python -m pip install --quiet --require-hashes --no-deps -r infra/locks/uv.txt
  uv=".venv/bin/python -m uv"
fi
echo "Installing Python packages (once)"
$uv pip sync --quiet --python .venv/bin/python --require-hashes "$lock"
$uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable .
.venv/bin/python -m infra.local.environments >/dev/null
.venv/bin/python -m infra.web_packages >/dev/null
.venv/bin/python -m infra.bundle >/dev/null
echo "$current" >$stamp
