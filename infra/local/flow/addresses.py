"""Which address belongs to which generation of the site, and where a visitor is sent instead."""

from infra.local.flow.profile import Generation

OLD_ROOT = "/fx/tools/flow"
"""Generations A and B are below it; C begins at the root of the host."""
_MOVED_FOR_GOOD = 308
_ELSEWHERE = 302


def is_old(path: str) -> bool:
    """Tell whether the address is one of generations A and B."""
    return path == OLD_ROOT or path.startswith(f"{OLD_ROOT}/")


def about_beside(path: str) -> str:
    """Give the page for signed-out visitors that belongs to this address."""
    return f"{OLD_ROOT}/about" if is_old(path) else "/about"


def shown_at(path: str, generation: Generation | None) -> Generation:
    """Give the generation whose page is shown here; a signed-out visitor has none of their own."""
    return generation or ("B" if is_old(path) else "C")


def redirect(path: str, generation: Generation | None) -> tuple[int, str] | None:
    """Give status and address when this one is not for that account's generation; None when it is."""
    if generation == "C" and is_old(path):
        return _MOVED_FOR_GOOD, path.removeprefix(OLD_ROOT) or "/"
    if generation in {"A", "B"} and not is_old(path):
        return _ELSEWHERE, f"{OLD_ROOT}{path}".rstrip("/")
    return None
