"""How far a hull's service plan is before delivery, and whether a gate may be passed; pure (R08, R09)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse
from aftersail.fleet.states import GateAnswer


def readiness_percent(done: int, of: int) -> int | None:
    """The share of a hull's plan that is done, in whole per cent and never rounded up; None while nothing is planned.

    >>> readiness_percent(2, 3)
    66
    """
    return None if of == 0 else done * 100 // of


def due_on(anchor: date | None, days_before: int) -> date | None:
    """The day by which a point is due: so many days before its milestone; None while that is not dated."""
    return None if anchor is None else anchor - timedelta(days_before)


@dataclass(frozen=True, slots=True)
class GatePoint:
    """One point of a gate's checklist, as far as the rules need it."""

    text: str
    mandatory: bool
    answer: str


def may_pass_gate(points: Sequence[GatePoint]) -> Verdict:
    """A gate is not passed with an open mandatory point, unless somebody waived it over their name and reason."""
    if not points:
        return refuse(_("The checklist of this gate is empty. Add its points first."))
    still = [one for one in points if one.mandatory and one.answer == GateAnswer.OPEN]
    return all_of(
        *(
            refuse(format_lazy(_("Open and mandatory: {text}. Meet it, or have it waived with name and reason."), text=one.text))
            for one in still
        )
    )  # fmt: skip


def may_waive(*, signer: str, reason: str) -> Verdict:
    """A waiver bears the name of who signs for it, and a reason."""
    return all_of(
        ALLOWED if signer.strip() else refuse(_("Name who signs for the waiver.")),
        ALLOWED if reason.strip() else refuse(_("Give the reason for the waiver.")),
    )


def may_enter_unready(percent: int | None, reason: str) -> Verdict:
    """Delivery below 100 % readiness warns; it goes on with a reason."""
    if percent is None or percent >= 100 or reason.strip():
        return ALLOWED
    return refuse(
        format_lazy(
            _(
                "The service plan stands at {percent} %. Complete it, or say why the hull is delivered all the same."
            ),
            percent=percent,
        )
    )
