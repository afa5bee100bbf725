"""The left rail: what each chapter offers to whom; and what every page's shell shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the rail."""

    section: str
    label: Any
    url_name: str
    icon: str
    roles: frozenset[str]
    order: int


_sections: dict[str, tuple[int, Any]] = {}
_entries: list[Entry] = []


def section(code: str, label: Any, order: int) -> None:
    """Name a section of the rail."""
    _sections[code] = (order, label)


def entry(section: str, label: Any, url_name: str, icon: str, roles: frozenset[str], order: int = 50) -> None:
    """Add a line to the rail; called from an app's `ready`."""
    _entries.append(Entry(section, label, url_name, icon, roles, order))


def rail(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the sections and lines that the signed-in person sees, the current one marked."""
    account = request.user
    if not account.is_authenticated:
        return []
    shown: list[dict[str, Any]] = []
    for code, (_order, label) in sorted(_sections.items(), key=lambda item: item[1][0]):
        lines = [line for line in _entries if line.section == code and account.has_role(*line.roles)]
        items = [_line(line, request.path) for line in sorted(lines, key=lambda line: line.order)]
        if items:
            shown.append({"label": label, "items": items})
    return shown


def _line(line: Entry, path: str) -> dict[str, Any]:
    url = reverse(line.url_name)
    active = path == url or (url != "/" and path.startswith(url))
    return {"label": line.label, "url": url, "icon": line.icon, "active": active}


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the rail and the number of unread notifications, computed only when a template asks."""
    from aftersail.core.attention import unread_count

    return {"rail": lambda: rail(request), "unread": lambda: unread_count(request.user)}
