"""The gallery's files as a folder: what the bucket behind CloudFront gets."""

import contextlib
import shutil
import tempfile
from pathlib import Path

from infra.fingerprint import fingerprint, forget_older
from infra.web import INDEX, gallery_files
from infra.web_packages import WEB, ensure_packages


def lay_out_gallery(root: Path) -> Path:
    """Give a folder with every file at its address, making it unless it is there already."""
    ensure_packages()
    files = {INDEX: WEB / INDEX, **{f"gallery/{name}": path for name, path in gallery_files().items()}}
    name = fingerprint(root, files.values(), *files)
    finished = root / "build" / f"gallery-{name}"
    if finished.is_dir():
        return finished
    finished.parent.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".making-", dir=finished.parent))
    try:
        for address, source in files.items():
            copy = folder / address
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, copy)
        folder.chmod(0o755)
        # Two builders of the same folder: the first one wins, the other's is the same.
        with contextlib.suppress(OSError):
            folder.rename(finished)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    forget_older(finished, "gallery-*")
    return finished
