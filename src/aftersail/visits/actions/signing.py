"""Signing off: signatures drawn, the record closed to changes, the case told what came of it; corrections as addenda."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersail.cases.actions.judging import code_case
from aftersail.cases.actions.moving import confirm_by_customer, restore_case, restore_temporarily
from aftersail.cases.actions.orders import move_order, undispatch_case
from aftersail.cases.states import CASE
from aftersail.core.files import keep_signature
from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.once import made_before
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse, require
from aftersail.visits.actions.closing import estimate_cost
from aftersail.visits.actions.making import index_visit
from aftersail.visits.actions.moving import advance
from aftersail.visits.actions.reporting import freeze_first_edition, freeze_next_edition, print_later
from aftersail.visits.events import AddendumMade, VisitReturned, VisitReviewed, VisitSigned
from aftersail.visits.models import Addendum, Signature, Visit
from aftersail.visits.permissions import may_correct
from aftersail.visits.states import HoursKind, SignerRole, VisitState


@dataclass(frozen=True, slots=True)
class Signed:
    """Somebody's signature as drawn: PNG bytes, with name, post and time."""

    role: str
    name: str
    image: bytes
    signed_at: datetime
    post: str = ""


@transaction.atomic
def sign_visit(
    *, by: Account, visit: Visit, signatures: Sequence[Signed], at: datetime, seen: int | None = None
) -> Visit:
    """Close the record with the user's and the engineer's signature.

    The case becomes restored as of when work was finished, its codes are those of the first finding, the report is
    frozen in both languages and printed in the background.
    """
    if visit.signed_at == at:
        return visit
    user = next((one for one in signatures if one.role == SignerRole.USER), None)
    signer = user.name.strip() if user else ""
    event = VisitSigned(
        visit_id=visit.pk,
        case_id=visit.order.case_id,
        number=visit.number,
        signer=signer,
        signed_at=at,
        restored=visit.restored,
    )
    _keep_signatures(by, visit, signatures, guard=all_of(_signed_by_both(signatures), _hours_told(visit)))
    advance(by, visit, "sign", event, at, seen, signed_at=at)
    _settle_order(by, visit)
    _settle_case(by, visit, signer, at)
    _read_hours(visit)
    estimate_cost(by=by, visit=visit)
    freeze_first_edition(visit, at)
    print_later(visit)
    index_visit(visit)
    return visit


@transaction.atomic
def add_addendum(*, by: Account, visit: Visit, id: UUID, text: str, at: datetime) -> Addendum:
    """Correct what was signed beside it, never instead of it: a new edition of the report, the old one kept.

    A visit returned for correction counts as signed again.
    """
    if known := made_before(Addendum, id):
        return known
    said = ALLOWED if text.strip() else refuse(_("Write the correction."))
    require(all_of(may_correct(by, visit), said))
    addendum = Addendum.objects.create(
        id=id, visit=visit, text=text.strip()[:4000], author_name=by.name, added_at=at
    )
    event = AddendumMade(visit_id=visit.pk, number=visit.number, text=addendum.text[:300])
    if visit.state == VisitState.RETURNED:
        advance(by, visit, "correct", event, at, None)
    else:
        record(event, by=by, about=visit, at=at)
    freeze_next_edition(visit, at)
    print_later(visit)
    return addendum


@transaction.atomic
def return_visit(*, by: Account, visit: Visit, reason: str, at: datetime, seen: int | None = None) -> Visit:
    """Send a signed record back for a correction by addendum."""
    said = ALLOWED if reason.strip() else refuse(_("Say what is to be corrected."))
    event = VisitReturned(visit_id=visit.pk, number=visit.number, reason=reason.strip())
    return advance(by, visit, "return", event, at, seen, all_of(said, _not_own(by, visit)))


@transaction.atomic
def review_visit(*, by: Account, visit: Visit, at: datetime, seen: int | None = None) -> Visit:
    """Pass a signed record; nobody reviews a visit of their own."""
    event = VisitReviewed(visit_id=visit.pk, number=visit.number)
    return advance(by, visit, "review", event, at, seen, _not_own(by, visit))


def _signed_by_both(signatures: Sequence[Signed]) -> Verdict:
    roles = [one.role for one in signatures]
    by_role = {one.role: one for one in signatures}
    checks = [
        ALLOWED if SignerRole.USER in by_role else refuse(_("The user must sign.")),
        ALLOWED if SignerRole.ENGINEER in by_role else refuse(_("The engineer must sign.")),
        ALLOWED if len(roles) == len(set(roles)) else refuse(_("Each side signs once.")),
        ALLOWED if set(roles) <= set(SignerRole.values) else refuse(_("Only engineer, user and yard sign.")),
    ]
    checks += [
        refuse(_("Everybody who signs gives their name and draws a signature."))
        for one in signatures
        if not (one.name.strip() and one.image)
    ]
    return all_of(*checks)


def _hours_told(visit: Visit) -> Verdict:
    if visit.hours.filter(kind=HoursKind.WORK).exists():
        return ALLOWED
    return refuse(_("Enter the hours of work first."))


def _keep_signatures(by: Account, visit: Visit, signatures: Sequence[Signed], guard: Verdict) -> None:
    require(guard)
    for one in signatures:
        stored = keep_signature(one.image, visit, by=by, name=one.role)
        Signature.objects.create(
            visit=visit,
            role=one.role,
            name=one.name.strip()[:60],
            post=one.post.strip()[:60],
            signed_at=one.signed_at,
            image=stored,
        )


def _settle_order(by: Account, visit: Visit) -> None:
    done_at = visit.finished_at or visit.signed_at
    assert done_at is not None
    move_order(by=by, order=visit.order, move="finish", at=done_at, done_at=done_at)


def _settle_case(by: Account, visit: Visit, signer: str, at: datetime) -> None:
    case, done_at = visit.order.case, visit.finished_at or at
    main = visit.findings.order_by("pk").first()
    if main is not None:
        code_case(by=by, case=case, mode=main.mode, mechanism=main.mechanism, cause=main.cause, at=at)
    case.change(visits_made=case.visits_made + 1)
    if visit.restored == "restored":
        if case.state in CASE.named("restore").sources:
            restore_case(by=by, case=case, test_record=visit.test_result, at=done_at)
        confirm_by_customer(by=by, case=case, person=signer, at=at)
    elif visit.restored == "temporary" and case.state in CASE.named("restore_temporarily").sources:
        restore_temporarily(
            by=by,
            case=case,
            test_record=visit.test_result,
            user_signed=True,
            permanent_due_at=_end_of(visit),
            at=done_at,
        )
    elif visit.restored == "not":
        undispatch_case(by=by, case=case, at=at, reason=str(_("The visit did not restore the equipment.")))


def _end_of(visit: Visit) -> datetime | None:
    """The last instant of the day agreed for the permanent repair."""
    if visit.permanent_due_on is None:
        return None
    return timezone.make_aware(
        datetime.combine(visit.permanent_due_on + timedelta(days=1), time.min)
    ) - timedelta(seconds=1)


def _read_hours(visit: Visit) -> None:
    """Take the running hours read on board over to the unit, unless a later or higher reading is known."""
    unit = visit.order.case.equipment
    if unit is None or visit.running_hours is None:
        return
    newer = (
        unit.running_hours_at is None or visit.arrived_at is None or unit.running_hours_at <= visit.arrived_at
    )
    if newer and (unit.running_hours is None or unit.running_hours <= visit.running_hours):
        unit.change(running_hours=visit.running_hours, running_hours_at=visit.finished_at)


def _not_own(by: Account, visit: Visit) -> Verdict:
    staff = getattr(by, "staff", None)
    if staff is not None and visit.lead_id == staff.pk:
        return refuse(_("Nobody reviews a visit of their own. Ask a colleague."))
    return ALLOWED
