"""Judging a case: severity, stage, service targets and warranty, by rule and with the reasons kept."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftersail.cases import rules
from aftersail.cases.actions.moving import move_case
from aftersail.cases.events import CaseTriaged, WarrantyJudgedByCause, WarrantyOverridden
from aftersail.cases.models import Case
from aftersail.cases.permissions import may_code_case, may_move, may_override_warranty
from aftersail.cases.queries.clocks import onsite_factor_of
from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.verdicts import ALLOWED, Refused, all_of, refuse, require
from aftersail.fleet.models import Equipment, FailureCode
from aftersail.fleet.queries.promises import baseline_for, warranty_of
from aftersail.fleet.rules import WarrantyVerdict
from aftersail.fleet.states import WarrantyStatus
from aftersail.people.models import Staff, Station

KEPT_CANDIDATES = 20
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
    "warranty_said",
    "baseline_rule",
    "nearness",
    "onsite_factor",
)


def judge(case: Case, *, on: date, warranty: WarrantyVerdict | None = None) -> None:
    """Set warranty and, once severity is known, service targets on the unsaved case, as they hold on a day.

    `warranty` is the verdict of that day where the caller has it already.
    """
    if not case.warranty_overridden:
        verdict = warranty or warranty_of(case.vessel, case.equipment, on)
        case.warranty, case.warranty_clause = verdict.status, verdict.clause
        case.warranty_days_left, case.warranty_covers = verdict.days_left, list(verdict.covers)
        case.warranty_reason, case.warranty_said = "", verdict.as_data()
    if case.severity:
        match = baseline_for(case.vessel, case.equipment, severity=case.severity, stage=case.stage, on=on)
        target = match.target
        case.baseline_code = f"{match.rule.code} v{match.rule.edition}"
        case.baseline_trace = match.kept_trace(KEPT_CANDIDATES)
        case.baseline_rule_id = UUID(match.rule.id) if match.rule.id else None
        case.nearness, case.onsite_factor = onsite_factor_of(case, on)
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
    case.change(
        seen, warranty=status, warranty_overridden=True, warranty_reason=reason.strip()[:300],
        warranty_overridden_by=by.name, warranty_overridden_at=at,
    )  # fmt: skip
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
    _judge_by_cause(by, case, cause, at)
    return case


def _judge_by_cause(by: Account, case: Case, cause: FailureCode | None, at: datetime) -> None:
    """A cause that the clause excludes takes the case out of warranty, unless somebody judged by hand."""
    if case.warranty_overridden or case.warranty not in {WarrantyStatus.IN, WarrantyStatus.OUT}:
        return
    verdict = warranty_of(
        case.vessel, case.equipment, case.reported_at.date(), cause=cause.code if cause else ""
    )
    excluded = any(one.code == "excluded" for one in verdict.reasons)
    was_excluded = any(one.get("say") == "excluded" for one in case.warranty_said.get("reasons", ()))
    if excluded == was_excluded:
        return
    case.change(
        warranty=verdict.status, warranty_clause=verdict.clause, warranty_days_left=verdict.days_left,
        warranty_covers=list(verdict.covers), warranty_said=verdict.as_data(),
    )  # fmt: skip
    record(
        WarrantyJudgedByCause(status=verdict.status, cause=cause.code if cause else ""),
        by=by,
        about=case,
        at=at,
    )
