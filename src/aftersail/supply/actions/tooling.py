"""Lending tools, keeping them calibrated, and judging work done with one that failed (HANDBOOK §4.9)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersail.core.files import Upload, attach
from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.once import made_before
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse, require
from aftersail.people.models import Staff
from aftersail.supply.events import ImpactJudged, ToolCalibrated, ToolMoved
from aftersail.supply.models import Calibration, ImpactItem, ImpactReview, Tool, ToolLoan
from aftersail.supply.permissions import may_move_tool
from aftersail.supply.queries.work import work_done_with
from aftersail.supply.rules import issue as issue_rules
from aftersail.supply.rules import tool as rules
from aftersail.supply.states import ON_THE_SHELF, TOOL, CalibrationResult, ToolState

CERTIFICATE = "certificate"


def _step(
    by: Account | None, tool: Tool, name: str, at: datetime, seen: int | None, *verdicts: Verdict, note: str = "", **values: Any
) -> Tool:  # fmt: skip
    if by is not None:
        require(all_of(may_move_tool(by, tool, name), *verdicts))
    tool.change(seen, **({"state": TOOL.named(name).target} | values))
    told = ToolMoved(asset_number=tool.asset_number, state=tool.state, note=note.strip()[:200])
    record(told, by=by, about=tool, at=at)
    return tool


@transaction.atomic
def borrow_tool(
    *, by: Account, id: UUID, tool: Tool, borrower: Staff, due_on: date, at: datetime, condition: str = "", seen: int | None = None
) -> ToolLoan:  # fmt: skip
    """Lend a tool; one whose calibration has run out, or would before it is back, stays locked."""
    if (known := made_before(ToolLoan, id)) is not None:
        return known
    today = timezone.localdate(at)
    good = rules.may_borrow(state=tool.state, due_on=tool.due_on, back_on=due_on, today=today)
    # A locked tool is refused for its calibration, which says what to do, before its state is.
    require(good)
    _step(by, tool, "borrow", at, seen, note=borrower.name)
    return ToolLoan.objects.create(
        id=id,
        tool=tool,
        borrower=borrower,
        borrowed_at=at,
        due_on=due_on,
        condition_out=condition.strip()[:200],
    )


@transaction.atomic
def give_back_tool(
    *, by: Account, tool: Tool, at: datetime, condition: str = "", damaged: bool = False, seen: int | None = None
) -> Tool:  # fmt: skip
    """Take a tool back; a damaged one, or one whose calibration has run out meanwhile, is locked."""
    said = ALLOWED if condition.strip() or not damaged else refuse(_("Write what is damaged."))
    today = timezone.localdate(at)
    state = (
        ToolState.LOCKED if damaged else rules.standing(ToolState.AVAILABLE, tool.due_on, tool.limits, today)
    )
    _step(by, tool, "give_back", at, seen, said, state=state, note=condition)
    tool.loans.filter(given_back_at=None).update(
        given_back_at=at, condition_in=condition.strip()[:200], damaged=damaged
    )
    return tool


@transaction.atomic
def send_to_calibration(
    *, by: Account, tool: Tool, at: datetime, note: str = "", seen: int | None = None
) -> Tool:
    """Send a tool to be calibrated."""
    return _step(by, tool, "send", at, seen, note=note)


@transaction.atomic
def record_calibration(
    *, by: Account, id: UUID, tool: Tool, calibrated_on: date, body: str, certificate_number: str, result: str, at: datetime,
    limits: str = "", note: str = "", certificate: Upload | None = None, seen: int | None = None,
) -> Calibration:  # fmt: skip
    """Record what a calibration found. A failed one opens the impact review with everything done since the last good one."""
    if (known := made_before(Calibration, id)) is not None:
        return known
    lawful = rules.may_calibrate(
        calibrated_on=calibrated_on, today=timezone.localdate(at), body=body, certificate_number=certificate_number, result=result,
        limits=limits,
    )  # fmt: skip
    require(all_of(may_move_tool(by, tool, "calibrate"), lawful))
    failed = result == CalibrationResult.FAILED
    next_on = (
        rules.months_after(calibrated_on, tool.interval_months)
        if tool.interval_months and not failed
        else None
    )
    last_good = tool.calibrated_on
    made = Calibration.objects.create(
        id=id, tool=tool, calibrated_on=calibrated_on, body=body.strip(), certificate_number=certificate_number.strip(), result=result,
        limits=limits.strip() if result == CalibrationResult.LIMITED else "", due_on=next_on, note=note.strip(), at=at,
    )  # fmt: skip
    if certificate is not None:
        attach(
            certificate,
            by=by,
            about=tool,
            at=at,
            purpose=CERTIFICATE,
            caption=made.certificate_number,
            for_customer=False,
        )
    told = ToolCalibrated(
        asset_number=tool.asset_number, calibrated_on=calibrated_on, body=made.body, result=result
    )
    record(told, by=by, about=tool, at=at)
    if failed:
        _step(by, tool, "calibrate", at, seen, state=ToolState.FAILED)
        _open_review(by, tool, made, last_good, at)
        return made
    state = rules.standing(ToolState.AVAILABLE, next_on, made.limits, timezone.localdate(at))
    _step(
        by,
        tool,
        "calibrate",
        at,
        seen,
        state=state,
        calibrated_on=calibrated_on,
        due_on=next_on,
        limits=made.limits,
    )
    return made


def _open_review(
    by: Account, tool: Tool, calibration: Calibration, since: date | None, at: datetime
) -> ImpactReview:
    review = ImpactReview.objects.create(tool=tool, calibration=calibration, since_on=since, opened_at=at)
    ImpactItem.objects.bulk_create(
        ImpactItem(
            review=review, work_ref=work.ref, work_label=work.label[:120], page=work.page, worked_at=work.at
        )
        for work in work_done_with(tool, since)
    )
    _step(by, tool, "review", at, None)
    return review


@transaction.atomic
def judge_work(
    *, by: Account, item: ImpactItem, verdict: str, reason: str, at: datetime, seen: int | None = None
) -> ImpactItem:
    """Say what a failed tool means for one piece of work, and why."""
    tool = item.review.tool
    lawful = rules.may_judge(verdict=verdict, reason=reason, closed=item.review.closed_at is not None)
    require(all_of(may_move_tool(by, tool, "repair"), lawful))
    item.change(
        seen, verdict=verdict, reason=reason.strip()[:300], judged_by=getattr(by, "staff", None), judged_at=at
    )
    told = ImpactJudged(
        asset_number=tool.asset_number, work=item.work_label, verdict=verdict, reason=item.reason
    )
    record(told, by=by, about=tool, at=at)
    return item


def _judged(tool: Tool) -> Verdict:
    unjudged = ImpactItem.objects.filter(review__tool=tool, review__closed_at=None, verdict="").count()
    return rules.may_close_review(unjudged=unjudged)


@transaction.atomic
def repair_tool(*, by: Account, tool: Tool, at: datetime, note: str = "", seen: int | None = None) -> Tool:
    """Close the review of a tool that was repaired; it is calibrated again before it is lent."""
    _step(by, tool, "repair", at, seen, _judged(tool), issue_rules.reasoned(note), note=note)
    tool.reviews.filter(closed_at=None).update(closed_at=at, conclusion=note.strip()[:500])
    return tool


@transaction.atomic
def scrap_tool(*, by: Account, tool: Tool, at: datetime, note: str = "", seen: int | None = None) -> Tool:
    """Write a tool off."""
    _step(by, tool, "scrap", at, seen, _judged(tool), issue_rules.reasoned(note), note=note)
    tool.reviews.filter(closed_at=None).update(closed_at=at, conclusion=note.strip()[:500])
    return tool


@transaction.atomic
def lose_tool(*, by: Account, tool: Tool, at: datetime, note: str = "", seen: int | None = None) -> Tool:
    """Report a tool as lost."""
    _step(by, tool, "lose", at, seen, issue_rules.reasoned(note), note=note)
    tool.loans.filter(given_back_at=None).update(given_back_at=at, condition_in=note.strip()[:200])
    return tool


@transaction.atomic
def find_tool(*, by: Account, tool: Tool, at: datetime, note: str = "", seen: int | None = None) -> Tool:
    """Take a lost tool back; it is calibrated before it is lent."""
    return _step(by, tool, "find", at, seen, note=note)


@transaction.atomic
def keep_calendar(*, at: datetime) -> int:
    """Mark tools whose calibration falls due and lock those where it has run out; safe to run again."""
    today, changed = timezone.localdate(at), 0
    for tool in Tool.objects.filter(state__in=ON_THE_SHELF, due_on__lte=today + rules.SOON):
        wanted = rules.standing(tool.state, tool.due_on, tool.limits, today)
        if wanted != tool.state:
            _step(None, tool, "lock" if wanted == ToolState.LOCKED else "fall_due", at, None, state=wanted)
            changed += 1
    return changed


def settle_tool(tool: Tool, changed: frozenset[str], *, by: Account | None, at: datetime) -> None:
    """Keep state and next due day in step with what was entered in the register."""
    if not changed & {"calibrated_on", "interval_months", "limits", "due_on"}:
        return
    due_on = tool.due_on
    if "due_on" not in changed or due_on is None:
        known = tool.interval_months and tool.calibrated_on
        due_on = rules.months_after(tool.calibrated_on, tool.interval_months) if known else tool.due_on  # type: ignore[arg-type]
    state = rules.standing(tool.state, due_on, tool.limits, timezone.localdate(at))
    if (state, due_on) != (tool.state, tool.due_on):
        tool.change(state=state, due_on=due_on)
