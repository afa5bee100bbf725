"""What happens to ships and units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from aftersail.core.events import Event
from aftersail.fleet.states import BaselineState


@dataclass(frozen=True)
class RunningHoursRead(Event):
    """Somebody read the hour meter of a unit."""

    equipment_id: UUID
    hours: Decimal
    before: Decimal | None
    reason: str
    label = _("Running hours read: %(hours)s h")
    for_customer = True


@dataclass(frozen=True)
class MilestoneMoved(Event):
    """A planned date of a hull was set or changed."""

    vessel_id: UUID
    kind: str
    planned_on: date | None
    before: date | None
    label = _("Planned date of a milestone: %(before)s → %(planned_on)s")
    for_customer = True
    tells_followers = True


@dataclass(frozen=True)
class MilestoneReached(Event):
    """A hull reached a milestone."""

    vessel_id: UUID
    kind: str
    actual_on: date
    label = _("Milestone reached on %(actual_on)s")
    for_customer = True
    tells_followers = True


@dataclass(frozen=True)
class VesselDelivered(Event):
    """A hull was handed over: service accounts, warranty and return visits begin, the yard's access ends."""

    vessel_id: UUID
    customer_id: UUID
    delivered_on: date
    label = _("Delivered on %(delivered_on)s")
    for_customer = True
    tells_followers = True


@dataclass(frozen=True)
class DefaultsLoaded(Event):
    """The defaults that ship with the product were put into a register."""

    register: str
    count: int
    source: str
    label = _("%(count)s default rows loaded into %(register)s")


@dataclass(frozen=True)
class HistoryImported(Event):
    """Maintenance done elsewhere was imported for a unit."""

    source: str
    count: int
    label = _("%(count)s maintenance records imported from %(source)s")
    for_customer = True


@dataclass(frozen=True)
class HistoryWithdrawn(Event):
    """An import of maintenance was undone for a unit."""

    source: str
    count: int
    label = _("%(count)s imported maintenance records from %(source)s withdrawn")
    for_customer = True


@dataclass(frozen=True)
class BaselineDrafted(Event):
    """The next edition of a baseline was drafted."""

    code: str
    based_on: str
    label = _("Edition %(code)s drafted from %(based_on)s")


@dataclass(frozen=True)
class BaselineFilled(Event):
    """Cells or services of a draft were written."""

    code: str
    cells: int
    told: str
    label = _("%(code)s changed: %(told)s")


@dataclass(frozen=True)
class BaselineMoved(Event):
    """An edition was reviewed, sent back, dropped or put in force."""

    code: str
    state: str
    valid_from: date | None
    label = _("%(code)s: %(state)s, from %(valid_from)s")
    choices = {"state": BaselineState}
