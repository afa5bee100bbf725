"""When a case may close, when without the customer's word, and when it may open again (HANDBOOK §4.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import ALLOWED, Reason, Verdict, all_of, refuse

SILENCE_DAYS = 7
CONTACTS_NEEDED = 2
REOPEN_DAYS = 30
CODE_NAMES: dict[str, Reason] = {
    "mode": _("failure mode"),
    "mechanism": _("failure mechanism"),
    "cause": _("failure cause"),
}

CardState = Literal["none", "open", "answered", "declined"]


@dataclass(frozen=True, slots=True)
class CloseFacts:
    """What is known of a case that somebody wants to close at ``at``.

    ``missing_codes`` are keys of ``CODE_NAMES``; ``confirming_since`` is when the customer was asked to confirm;
    ``contacts`` counts documented contacts since then; ``parts_owed`` counts parts and old parts not settled.
    ``raised_by_closer`` is true when the person closing is the one who raised the case on the house's side.
    """

    at: datetime
    restored: bool
    open_orders: tuple[str, ...] = ()
    missing_codes: tuple[str, ...] = ()
    leftovers_not_moved: int = 0
    parts_owed: int = 0
    card: CardState = "none"
    decline_code: str = ""
    customer_signed: bool = False
    confirming_since: datetime | None = None
    contacts: int = 0
    by_dispatcher: bool = False
    raised_by_closer: bool = False


def may_close(facts: CloseFacts) -> Verdict:
    """Allowed when nothing is owed and the customer confirmed or stayed silent; otherwise every reason."""
    return all_of(
        _work_is_finished(facts), _nothing_is_owed(facts), _card_is_settled(facts), _confirmed(facts)
    )


def closes_unconfirmed(facts: CloseFacts) -> bool:
    """Whether the case, if it closes, closes flagged: after silence, without the customer's signature."""
    return not facts.customer_signed


def _work_is_finished(facts: CloseFacts) -> Verdict:
    reasons: list[Reason] = []
    if not facts.restored:
        reasons.append(_("The fault is not restored or answered yet. Record the restoration first."))
    if facts.open_orders:
        orders = ", ".join(facts.open_orders)
        reasons.append(format_lazy(_("Finish or cancel the open work orders: {orders}."), orders=orders))
    reasons += [
        format_lazy(_("Code the {code}."), code=CODE_NAMES.get(code, code)) for code in facts.missing_codes
    ]
    return refuse(*reasons) if reasons else ALLOWED


def _nothing_is_owed(facts: CloseFacts) -> Verdict:
    reasons: list[Reason] = []
    if facts.leftovers_not_moved:
        reasons.append(
            format_lazy(
                _(
                    "Leftover items without a place: {count}. Move each to a follow-up case or to the warranty list."
                ),
                count=facts.leftovers_not_moved,
            )
        )
    if facts.parts_owed:
        reasons.append(
            format_lazy(
                _("Parts not settled: {count}. Book them as consumed or returned."),
                count=facts.parts_owed,
            )
        )
    return refuse(*reasons) if reasons else ALLOWED


def _card_is_settled(facts: CloseFacts) -> Verdict:
    if facts.card == "answered" or (facts.card == "declined" and facts.decline_code):
        return ALLOWED
    if facts.card == "declined":
        return refuse(_("Choose the code for which the satisfaction card was declined."))
    return refuse(_("Have the satisfaction card answered, or record with a code why it was declined."))


def _confirmed(facts: CloseFacts) -> Verdict:
    if facts.customer_signed:
        return ALLOWED
    reasons: list[Reason] = []
    since = facts.confirming_since
    if since is None or facts.at - since < timedelta(days=SILENCE_DAYS) or facts.contacts < CONTACTS_NEEDED:
        reasons.append(
            format_lazy(
                _(
                    "Have the customer sign. Without a signature a dispatcher may close after {days} days "
                    "and {contacts} documented contacts (so far: {made})."
                ),
                days=SILENCE_DAYS,
                contacts=CONTACTS_NEEDED,
                made=facts.contacts,
            )
        )
    elif not facts.by_dispatcher:
        reasons.append(_("Only a dispatcher may close without the customer's signature. Hand the case over."))
    if facts.raised_by_closer:
        reasons.append(_("You raised this case yourself, so it closes only with the user's signature."))
    return refuse(*reasons) if reasons else ALLOWED


def may_reopen(*, closed_at: datetime | None, at: datetime, same_fault: bool) -> Verdict:
    """Allowed up to 30 days after closing for the same fault; the case then keeps its original clocks."""
    if closed_at is None:
        return refuse(_("Only a closed case can be reopened."))
    in_time = at - closed_at <= timedelta(days=REOPEN_DAYS)
    return all_of(
        ALLOWED
        if in_time
        else refuse(
            format_lazy(_("It closed more than {days} days ago. Open a new case."), days=REOPEN_DAYS)
        ),
        ALLOWED if same_fault else refuse(_("It is not the same fault. Open a new case.")),
    )


def may_accept_temporary(
    *, user_signed: bool, permanent_due_at: datetime | None, temp_restored_at: datetime
) -> Verdict:
    """A temporary restoration stops the clock only with the user's signature and a date for the permanent one."""
    dated = permanent_due_at is not None and permanent_due_at > temp_restored_at
    return all_of(
        ALLOWED
        if user_signed
        else refuse(_("Have the user sign that the temporary solution will do for now.")),
        ALLOWED if dated else refuse(_("Agree on a later date for the permanent restoration and enter it.")),
    )
