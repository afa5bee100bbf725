"""What happens to a visit on board and to its report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from aftersail.core.events import Event
from aftersail.visits.states import RecordPart, Settlement, StepResult, WaitReason


@dataclass(frozen=True)
class VisitPlanned(Event):
    """A visit was made for an assignment."""

    label: ClassVar[Any] = _("Visit %(number)s planned")
    visit_id: UUID
    number: str


@dataclass(frozen=True)
class VisitReplanned(Event):
    """The promise behind a visit was moved to other hours."""

    label: ClassVar[Any] = _(
        "Visit %(number)s now planned for %(planned_at)s (before: %(planned_before_at)s)"
    )
    visit_id: UUID
    number: str
    planned_at: datetime
    planned_before_at: datetime


@dataclass(frozen=True)
class VisitAccepted(Event):
    """The engineer accepted the visit."""

    label: ClassVar[Any] = _("Visit %(number)s accepted by %(engineer)s")
    for_customer: ClassVar[bool] = True
    visit_id: UUID
    number: str
    engineer: str


@dataclass(frozen=True)
class VisitSetOut(Event):
    """The engineer is on the way."""

    label: ClassVar[Any] = _("%(engineer)s is on the way (visit %(number)s)")
    for_customer: ClassVar[bool] = True
    tells_followers: ClassVar[bool] = True
    visit_id: UUID
    number: str
    engineer: str


@dataclass(frozen=True)
class VisitArrived(Event):
    """The engineer is on board."""

    label: ClassVar[Any] = _("%(engineer)s is on board (visit %(number)s)")
    for_customer: ClassVar[bool] = True
    tells_followers: ClassVar[bool] = True
    visit_id: UUID
    number: str
    engineer: str


@dataclass(frozen=True)
class WorkBegan(Event):
    """Work on board began, or went on after a wait."""

    label: ClassVar[Any] = _("Work under way (visit %(number)s)")
    for_customer: ClassVar[bool] = True
    visit_id: UUID
    number: str


@dataclass(frozen=True)
class WorkWaited(Event):
    """Work on board stands still."""

    label: ClassVar[Any] = _("Work waits for: %(reason)s (visit %(number)s)")
    choices: ClassVar = {"reason": WaitReason}
    for_customer: ClassVar[bool] = True
    tells_followers: ClassVar[bool] = True
    visit_id: UUID
    number: str
    reason: str


@dataclass(frozen=True)
class WorkFinished(Event):
    """The work is done and waits for signatures."""

    label: ClassVar[Any] = _("Work finished, to be signed (visit %(number)s)")
    for_customer: ClassVar[bool] = True
    visit_id: UUID
    number: str
    restored: str


@dataclass(frozen=True)
class WorkResumed(Event):
    """Work that was called done goes on."""

    label: ClassVar[Any] = _("Back to work (visit %(number)s)")
    visit_id: UUID
    number: str


@dataclass(frozen=True)
class VisitSigned(Event):
    """The user signed; the record is closed to changes. `restored` is restored, temporary or not."""

    label: ClassVar[Any] = _("Visit %(number)s signed by %(signer)s")
    for_customer: ClassVar[bool] = True
    tells_followers: ClassVar[bool] = True
    visit_id: UUID
    case_id: UUID
    number: str
    signer: str
    signed_at: datetime
    restored: str


@dataclass(frozen=True)
class VisitReturned(Event):
    """The review sent the record back for a correction."""

    label: ClassVar[Any] = _("Visit %(number)s returned for correction: %(reason)s")
    tells_followers: ClassVar[bool] = True
    visit_id: UUID
    number: str
    reason: str


@dataclass(frozen=True)
class AddendumMade(Event):
    """A correction was added beside what was signed."""

    label: ClassVar[Any] = _("Addendum to visit %(number)s: %(text)s")
    for_customer: ClassVar[bool] = True
    tells_followers: ClassVar[bool] = True
    visit_id: UUID
    number: str
    text: str


@dataclass(frozen=True)
class VisitReviewed(Event):
    """The record passed its review."""

    label: ClassVar[Any] = _("Visit %(number)s reviewed")
    visit_id: UUID
    number: str


@dataclass(frozen=True)
class VisitClosed(Event):
    """Cost is posted and parts are reconciled."""

    label: ClassVar[Any] = _("Visit %(number)s closed")
    visit_id: UUID
    case_id: UUID
    number: str


@dataclass(frozen=True)
class VisitAborted(Event):
    """The visit did not take place, or could not be finished; the order goes back to planning."""

    label: ClassVar[Any] = _("Visit %(number)s not done: %(reason)s")
    for_customer: ClassVar[bool] = True
    tells_followers: ClassVar[bool] = True
    visit_id: UUID
    case_id: UUID
    number: str
    reason: str


@dataclass(frozen=True)
class RecordSaved(Event):
    """A part of the visit's record was written: which, and how it reads now."""

    label: ClassVar[Any] = _("Record of visit %(number)s: %(part)s")
    choices: ClassVar = {"part": RecordPart}
    visit_id: UUID
    number: str
    part: str
    values: dict[str, Any]


@dataclass(frozen=True)
class StepDone(Event):
    """A step of the procedure was passed, failed or skipped."""

    label: ClassVar[Any] = _("Step %(place)s: %(result)s %(note)s")
    choices: ClassVar = {"result": StepResult}
    quiet: ClassVar = frozenset({"note"})
    visit_id: UUID
    place: int
    result: str
    note: str
    approved_by: str = ""


@dataclass(frozen=True)
class ReportIssued(Event):
    """An edition of the service report is ready to be read."""

    label: ClassVar[Any] = _("Service report %(number)s, edition %(edition)s")
    for_customer: ClassVar[bool] = True
    tells_followers: ClassVar[bool] = True
    visit_id: UUID
    number: str
    edition: int


@dataclass(frozen=True)
class DeviceRegistered(Event):
    """A device begins to work at sea for its owner."""

    label: ClassVar[Any] = _("Field device %(device)s registered")
    device: str


@dataclass(frozen=True)
class DeviceCutOff(Event):
    """A device is no longer listened to."""

    label: ClassVar[Any] = _("Field device %(device)s cut off: %(reason)s")
    device: str
    reason: str


@dataclass(frozen=True)
class CommandSettled(Event):
    """A person decided about something done at sea that was not carried out."""

    label: ClassVar[Any] = _("Command %(number)s of field device %(device)s: %(settled)s")
    choices: ClassVar[dict[str, Any]] = {"settled": Settlement}
    device: str
    number: int
    settled: str
