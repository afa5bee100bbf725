"""What happens to units, their technical state, and what is promised for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from aftersail.core.events import Event
from aftersail.fleet.states import (
    BaselineState,
    ChangeKind,
    PermitKind,
    PermitState,
    StateKind,
    Whereto,
)


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
class StateChangePlanned(Event):
    """A change to a unit's technical state is planned."""

    number: str
    kind: str
    reason: str
    label = _("%(number)s planned: %(kind)s. %(reason)s")
    choices: ClassVar = {"kind": ChangeKind}
    for_customer = True
    icon = "tool"


@dataclass(frozen=True)
class StateChangeInstalled(Event):
    """A change has been carried out aboard; it does not count before it is verified."""

    number: str
    installed_on: date
    by: str
    label = _("%(number)s installed on %(installed_on)s by %(by)s, not yet verified")
    for_customer = True
    tells_followers = True
    icon = "tool"


@dataclass(frozen=True)
class StateChangeConfirmed(Event):
    """One side has verified a change."""

    number: str
    side: str
    name: str
    label = _("%(number)s verified for %(side)s by %(name)s")
    for_customer = True
    icon = "check"


@dataclass(frozen=True)
class StateChangeVerified(Event):
    """Quality and user have verified a change: the as-maintained state follows."""

    number: str
    vessel_id: UUID
    equipment_id: UUID
    kind: str
    installed_on: date
    counts_from: date
    label = _("%(number)s verified by quality and user: the as-maintained state follows from %(counts_from)s")
    for_customer = True
    tells_followers = True
    icon = "shield-check"
    tone = "good"


@dataclass(frozen=True)
class StateChangeEnded(Event):
    """A change was returned to its installer or cancelled."""

    number: str
    move: str
    note: str
    label = _("%(number)s: %(move)s. %(note)s")
    for_customer = True


@dataclass(frozen=True)
class UnitReplaced(Event):
    """A unit was taken out and another one put in its place."""

    old_serial: str
    new_serial: str
    whereto: str
    label = _("Swapped: %(old_serial)s out (%(whereto)s), %(new_serial)s in")
    choices: ClassVar = {"whereto": Whereto}
    for_customer = True
    icon = "arrows-exchange"


@dataclass(frozen=True)
class StateCorrected(Event):
    """A quality engineer put right what the technical state said."""

    fields: str
    reason: str
    label = _("Technical state corrected (%(fields)s): %(reason)s")
    for_customer = True
    icon = "pencil"


@dataclass(frozen=True)
class StateFrozen(Event):
    """A hull's technical state was frozen."""

    kind: str
    state_on: date
    units: int
    digest: str
    label = _("Technical state frozen: %(kind)s, on %(state_on)s, %(units)s units")
    choices: ClassVar = {"kind": StateKind}
    for_customer = True
    tells_followers = True
    icon = "shield-check"


@dataclass(frozen=True)
class PermitMoved(Event):
    """A deviation permit or concession was submitted, decided or withdrawn."""

    kind: str
    state: str
    note: str
    label = _("%(kind)s: %(state)s. %(note)s")
    choices: ClassVar = {"kind": PermitKind, "state": PermitState}
    quiet: ClassVar = frozenset({"note"})


@dataclass(frozen=True)
class SupportEnding(Event):
    """The end of support of a model, a version or the last buy of an item comes near."""

    what: str
    ends_on: date
    aboard: int
    label = _("Support of %(what)s ends on %(ends_on)s; %(aboard)s units are in service")
    icon = "alert-triangle"
    tone = "attention"


@dataclass(frozen=True)
class LastBuyNear(Event):
    """The last-buy date of an item comes near."""

    what: str
    ends_on: date
    aboard: int
    label = _("Last buy of %(what)s until %(ends_on)s; %(aboard)s units are in service")
    icon = "alert-triangle"
    tone = "attention"


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
