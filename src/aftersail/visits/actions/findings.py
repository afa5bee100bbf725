"""What was found wrong on board, coded; open until the record is signed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftersail.core.models import Account
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse, require
from aftersail.fleet.models import Equipment, FailureCode
from aftersail.fleet.states import CodeKind
from aftersail.visits.actions.recording import tell_saved
from aftersail.visits.models import Finding, Visit
from aftersail.visits.permissions import may_record
from aftersail.visits.queries.record import codes_for, family_of


@transaction.atomic
def record_finding(
    *,
    by: Account,
    visit: Visit,
    id: UUID,
    text: str,
    mode: FailureCode,
    at: datetime,
    equipment: Equipment | None = None,
    item: str = "",
    mechanism: FailureCode | None = None,
    cause: FailureCode | None = None,
    activity: FailureCode | None = None,
    seen: int | None = None,
) -> Finding:
    """Write what was found wrong, coded; the same `id` changes the finding written before."""
    codes = {
        CodeKind.MODE: mode,
        CodeKind.MECHANISM: mechanism,
        CodeKind.CAUSE: cause,
        CodeKind.ACTIVITY: activity,
    }
    said = ALLOWED if text.strip() else refuse(_("Describe what was found."))
    aboard = (
        ALLOWED
        if equipment is None or equipment.vessel_id == visit.order.case.vessel_id
        else refuse(_("This unit belongs to another ship."))
    )
    require(
        all_of(
            may_record(by, visit),
            said,
            aboard,
            *(_fits(visit, kind, code) for kind, code in codes.items() if code),
        )
    )
    values = {
        "equipment": equipment, "item": item.strip()[:120], "mode": mode, "mechanism": mechanism, "cause": cause,
        "activity": activity, "text": text.strip()[:500],
    }  # fmt: skip
    found = Finding.objects.filter(pk=id, visit=visit).first()
    if found is None:
        found = Finding.objects.create(id=id, visit=visit, **values)
    else:
        found.change(seen, **values)
    tell_saved(
        by,
        visit,
        "finding",
        {"id": str(id), "text": found.text, **{str(k): c.code for k, c in codes.items() if c}},
        at,
    )
    return found


@transaction.atomic
def remove_finding(*, by: Account, finding: Finding, at: datetime) -> None:
    """Take back a finding that was written by mistake; the log keeps it."""
    require(may_record(by, finding.visit))
    tell_saved(by, finding.visit, "finding removed", {"id": str(finding.pk), "text": finding.text}, at)
    finding.delete()


def _fits(visit: Visit, kind: CodeKind, code: FailureCode) -> Verdict:
    if codes_for(family_of(visit), kind).filter(pk=code.pk).exists():
        return ALLOWED
    return refuse(_("This code does not fit the product. Choose one from the list."))
