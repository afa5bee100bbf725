"""Judging a case: severity, stage, service targets and warranty, by rule and with the reasons kept."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftersail.cases import rules
from aftersail.cases.actions.moving import move_case
from aftersail.cases.events import CaseTriaged, WarrantyOverridden
from aftersail.cases.models import Case
from aftersail.cases.permissions import may_code_case, may_move, may_override_warranty
from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.verdicts import ALLOWED, Refused, all_of, refuse, require
from aftersail.fleet.models import Equipment, FailureCode
from aftersail.fleet.queries.promises import baseline_for, warranty_of
from aftersail.fleet.rules import WarrantyVerdict
from aftersail.fleet.states import WarrantyStatus
from aftersail.people.models import Staff, Station

JUDGED = (
    "baseline_code",
    "baseline_trace",
    "response_hours",
    "onsite_hours",
    "restore_days",
    "answer_working_days",
    "around_the_clock",
    "warranty",
    "warranty_clause",
    "warranty_days_left",
    "warranty_covers",
    "warranty_reason",
)


def judge(case: Case, *, on: date, warranty: WarrantyVerdict | None = None) -> None:
    """Set warranty and, once severity is known, service targets on the unsaved case, as they hold on a day.

    `warranty` is the verdict of that day where the caller has it already.
    """
    if not case.warranty_overridden:
        verdict = warranty or warranty_of(case.vessel, case.equipment, on)
        case.warranty, case.warranty_clause = verdict.status, verdict.clause
        case.warranty_days_left, case.warranty_covers = verdict.days_left, list(verdict.covers)
        case.warranty_reason = " ".join(str(reason) for reason in verdict.reasons)[:300]
    if case.severity:
        match = baseline_for(case.vessel, case.equipment, severity=case.severity, stage=case.stage, on=on)
        target = match.target
        case.baseline_code = f"{match.rule.code} v{match.rule.edition}"
        case.baseline_trace = [
            {
                "rule": tried.code,
                "edition": tried.edition,
                "fits": tried.fits,
                "why": [str(reason) for reason in tried.reasons],
            }
            for tried in match.trace
        ][:12]
        case.response_hours, case.onsite_hours = target.response_hours, target.onsite_hours
        case.restore_days, case.answer_working_days = target.restore_days, target.answer_working_days
        case.around_the_clock = target.calendar == "24x7"


@transaction.atomic
def triage_case(
    *,
    by: Account,
    case: Case,
    severity: str,
    stage: str,
    at: datetime,
    owner: Staff | None = None,
    equipment: Equipment | None = None,
    station: Station | None = None,
    service_type: str = "",
    user_phase: str = "",
    seen: int | None = None,
) -> Case:
    """Judge a case: how bad, at what stage of life, whose; the targets and the warranty follow by rule."""
    unit = equipment or case.equipment
    mine = (
        ALLOWED
        if unit is None or unit.vessel_id == case.vessel_id
        else refuse(_("This unit belongs to another ship."))
    )
    require(all_of(may_move(by, case, "triage"), mine))
    case.severity, case.stage, case.equipment = severity, stage, unit
    case.owner = owner or case.owner
    matched = True
    try:
        judge(case, on=case.reported_at.date())
    except Refused as none_fits:
        if severity and stage:
            raise none_fits
        matched = False
    require(
        rules.may_triage(
            severity=severity, stage=stage, baseline_matched=matched, owner_set=case.owner is not None
        )
    )
    values = {name: getattr(case, name) for name in JUDGED}
    move_case(
        by=by,
        case=case,
        move="triage",
        at=at,
        seen=seen,
        severity=severity,
        stage=stage,
        equipment=unit,
        owner=case.owner,
        station=station or case.station,
        service_type=service_type or case.service_type,
        user_phase=user_phase or case.user_phase,
        acknowledged_at=case.acknowledged_at or at,
        **values,
    )
    record(
        CaseTriaged(severity=severity, stage=stage, baseline=case.baseline_code, warranty=case.warranty),
        by=by,
        about=case,
        at=at,
    )
    return case


@transaction.atomic
def override_warranty(
    *, by: Account, case: Case, status: str, reason: str, at: datetime, seen: int | None = None
) -> Case:
    """Judge the warranty otherwise than the rule, with a reason that stays on the case."""
    said = ALLOWED if reason.strip() else refuse(_("Say why the warranty is judged otherwise."))
    known = ALLOWED if status in WarrantyStatus.values else refuse(_("Choose one of the listed verdicts."))
    require(all_of(may_override_warranty(by, case), said, known))
    case.change(seen, warranty=status, warranty_overridden=True, warranty_reason=reason.strip()[:300])
    record(WarrantyOverridden(status=status, reason=reason.strip()), by=by, about=case, at=at)
    return case


@transaction.atomic
def code_case(
    *,
    by: Account,
    case: Case,
    mode: FailureCode | None,
    mechanism: FailureCode | None,
    cause: FailureCode | None,
    at: datetime,
    seen: int | None = None,
) -> Case:
    """Set what was observed, by which process, and from which root: three separate codes."""
    require(may_code_case(by, case))
    case.change(seen, mode=mode, mechanism=mechanism, cause=cause)
    return case
