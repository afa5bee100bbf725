"""Panels: how a later chapter shows itself on an earlier chapter's page without being imported by it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aftersail.core.addresses import address_of

if TYPE_CHECKING:
    from aftersail.core.models import Account


@dataclass(frozen=True, slots=True)
class Panel:
    """A fragment with its own URL, loaded lazily into a page.

    url_name takes the record's id. `fits` decides for whom and for which record it shows.
    """

    page: str
    url_name: str
    title: Any
    order: int
    fits: Callable[[Account, Any], bool]

    def url(self, record: Any) -> str:
        """Return the address of the fragment for a record."""
        return address_of(self.url_name, record.pk)


_panels: dict[str, list[Panel]] = {}


def register(
    page: str,
    url_name: str,
    title: Any,
    *,
    order: int = 50,
    fits: Callable[[Account, Any], bool] = lambda account, record: True,
) -> None:
    """Add a panel to a page such as `cases:case`; called from an app's `ready`."""
    _panels.setdefault(page, []).append(Panel(page, url_name, title, order, fits))


def panels_of(page: str, account: Account, record: Any) -> list[tuple[Any, str]]:
    """Return (title, address) of the panels that this account sees on a record's page, in order."""
    fitting = [panel for panel in _panels.get(page, []) if panel.fits(account, record)]
    return [(panel.title, panel.url(record)) for panel in sorted(fitting, key=lambda panel: panel.order)]
