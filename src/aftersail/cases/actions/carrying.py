"""What cases before delivery left over goes into the hull's handover, and from there onto the warranty list (R20)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from aftersail.cases.models import CaseTask, LeftoverItem
from aftersail.fleet.models import Leftover, Vessel
from aftersail.fleet.states import HullStage, LifecycleStage, OwedBy, ServiceType

BEFORE_DELIVERY = {
    LifecycleStage.COMMISSIONING: (HullStage.COMMISSIONING, ServiceType.COMMISSIONING),
    LifecycleStage.TRIAL: (HullStage.SEA_TRIAL, ServiceType.TRIAL_SUPPORT),
}
DAYS_WHERE_NONE_AGREED = 30


def bring_leftovers(vessel: Vessel, at: datetime) -> None:
    """Bring the open leftovers of a hull's commissioning and trial cases, each once; an agreed day stays as it is."""
    waiting = LeftoverItem.objects.filter(
        case__vessel=vessel, case__stage__in=list(BEFORE_DELIVERY), done_at=None, moved_to=None
    ).select_related("case")
    known = set(Leftover._base_manager.filter(vessel=vessel).values_list("source", flat=True))
    for item in waiting:
        if item.pk in known:
            continue
        stage, service = BEFORE_DELIVERY[LifecycleStage(item.case.stage)]
        yard = vessel.open_to_yard or vessel.built_by
        owes = yard is not None and item.party.strip() in {yard.name, yard.name_en, yard.code}
        brought = Leftover(
            vessel=vessel, equipment_id=item.case.equipment_id, text=item.text, party=item.party, source=item.pk, stage=stage,
            service_type=service, owed_by=OwedBy.YARD if owes else OwedBy.MAKER, yard=yard if owes else None,
            due_on=item.due_on or timezone.localdate(at) + timedelta(DAYS_WHERE_NONE_AGREED),
        )  # fmt: skip
        brought.take_keys(vessel)
        brought.save(force_insert=True)
    _bring_tasks_of_the_yard(vessel, known)


def _bring_tasks_of_the_yard(vessel: Vessel, known: set[UUID | None]) -> None:
    """Bring what the yard was asked to do in cases before delivery: its access to them ends with the handover."""
    yard = vessel.open_to_yard or vessel.built_by
    if yard is None or yard.organisation_id is None:
        return
    waiting = CaseTask.objects.filter(
        case__vessel=vessel, case__stage__in=list(BEFORE_DELIVERY), party=yard.organisation_id, done_at=None
    ).select_related("case")
    for task in waiting:
        if task.pk in known:
            continue
        stage, service = BEFORE_DELIVERY[LifecycleStage(task.case.stage)]
        brought = Leftover(
            vessel=vessel, equipment_id=task.case.equipment_id, text=task.text, source=task.pk, stage=stage, service_type=service,
            owed_by=OwedBy.YARD, yard=yard, due_on=task.due_on,
        )  # fmt: skip
        brought.take_keys(vessel)
        brought.save(force_insert=True)


def put_right(item: LeftoverItem, at: datetime) -> None:
    """Tell the warranty list that a case has settled what it left over."""
    Leftover._base_manager.filter(source=item.pk, fixed_on=None).update(fixed_on=timezone.localdate(at))
