"""The left rail: what each chapter offers to whom; and what every page's shell shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from aftersail.core.addresses import address_of
from aftersail.core.masters.naming import reads_english
from aftersail.core.roles import Role


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the rail; `pinned` lines (for all, or for these roles) make the phone's bottom bar, under their `short` label."""

    section: str
    label: Any
    url_name: str
    icon: str
    roles: frozenset[str]
    order: int
    pinned: bool | frozenset[str] = False
    short: Any = ""
    count: Callable[[Any], int | None] | None = None


@dataclass(frozen=True, slots=True)
class QuickAdd:
    """One line of the menu that begins a new record from anywhere."""

    label: Any
    url_name: str
    icon: str
    roles: frozenset[str]
    order: int


_sections: dict[str, tuple[int, Any]] = {}
_entries: list[Entry] = []
_quick: list[QuickAdd] = []


def section(code: str, label: Any, order: int) -> None:
    """Name a section of the rail."""
    _sections[code] = (order, label)


def entry(
    section: str,
    label: Any,
    url_name: str,
    icon: str,
    roles: frozenset[str],
    order: int = 50,
    *,
    pinned: bool | frozenset[str] = False,
    short: Any = "",
    count: Callable[[Any], int | None] | None = None,
) -> None:
    """Add a line to the rail; called from an app's `ready`. `count(account)` is a number shown beside it, cheap to get."""
    _entries.append(Entry(section, label, url_name, icon, roles, order, pinned, short, count))


def quick_add(label: Any, url_name: str, icon: str, roles: frozenset[str], order: int = 50) -> None:
    """Add a line to the menu "Add"; called from an app's `ready`."""
    _quick.append(QuickAdd(label, url_name, icon, roles, order))


def rail(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the sections and lines that the signed-in person sees, the current one marked."""
    account = request.user
    if not account.is_authenticated:
        return []
    mine = _sections_for(account.role_set)
    current = _longest_match([url for _label, lines in mine for _entry, url in lines], request.path)
    return [
        {"label": label, "items": [_line(line, url, url == current, account) for line, url in lines]}
        for label, lines in mine
    ]


def rail_shape(shown: list[dict[str, Any]]) -> str:
    """Return what the rail's picture depends on besides the language: its lines, the current one, the numbers."""
    return "|".join(
        f"{line['url']}{'*' if line['active'] else ''}{'' if line['count'] is None else line['count']}"
        for section in shown
        for line in section["items"]
    )


@cache
def _sections_for(roles: frozenset[str]) -> list[tuple[Any, list[tuple[Entry, str]]]]:
    """Return what people in these roles see, with its address; nothing is added once the apps are ready."""
    shown = []
    for code, (_order, label) in sorted(_sections.items(), key=lambda item: item[1][0]):
        lines = [line for line in _entries if line.section == code and not roles.isdisjoint(line.roles)]
        if lines:
            ordered = sorted(lines, key=lambda line: line.order)
            shown.append((label, [(line, address_of(line.url_name)) for line in ordered]))
    return shown


def _longest_match(addresses: list[str], path: str) -> str:
    """Return the address whose page, or a page below it, is open; the most precise of several."""
    fitting = [url for url in addresses if path == url or (url != "/" and path.startswith(url))]
    return max(fitting, key=len, default="")


def _line(line: Entry, url: str, active: bool, account: Any) -> dict[str, Any]:
    return {
        "label": line.label,
        "short": line.short,
        "url": url,
        "icon": line.icon,
        "active": active,
        "pinned": line.pinned if isinstance(line.pinned, bool) else account.has_role(*line.pinned),
        "count": line.count(account) if line.count else None,
    }


def quick_additions(request: HttpRequest) -> list[dict[str, Any]]:
    """Return what the signed-in person may begin from the menu "Add"."""
    account = request.user
    if not account.is_authenticated:
        return []
    lines = sorted((q for q in _quick if account.has_role(*q.roles)), key=lambda q: q.order)
    return [{"label": q.label, "url": address_of(q.url_name), "icon": q.icon} for q in lines]


def role_labels(account: Any) -> list[str]:
    """Return the account's roles as people read them."""
    return [str(role.label) for role in Role if role in account.role_set]


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: what the page's frame shows, each part computed once and only when a template asks."""
    account = getattr(request, "user", None)
    made: dict[str, Any] = {"house_name": settings.HOUSE_NAME, "security_mark": settings.SECURITY_MARK}
    if account is None or not account.is_authenticated:
        return made

    @cache
    def unread() -> int:
        from aftersail.core.attention import unread_count

        return unread_count(account)

    shown = cache(lambda: rail(request))
    return made | {
        "rail": shown,
        "rail_shape": cache(lambda: rail_shape(shown())),
        "roles": "|".join(sorted(account.role_set)),
        "quick_add": cache(lambda: quick_additions(request)),
        "unread": unread,
        "account_name": (reads_english() and account.name_en) or account.name,
        "account_role": cache(lambda: next(iter(role_labels(account)), "")),
    }
