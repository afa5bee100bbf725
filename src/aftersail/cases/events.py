"""What happens to a case and its work orders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from aftersail.cases.states import CaseState, ContactMeans, OrderState, PartState, SuspensionReason
from aftersail.core.events import Event
from aftersail.fleet.states import LifecycleStage, Severity, WarrantyStatus


@dataclass(frozen=True)
class CaseOpened(Event):
    """A problem became a case."""

    label: ClassVar = _("Case %(number)s opened: %(title)s")
    for_customer: ClassVar[bool] = True
    number: str
    title: str


@dataclass(frozen=True)
class CaseMoved(Event):
    """A case went from one state to another by a named move."""

    label: ClassVar = _("%(source)s → %(target)s. %(reason)s")
    choices: ClassVar = {"source": CaseState, "target": CaseState}
    quiet: ClassVar = frozenset({"reason"})
    icon: ClassVar[str] = "arrow-right"
    for_customer: ClassVar[bool] = True
    tells_followers: ClassVar[bool] = True
    move: str
    source: str
    target: str
    reason: str = ""


@dataclass(frozen=True)
class CustomerConfirmed(Event):
    """The customer said, by signature or word, that it works; the case stays where it is."""

    label: ClassVar = _("Confirmed by the customer: %(person)s")
    icon: ClassVar[str] = "check"
    for_customer: ClassVar[bool] = True
    tells_followers: ClassVar[bool] = True
    person: str


@dataclass(frozen=True)
class CaseTriaged(Event):
    """Severity, stage, baseline and warranty of a case were judged."""

    label: ClassVar = _("Triaged %(severity)s under baseline %(baseline)s; warranty: %(warranty)s")
    choices: ClassVar = {"severity": Severity, "stage": LifecycleStage, "warranty": WarrantyStatus}
    severity: str
    stage: str
    baseline: str
    warranty: str


@dataclass(frozen=True)
class OwnerChanged(Event):
    """A case got another owner; the history keeps both."""

    label: ClassVar = _("Owner: %(owner)s (before: %(before)s)")
    for_customer: ClassVar[bool] = True
    tells_followers: ClassVar[bool] = True
    owner: str
    before: str
    owner_id: UUID | None = None


@dataclass(frozen=True)
class WarrantyOverridden(Event):
    """Somebody judged the warranty otherwise than the rule did, and said why."""

    label: ClassVar = _("Warranty set to %(status)s: %(reason)s")
    choices: ClassVar = {"status": WarrantyStatus}
    status: str
    reason: str


@dataclass(frozen=True)
class WarrantyJudgedByCause(Event):
    """The cause of the fault changed the warranty: the clause excludes it, or the former one was excluded."""

    label: ClassVar = _("Warranty by the cause %(cause)s: %(status)s")
    choices: ClassVar = {"status": WarrantyStatus}
    status: str
    cause: str


@dataclass(frozen=True)
class CaseAnswered(Event):
    """The customer got a first substantive answer from a person; the response clock stops."""

    label: ClassVar = _("First substantive answer to the customer")
    for_customer: ClassVar[bool] = True


@dataclass(frozen=True)
class CommentMade(Event):
    """Somebody said something in the case."""

    label: ClassVar = _("%(text)s")
    for_customer: ClassVar[bool] = True
    tells_followers: ClassVar[bool] = True
    text: str


@dataclass(frozen=True)
class RemarkMade(Event):
    """Somebody of the house said something that stays in the house."""

    label: ClassVar = _("%(text)s")
    tells_followers: ClassVar[bool] = True
    text: str


@dataclass(frozen=True)
class ContactTried(Event):
    """The customer was called or written to."""

    label: ClassVar = _("Contact by %(means)s. %(note)s")
    choices: ClassVar = {"means": ContactMeans}
    quiet: ClassVar = frozenset({"note"})
    icon: ClassVar[str] = "phone"
    means: str
    reached: bool
    note: str


@dataclass(frozen=True)
class CaseSuspended(Event):
    """The clocks of a case were paused for a listed reason."""

    label: ClassVar = _("Clocks paused: %(reason)s (%(evidence)s)")
    choices: ClassVar = {"reason": SuspensionReason}
    icon: ClassVar[str] = "player-pause"
    for_customer: ClassVar[bool] = True
    tells_followers: ClassVar[bool] = True
    reason: str
    evidence: str


@dataclass(frozen=True)
class CaseClosed(Event):
    """A case was closed."""

    label: ClassVar = _("Case %(number)s closed. %(note)s")
    quiet: ClassVar = frozenset({"note"})
    icon: ClassVar[str] = "circle-check"
    tone: ClassVar[str] = "good"
    for_customer: ClassVar[bool] = True
    tells_followers: ClassVar[bool] = True
    number: str
    unconfirmed: bool
    note: str = ""


@dataclass(frozen=True)
class TaskChanged(Event):
    """A party was given a task, or finished it."""

    label: ClassVar = _("Task of %(party)s, due %(due)s: %(text)s. %(outcome)s")
    quiet: ClassVar = frozenset({"outcome"})
    for_customer: ClassVar[bool] = True
    tells_followers: ClassVar[bool] = True
    party: str
    text: str
    due: str
    outcome: str = ""


@dataclass(frozen=True)
class PartOwed(Event):
    """A part is owed to the ship, or settled."""

    label: ClassVar = _("Part %(part)s × %(quantity)s: %(state)s")
    choices: ClassVar = {"state": PartState}
    icon: ClassVar[str] = "package"
    for_customer: ClassVar[bool] = True
    part: str
    quantity: int
    state: str


@dataclass(frozen=True)
class LeftoverNoted(Event):
    """Work was left over, done, or moved to another case."""

    label: ClassVar = _("Leftover: %(text)s. %(outcome)s")
    quiet: ClassVar = frozenset({"outcome"})
    for_customer: ClassVar[bool] = True
    text: str
    outcome: str = ""


@dataclass(frozen=True)
class OrderDrafted(Event):
    """A work order was written."""

    label: ClassVar = _("Work order %(number)s written: %(scope)s")
    icon: ClassVar[str] = "clipboard-list"
    number: str
    scope: str


@dataclass(frozen=True)
class OrderMoved(Event):
    """A work order went from one state to another."""

    label: ClassVar = _("Work order %(number)s: %(target)s. %(reason)s")
    choices: ClassVar = {"source": OrderState, "target": OrderState}
    quiet: ClassVar = frozenset({"reason"})
    icon: ClassVar[str] = "clipboard-list"
    number: str
    move: str
    source: str
    target: str
    reason: str = ""


@dataclass(frozen=True)
class OrderNeedsChanged(Event):
    """What a work order needs was said anew."""

    label: ClassVar = _(
        "Work order %(number)s needs: people %(people)s; after %(after)s; in one visit with %(visit)s; tools %(tools)s"
    )
    icon: ClassVar[str] = "clipboard-list"
    quiet: ClassVar = frozenset({"after", "visit", "tools"})
    number: str
    people: int
    after: str = ""
    visit: str = ""
    tools: str = ""


@dataclass(frozen=True)
class WindowMoved(Event):
    """A ship can be reached at other times than was known; `about` is the work order."""

    label: ClassVar = _(
        "Work order %(number)s: the ship can now be reached %(since)s – %(until)s. %(reason)s"
    )
    icon: ClassVar[str] = "anchor"
    tells_followers: ClassVar[bool] = True
    number: str
    since: str
    until: str
    reason: str


@dataclass(frozen=True)
class ConsultantInvited(Event):
    """A service consultant was let into the case."""

    label: ClassVar = _("%(consultant)s was invited as consultant until %(until)s: %(question)s")
    icon: ClassVar[str] = "stethoscope"
    consultant: str
    until: str
    question: str


@dataclass(frozen=True)
class ConsultationAssessed(Event):
    """What a service consultant did in the case was signed for and graded."""

    label: ClassVar = _("%(hours)s hours of %(consultant)s were signed for")
    icon: ClassVar[str] = "star"
    consultant: str
    hours: str


@dataclass(frozen=True)
class ConsultationEnded(Event):
    """A service consultant's access to the case was taken back."""

    label: ClassVar = _("The consultation of %(consultant)s was ended")
    icon: ClassVar[str] = "check"
    consultant: str
