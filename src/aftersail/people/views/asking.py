"""What an address asks of a page about people: station, area, kind of task, first day; nonsense asks for nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from aftersail.core.audience import SignedInRequest
from aftersail.core.masters.naming import named, reads_english
from aftersail.core.models import Account
from aftersail.people.models import Area, Station, TaskType
from aftersail.people.models.kinds import ALL_TASKS
from aftersail.people.rules.rosters import FIRST_YEAR, LAST_YEAR


@dataclass(frozen=True, slots=True)
class Asked:
    """The choices of a page's filters, and what was chosen."""

    stations: list[Station]
    areas: list[Area]
    station: Station | None
    area: Area | None

    def filters(self) -> list[dict[str, Any]]:
        """Return the two selects as the filter bar takes them."""
        return [
            {
                "name": "area",
                "label": _("Area"),
                "all": _("All areas"),
                "options": [(one.code, named(one)) for one in self.areas],
                "value": self.area.code if self.area else "",
            },
            {
                "name": "station",
                "label": _("Station"),
                "all": _("All stations"),
                "options": [(one.code, named(one)) for one in self.stations],
                "value": self.station.code if self.station else "",
            },
        ]


def asked_of(request: SignedInRequest, *, by_default: Station | None = None) -> Asked:
    """Return what the address asks; `by_default` is the station shown when it names none at all."""
    account = request.user
    stations = list(Station.objects.visible_to(account).select_related("area"))
    areas = list(Area.objects.visible_to(account))
    wanted, area = request.GET.get("station", ""), request.GET.get("area", "")
    station = next((one for one in stations if one.code == wanted), None)
    if "station" not in request.GET and "area" not in request.GET:
        station = by_default
    return Asked(stations, areas, station, next((one for one in areas if one.code == area), None))


def own_station(account: Account) -> Station | None:
    """Return the station that an account belongs to, if it is somebody's of the staff."""
    return Station.objects.visible_to(account).filter(staff__account=account).first()


def day_asked(request: SignedInRequest, key: str, otherwise: date) -> date:
    """Return a day from the address."""
    try:
        day = parse_date(request.GET.get(key, "")[:10])
    except ValueError:  # a 30th of February
        return otherwise
    return day if day is not None and FIRST_YEAR <= day.year <= LAST_YEAR else otherwise


def id_asked(request: SignedInRequest, key: str) -> UUID | None:
    """Return an id from the address."""
    try:
        return UUID(request.GET.get(key, ""))
    except ValueError:
        return None


def task_asked(request: SignedInRequest, account: Account) -> tuple[list[TaskType], TaskType | None]:
    """Return the kinds of task, and the one asked for; that for all tasks where none is."""
    tasks = list(TaskType.objects.visible_to(account))
    wanted = id_asked(request, "task") or ALL_TASKS
    return tasks, next((one for one in tasks if one.pk == wanted), None)


def english() -> bool:
    """Whether the reader reads English."""
    return reads_english()
