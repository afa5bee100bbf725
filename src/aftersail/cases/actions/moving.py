"""Moving a case along its transition table; every named move goes through here."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftersail.cases import rules
from aftersail.cases.actions.talking import note_answer
from aftersail.cases.events import CaseClosed, CaseMoved, CaseSuspended, CustomerConfirmed
from aftersail.cases.models import Case, Suspension
from aftersail.cases.permissions import may_confirm, may_move
from aftersail.cases.queries.clocks import due_instants, stamps_of
from aftersail.cases.queries.closing import close_facts
from aftersail.cases.states import CASE, OPEN_ORDERS, OrderState
from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse, require


def move_case(
    *,
    by: Account,
    case: Case,
    move: str,
    at: datetime,
    seen: int | None = None,
    reason: str = "",
    **values: Any,
) -> Case:
    """Make a move whose guards the caller has checked: stamps in order, state, due instants, log.

    To be called inside the transaction of an action, which a `Stale` ends.
    """
    transition = CASE.named(move)
    source = case.state
    for name, value in values.items():
        setattr(case, name, value)
    case.state = transition.target
    require(rules.check_stamp_order(stamps_of(case), now=at))
    moved = case.changing(seen, state=transition.target, **values, **due_instants(case, at))
    event = CaseMoved(move=move, source=source, target=transition.target, reason=reason)
    record(event, by=by, about=case, at=at, change=moved)
    return case


@transaction.atomic
def acknowledge_case(*, by: Account, case: Case, at: datetime, seen: int | None = None) -> Case:
    """Tell the customer that the case is in somebody's hands."""
    require(
        all_of(may_move(by, case, "acknowledge"), rules.may_acknowledge(owner_set=case.owner_id is not None))
    )
    return move_case(by=by, case=case, move="acknowledge", at=at, seen=seen, acknowledged_at=at)


@transaction.atomic
def diagnose_case(*, by: Account, case: Case, at: datetime, seen: int | None = None) -> Case:
    """Begin to look for what is wrong."""
    require(may_move(by, case, "diagnose"))
    return move_case(by=by, case=case, move="diagnose", at=at, seen=seen)


@transaction.atomic
def resolve_remotely(*, by: Account, case: Case, answer: str, at: datetime, seen: int | None = None) -> Case:
    """Solve a case from afar, with the answer on record."""
    require(
        all_of(may_move(by, case, "resolve_remotely"), rules.may_resolve_remotely(answer=answer, article=""))
    )
    answered = note_answer(by=by, case=case, at=at)
    return move_case(
        by=by,
        case=case,
        move="resolve_remotely",
        at=at,
        seen=None if answered else seen,
        resolution=answer.strip(),
        restored_at=at,
    )


@transaction.atomic
def restore_case(*, by: Account, case: Case, test_record: str, at: datetime, seen: int | None = None) -> Case:
    """State that the equipment works again, with the record of the test that showed it."""
    require(all_of(may_move(by, case, "restore"), _tested(test_record)))
    return move_case(
        by=by, case=case, move="restore", at=at, seen=seen, restored_at=at, test_record=test_record.strip()
    )


@transaction.atomic
def restore_temporarily(
    *,
    by: Account,
    case: Case,
    test_record: str,
    user_signed: bool,
    permanent_due_at: datetime | None,
    at: datetime,
    seen: int | None = None,
) -> Case:
    """State that a temporary repair holds; the clock stops only when the user signed and a date was agreed."""
    verdict = may_move(by, case, "restore_temporarily")
    if user_signed:
        verdict = all_of(
            verdict,
            rules.may_accept_temporary(
                user_signed=True, permanent_due_at=permanent_due_at, temp_restored_at=at
            ),
        )
    require(all_of(verdict, _tested(test_record)))
    return move_case(
        by=by,
        case=case,
        move="restore_temporarily",
        at=at,
        seen=seen,
        temp_restored_at=at,
        temp_signed=user_signed,
        permanent_due_at=permanent_due_at,
        test_record=test_record.strip(),
    )


@transaction.atomic
def ask_confirmation(*, by: Account, case: Case, at: datetime, seen: int | None = None) -> Case:
    """Ask the customer to confirm that it is solved."""
    require(may_move(by, case, "confirm"))
    return move_case(by=by, case=case, move="confirm", at=at, seen=seen)


@transaction.atomic
def confirm_by_customer(*, by: Account | None, case: Case, person: str, at: datetime) -> Case:
    """Note that the customer confirmed, by signature or word; it does not close the case by itself."""
    if case.confirmed_at is None and case.state not in CASE.terminal:
        case.change(confirmed_at=at)
        record(CustomerConfirmed(person=person), by=by, about=case, at=at)
    return case


@transaction.atomic
def confirm_by_word(*, by: Account, case: Case, at: datetime) -> Case:
    """Take the word of a customer who is signed in that it works again."""
    require(may_confirm(by, case))
    return confirm_by_customer(by=by, case=case, person=by.name, at=at)


@transaction.atomic
def close_case(*, by: Account, case: Case, at: datetime, seen: int | None = None) -> Case:
    """Close a case whose work is finished and to whom nothing is owed."""
    facts = close_facts(case, by=by, at=at)
    require(all_of(may_move(by, case, "close"), rules.may_close(facts)))
    unconfirmed = rules.closes_unconfirmed(facts)
    move_case(by=by, case=case, move="close", at=at, seen=seen, closed_at=at, unconfirmed=unconfirmed)
    record(CaseClosed(number=case.number, unconfirmed=unconfirmed), by=by, about=case, at=at)
    return case


@transaction.atomic
def suspend_case(
    *,
    by: Account,
    case: Case,
    reason: str,
    evidence: str,
    review_on: date | None,
    at: datetime,
    seen: int | None = None,
) -> Case:
    """Pause the clocks for a listed reason; the response clock goes on."""
    require(all_of(may_move(by, case, "suspend"), rules.may_suspend(reason, evidence, review_on, at.date())))
    assert review_on is not None  # required just above
    Suspension.objects.create(
        case=case, reason=reason, evidence=evidence.strip(), review_on=review_on, from_at=at
    )
    case.pauses = None
    move_case(by=by, case=case, move="suspend", at=at, seen=seen)
    record(CaseSuspended(reason=reason, evidence=evidence.strip()), by=by, about=case, at=at)
    return case


@transaction.atomic
def resume_case(*, by: Account, case: Case, at: datetime, seen: int | None = None) -> Case:
    """Let the clocks run again."""
    require(may_move(by, case, "resume"))
    case.suspensions.filter(until_at=None).update(until_at=at)
    case.pauses = None
    return move_case(by=by, case=case, move="resume", at=at, seen=seen)


@transaction.atomic
def merge_case(*, by: Account, case: Case, into: Case, at: datetime, seen: int | None = None) -> Case:
    """Join a case to another open one of the same ship."""
    verdict = rules.may_merge(
        same_vessel=case.vessel_id == into.vessel_id,
        into_itself=case.pk == into.pk,
        target_open=into.state not in CASE.terminal,
        target_merged=into.merged_into_id is not None,
        signed_work=case.orders.filter(state=OrderState.DONE).exists(),
    )
    require(all_of(may_move(by, case, "merge"), verdict))
    case.orders.filter(state__in=OPEN_ORDERS).update(case=into)
    return move_case(by=by, case=case, move="merge", at=at, seen=seen, reason=into.number, merged_into=into)


@transaction.atomic
def reject_case(*, by: Account, case: Case, reason: str, at: datetime, seen: int | None = None) -> Case:
    """Turn a case down, with the reason sent to the customer."""
    require(all_of(may_move(by, case, "reject"), rules.may_reject(reason=reason, sent_at=at)))
    return move_case(by=by, case=case, move="reject", at=at, seen=seen, reason=reason.strip())


@transaction.atomic
def cancel_case(*, by: Account, case: Case, reason: str, at: datetime, seen: int | None = None) -> Case:
    """Withdraw a case that is no longer wanted."""
    on_the_way = case.orders.filter(state=OrderState.IN_PROGRESS).exists()
    require(
        all_of(may_move(by, case, "cancel"), rules.may_cancel(someone_on_the_way=on_the_way), _said(reason))
    )
    case.orders.filter(state__in=OPEN_ORDERS).update(state=OrderState.CANCELLED)
    return move_case(by=by, case=case, move="cancel", at=at, seen=seen, reason=reason.strip())


@transaction.atomic
def reopen_case(
    *, by: Account, case: Case, reason: str, same_fault: bool, at: datetime, seen: int | None = None
) -> Case:
    """Take up a closed case again for the same fault; it keeps its original clocks."""
    require(
        all_of(
            may_move(by, case, "reopen"),
            rules.may_reopen(closed_at=case.closed_at, at=at, same_fault=same_fault),
            _said(reason),
        )
    )
    return move_case(
        by=by,
        case=case,
        move="reopen",
        at=at,
        seen=seen,
        reason=reason.strip(),
        reopened_count=case.reopened_count + 1,
        temp_restored_at=None,
        restored_at=None,
        confirmed_at=None,
        closed_at=None,
        temp_signed=False,
        unconfirmed=False,
    )


def _tested(test_record: str) -> Verdict:
    return ALLOWED if test_record.strip() else refuse(_("Record the test that showed the equipment working."))


def _said(reason: str) -> Verdict:
    return ALLOWED if reason.strip() else refuse(_("Give the reason."))
