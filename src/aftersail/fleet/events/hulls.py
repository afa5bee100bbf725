"""What happens in the life of a hull."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from aftersail.core.events import Event
from aftersail.fleet.states import (
    GateAnswer,
    HandoverSigner,
    HandoverState,
    HullStage,
    LeftoverStep,
    MilestoneKind,
    StewardGap,
)


@dataclass(frozen=True)
class MilestoneMoved(Event):
    """A planned date of a hull was set or changed; the service manager, the station and dispatch are told (R36)."""

    vessel_id: UUID
    kind: str
    planned_on: date | None
    before: date | None
    reason: str = ""
    label = _("%(kind)s planned: %(before)s → %(planned_on)s. %(reason)s")
    choices = {"kind": MilestoneKind}
    quiet = frozenset({"reason"})
    for_customer = True
    tells_followers = True


@dataclass(frozen=True)
class MilestoneReached(Event):
    """A hull reached a milestone."""

    vessel_id: UUID
    kind: str
    actual_on: date
    label = _("%(kind)s reached on %(actual_on)s")
    choices = {"kind": MilestoneKind}
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
class HullStageEntered(Event):
    """A hull entered a stage of its life."""

    vessel_id: UUID
    stage: str
    before: str
    label = _("Stage of life: %(before)s → %(stage)s")
    choices = {"stage": HullStage, "before": HullStage}
    for_customer = True
    tells_followers = True


@dataclass(frozen=True)
class DeliveredUnready(Event):
    """A hull was delivered although its service plan was not complete (R09)."""

    vessel_id: UUID
    percent: int
    open_items: int
    label = _("Delivered at %(percent)s %% readiness: %(open_items)s points of the service plan are open")
    tells_followers = True
    icon = "alert-triangle"
    tone = "attention"


@dataclass(frozen=True)
class GateOpened(Event):
    """A gate review began."""

    gate: str
    label = _("Gate review opened: %(gate)s")
    choices = {"gate": HullStage}


@dataclass(frozen=True)
class GatePointAnswered(Event):
    """A point of a gate's checklist was answered, or waived by somebody who signs for it."""

    point: str
    answer: str
    signer: str = ""
    reason: str = ""
    label = _("%(point)s: %(answer)s. %(signer)s %(reason)s")
    choices = {"answer": GateAnswer}
    quiet = frozenset({"signer", "reason"})


@dataclass(frozen=True)
class GatePassed(Event):
    """A gate was passed."""

    gate: str
    waived: int
    label = _("Gate passed: %(gate)s (%(waived)s waived)")
    choices = {"gate": HullStage}
    tells_followers = True


@dataclass(frozen=True)
class HandoverStarted(Event):
    """A handover from the yard to service was drafted; later chapters add what is left over from their work."""

    handover_id: UUID
    vessel_id: UUID
    number: str
    label = _("Handover %(number)s begun")
    for_customer = True
    tells_followers = True


@dataclass(frozen=True)
class HandoverMoved(Event):
    """A handover took a step."""

    number: str
    step: str
    reason: str = ""
    label = _("Handover %(number)s: %(step)s. %(reason)s")
    choices = {"step": HandoverState}
    quiet = frozenset({"reason"})
    for_customer = True


@dataclass(frozen=True)
class HandoverSigned(Event):
    """One side signed a handover."""

    number: str
    side: str
    name: str
    label = _("Handover %(number)s signed for %(side)s by %(name)s")
    choices = {"side": HandoverSigner}
    for_customer = True
    tells_followers = True


@dataclass(frozen=True)
class HandoverAccepted(Event):
    """A handover was accepted: the service account is open.

    The seam for later reactions: return visits, the warranty list, and the technical state as delivered.
    """

    handover_id: UUID
    vessel_id: UUID
    number: str
    delivered_on: date
    lag_working_days: int
    label = _("Handover %(number)s accepted; service account open after %(lag_working_days)s working days")
    for_customer = True
    tells_followers = True


@dataclass(frozen=True)
class HandoverCorrected(Event):
    """An accepted handover was corrected beside it, by an addendum."""

    number: str
    text: str
    label = _("Handover %(number)s, addendum: %(text)s")
    for_customer = True


@dataclass(frozen=True)
class ServiceAccountOpened(Event):
    """A ship became a ship in service care."""

    vessel_id: UUID
    lag_working_days: int
    late: bool
    reason: str = ""
    label = _("Service account open, %(lag_working_days)s working days after delivery. %(reason)s")
    quiet = frozenset({"reason"})
    tells_followers = True


@dataclass(frozen=True)
class LeftoverSettled(Event):
    """A leftover was put right, or accepted by the user."""

    text: str
    step: str
    label = _("%(text)s: %(step)s")
    choices = {"step": LeftoverStep}
    for_customer = True


@dataclass(frozen=True)
class StewardAway(Event):
    """Nobody looks after a ship: its service manager and the deputy are both away, or one is missing (R42)."""

    vessel_id: UUID
    hull_code: str
    why: str
    label = _("%(hull_code)s has no service manager present: %(why)s")
    choices = {"why": StewardGap}
    tells_followers = True
    icon = "user"
    tone = "attention"


@dataclass(frozen=True)
class UserTaskKept(Event):
    """A task of the user was entered or changed; what it is about is not told here."""

    first_day: date
    last_day: date
    label = _("User task calendar: %(first_day)s – %(last_day)s")
