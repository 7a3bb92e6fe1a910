"""What a token lets its bearer do: one scope for looking, one for working, one for the installation. Pure."""

from enum import StrEnum

SERVER = "dailies"
"""The resource server, as OAuth calls an API: its name begins every scope."""

_READING = frozenset({"GET", "HEAD"})
_PUBLIC = frozenset({"/health"})
_INSTALLATION = "/api/accounts"
"""Site accounts belong to the installation, not to an owner."""


class Scope(StrEnum):
    """A permission as tokens carry it; none includes another."""

    READ = f"{SERVER}/read"
    WRITE = f"{SERVER}/write"
    ADMIN = f"{SERVER}/admin"


def scope_needed(method: str, path: str) -> Scope | None:
    """Give the scope that a route asks for, by its template or by a path; None where everybody may come."""
    if path in _PUBLIC:
        return None
    if method in _READING:
        return Scope.READ
    is_installation = path == _INSTALLATION or path.startswith(f"{_INSTALLATION}/")
    return Scope.ADMIN if is_installation else Scope.WRITE
