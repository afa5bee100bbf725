"""When a return visit is owed, and when one may be recorded, tried again or closed (R79); pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import ALLOWED, Reason, Verdict, all_of, refuse

CALLED_BACK = frozenset({"S1", "S2"})
DAYS_AFTER_CLOSURE = 15
DAYS_AFTER_DELIVERY = (30, 90)
MOST_ATTEMPTS = 3


def due_after_closure(severity: str, closed_on: date) -> date | None:
    """The day by which we ask again how it goes: 15 days after an S1 or S2 closed; None for lesser ones."""
    return closed_on + timedelta(DAYS_AFTER_CLOSURE) if severity in CALLED_BACK else None


def due_after_delivery(delivered_on: date) -> tuple[date, ...]:
    """The days of the calls after a delivery: 30 and 90 days on."""
    return tuple(delivered_on + timedelta(days) for days in DAYS_AFTER_DELIVERY)


PERIODIC_MONTHS = {"A": 6, "B": 12, "C": 24}
"""Months between regular calls, by the highest criticality aboard (HANDBOOK §6, default of the house)."""


def months_between(criticalities: Collection[str]) -> int:
    """How many months lie between regular calls: those of the most critical product aboard; 24 with nothing aboard."""
    return min(
        (PERIODIC_MONTHS[one] for one in criticalities if one in PERIODIC_MONTHS),
        default=PERIODIC_MONTHS["C"],
    )


def may_miss(*, attempts: int) -> Verdict:
    """A try without an answer is noted up to three times; after that the visit stands as not reached."""
    if attempts < MOST_ATTEMPTS:
        return ALLOWED
    return refuse(
        format_lazy(
            _("{most} tries are on record. Record the visit when somebody is reached after all."),
            most=MOST_ATTEMPTS,
        )
    )


def may_record(*, interviewee: str, condition: str) -> Verdict:
    """A return visit is on record when it says who was spoken to and how the equipment runs."""
    return all_of(
        ALLOWED if interviewee.strip() else refuse(_("Name the person you spoke to.")),
        ALLOWED if condition.strip() else refuse(_("Write down how the equipment runs.")),
    )


def may_close(*, problems: str, followed_up: bool, note: str) -> Verdict:
    """A problem that was told must have become a request or case, or be answered for in a note (R79)."""
    if not problems.strip() or followed_up or note.strip():
        return ALLOWED
    return refuse(
        _("A problem was told. Open a request for it first, or say in the note where it is being solved.")
    )


def is_overdue(*, due_on: date, done: bool, today: date) -> bool:
    """Overdue is a flag, not a state: the day has passed and nobody has been spoken to."""
    return not done and due_on < today


def reason_for(kind: str) -> Reason:
    """Why the call is made, for the caller."""
    return {
        "closure": _("A serious fault was closed. Ask whether it stayed away."),
        "delivery": _("The ship was handed over. Ask how the crew gets on."),
        "periodic": _("Regular call."),
        "design": _("The designers ask how an older model serves."),
    }.get(kind, "")
