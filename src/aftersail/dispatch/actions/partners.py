"""Giving a work order to a partner, the partner's answer and report, and the desk's judgement (R21, R22)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from aftersail.cases.actions.orders import dispatch_case, move_order, undispatch_case
from aftersail.cases.actions.talking import note_answer
from aftersail.cases.models import WorkOrder
from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.once import made_before
from aftersail.core.verdicts import ALLOWED, Refused, Verdict, all_of, refuse, require
from aftersail.dispatch.events import PartnerOffered, PartnerOrderMoved
from aftersail.dispatch.models import PartnerOrder
from aftersail.dispatch.permissions import may_assign, may_move_partner_order
from aftersail.dispatch.queries.partners import somebody_free, verdict_on
from aftersail.dispatch.states import PARTNER_ORDER
from aftersail.people.models import Partner


@transaction.atomic
def offer_order(
    *,
    by: Account,
    order: WorkOrder,
    partner: Partner,
    starts_at: datetime,
    ends_at: datetime,
    agreed_cost_cny: Decimal,
    reason: str,
    at: datetime,
    id: UUID,
    seen: int | None = None,
) -> PartnerOrder:
    """Give a work order to a partner instead of an own engineer; why must be said, and is logged.

    Raises `Refused` with every reason: outside the scope, papers that end before the work does, not engaged, all of its
    people out in these hours. The same `id` again gives it once.
    """
    if known := made_before(PartnerOrder, id):
        return known
    partner = hold_partners([partner.pk])[partner.pk]
    said = ALLOWED if reason.strip() else refuse(_("Say why a partner goes and not an engineer of ours."))
    ahead = ALLOWED if ends_at > at else refuse(_("The work would be over already. Choose later hours."))
    hours = ALLOWED if ends_at > starts_at else refuse(_("The work must end after it begins."))
    fits, free = verdict_on(partner, order, starts_at, ends_at), somebody_free(partner, starts_at, ends_at)
    require(all_of(may_assign(by, order), said, hours, ahead, fits, free))
    case = order.case
    given = PartnerOrder(
        id=id, order=order, case=case, partner=partner, number=order.number, vessel_name=str(case.vessel)[:120],
        port_name=str(order.port)[:60], scope=order.scope, starts_at=starts_at, ends_at=ends_at,
        agreed_cost_cny=agreed_cost_cny, reason=reason.strip(), offered_at=at, keys=[*order.reach_keys(), partner.pk],
    )  # fmt: skip
    try:
        with transaction.atomic():
            given.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(
            [_("Somebody gave this order away meanwhile, or the partner's papers changed. Reload the page.")]
        ) from error
    move_order(by=by, order=order, move="assign", at=at, seen=seen)
    note_answer(by=by, case=case, at=at)
    dispatch_case(by=by, case=case, at=at)
    told = PartnerOffered(number=order.number, partner=partner.name, reason=given.reason)
    record(told, by=by, about=given, at=at)
    return given


def hold_partners(ids: Collection[UUID]) -> dict[UUID, Partner]:
    """Let offers to one partner come one after the other, each counting those before it; return partners as they now stand.

    Part of a larger action. Where people of the house are held still as well, they come first (`promises.hold_still`).
    """
    held = Partner.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    return {one.pk: one for one in held}


@transaction.atomic
def answer_offer(
    *, by: Account, given: PartnerOrder, accepts: bool, at: datetime, note: str = "", seen: int | None = None
) -> PartnerOrder:
    """Take an offered order or turn it down; turning down needs a reason."""
    move = "accept" if accepts else "decline"
    said = ALLOWED if accepts or note.strip() else refuse(_("Say why you cannot take the order."))
    return _move(by, given, move, said, at, note, seen, answered_at=at, answer=note.strip()[:300])


@transaction.atomic
def report_done(
    *,
    by: Account,
    given: PartnerOrder,
    report: str,
    work_hours: Decimal,
    actual_cost_cny: Decimal,
    finished_at: datetime,
    at: datetime,
    seen: int | None = None,
) -> PartnerOrder:
    """Say what was done, in how many hours, at what cost, and when it was finished."""
    complete = all_of(
        ALLOWED if report.strip() else refuse(_("Write down what was done.")),
        ALLOWED if work_hours > 0 else refuse(_("Enter the hours of work.")),
        ALLOWED
        if finished_at <= at
        else refuse(_("Work is reported when it is finished. The day lies ahead.")),
    )
    return _move(
        by, given, "report", complete, at, "", seen, report=report.strip(), work_hours=work_hours,
        actual_cost_cny=actual_cost_cny, finished_at=finished_at, reported_at=at,
    )  # fmt: skip


@transaction.atomic
def judge_report(
    *, by: Account, given: PartnerOrder, good: bool, at: datetime, reason: str = "", seen: int | None = None
) -> PartnerOrder:
    """Confirm what a partner reported, which finishes the work order; or send it back for rework, which counts."""
    if not good:
        said = ALLOWED if reason.strip() else refuse(_("Say what must be done again."))
        return _move(by, given, "return", said, at, reason, seen, reworks=given.reworks + 1)
    _move(by, given, "confirm", ALLOWED, at, reason, seen, confirmed_at=at)
    order = given.order
    move_order(by=by, order=order, move="start", at=at)
    move_order(by=by, order=order, move="finish", at=at, done_at=given.finished_at or at)
    return given


@transaction.atomic
def withdraw_order(
    *, by: Account, given: PartnerOrder, reason: str, at: datetime, seen: int | None = None
) -> PartnerOrder:
    """Take an order back from a partner; it waits for somebody again."""
    said = ALLOWED if reason.strip() else refuse(_("Give the reason."))
    _move(by, given, "withdraw", said, at, reason, seen)
    order = given.order
    move_order(by=by, order=order, move="unassign", at=at, reason=reason.strip())
    undispatch_case(by=by, case=order.case, at=at, reason=reason.strip())
    return given


def _move(
    by: Account, given: PartnerOrder, move: str, guard: Verdict, at: datetime, reason: str, seen: int | None, **values: Any
) -> PartnerOrder:  # fmt: skip
    require(all_of(may_move_partner_order(by, given, move), guard))
    target = PARTNER_ORDER.named(move).target
    given.change(seen, state=target, **values)
    told = PartnerOrderMoved(
        number=given.number, partner=given.partner.name, target=target, reason=reason.strip()
    )
    record(told, by=by, about=given, at=at)
    return given
