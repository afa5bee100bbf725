"""What happens to stock, issues, tools and parts orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from aftersail.core.events import Event
from aftersail.supply.states import (
    CalibrationResult,
    CountState,
    ImpactVerdict,
    IssueState,
    MarketState,
    MoveKind,
    OldPartState,
    ToolState,
    TransferState,
)


@dataclass(frozen=True)
class StockMoved(Event):
    """A quantity of a part moved at a place."""

    label: ClassVar[Any] = _("%(kind)s: %(part)s × %(quantity)s. %(note)s")
    choices: ClassVar = {"kind": MoveKind}
    quiet: ClassVar = frozenset({"note"})
    kind: str
    part: str
    quantity: int
    source: str = ""
    target: str = ""
    note: str = ""


@dataclass(frozen=True)
class IssueMoved(Event):
    """An issue of parts went on."""

    label: ClassVar[Any] = _("Part issue: %(state)s. %(note)s")
    choices: ClassVar = {"state": IssueState}
    quiet: ClassVar = frozenset({"note"})
    tells_followers: ClassVar[bool] = True
    number: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class IssueExpected(Event):
    """Somebody said when parts that are backordered arrive; `expected` is empty where nobody knows any more."""

    label: ClassVar[Any] = _("Expected: %(expected)s (before: %(before)s). %(note)s")
    quiet: ClassVar = frozenset({"expected", "before", "note"})
    tells_followers: ClassVar[bool] = True
    number: str
    expected: str
    before: str = ""
    note: str = ""


@dataclass(frozen=True)
class IssueApproved(Event):
    """An issue was approved, perhaps after the fact."""

    label: ClassVar[Any] = _("Approved by %(approver)s. %(note)s")
    quiet: ClassVar = frozenset({"note"})
    number: str
    approver: str
    note: str = ""


@dataclass(frozen=True)
class OldPartMoved(Event):
    """The old part of an issue went on."""

    label: ClassVar[Any] = _("Old part: %(state)s. %(note)s")
    choices: ClassVar = {"state": OldPartState}
    quiet: ClassVar = frozenset({"note"})
    number: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class TransferMoved(Event):
    """A transfer between places went on."""

    label: ClassVar[Any] = _("Transfer: %(state)s. %(note)s")
    choices: ClassVar = {"state": TransferState}
    quiet: ClassVar = frozenset({"note"})
    number: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class CountMoved(Event):
    """A stock count went on."""

    label: ClassVar[Any] = _("Stock count: %(state)s. %(note)s")
    choices: ClassVar = {"state": CountState}
    quiet: ClassVar = frozenset({"note"})
    number: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class ToolMoved(Event):
    """A tool went on: lent, given back, sent away, locked, lost."""

    label: ClassVar[Any] = _("Tool: %(state)s. %(note)s")
    choices: ClassVar = {"state": ToolState}
    quiet: ClassVar = frozenset({"note"})
    tells_followers: ClassVar[bool] = True
    asset_number: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class ToolCalibrated(Event):
    """A calibration was recorded."""

    label: ClassVar[Any] = _("Calibrated on %(calibrated_on)s by %(body)s: %(result)s")
    choices: ClassVar = {"result": CalibrationResult}
    tells_followers: ClassVar[bool] = True
    asset_number: str
    calibrated_on: date
    body: str
    result: str


@dataclass(frozen=True)
class ImpactJudged(Event):
    """A piece of work done with a failed tool was judged."""

    label: ClassVar[Any] = _("%(work)s: %(verdict)s. %(reason)s")
    choices: ClassVar = {"verdict": ImpactVerdict}
    asset_number: str
    work: str
    verdict: str
    reason: str


@dataclass(frozen=True)
class PartsOrderMoved(Event):
    """A quotation or parts order went on."""

    label: ClassVar[Any] = _("Parts order: %(state)s. %(note)s")
    choices: ClassVar = {"state": MarketState}
    quiet: ClassVar = frozenset({"note"})
    for_customer: ClassVar[bool] = True
    tells_followers: ClassVar[bool] = True
    number: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class PartsQuoted(Event):
    """A line was added to a quotation."""

    label: ClassVar[Any] = _("%(part)s × %(quantity)s added")
    part: str
    quantity: int
