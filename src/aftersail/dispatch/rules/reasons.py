"""What speaks for a proposal, in sentences that people read (R17)."""

from __future__ import annotations

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import Reason
from aftersail.dispatch.rules.needs import Candidate, OrderNeed
from aftersail.people.rules.travel import Journey


def load_of(candidate: Candidate) -> float:
    """Return how much of an engineer's time is booked, as a share; full where there is none."""
    return candidate.load_hours / candidate.capacity_hours if candidate.capacity_hours > 0 else 1.0


def reasons_for(need: OrderNeed, candidate: Candidate, way: Journey, margin: float) -> tuple[Reason, ...]:
    """Return what speaks for sending an engineer, in sentences."""
    level = candidate.skills.get(need.skill, 0)
    reasons: list[Reason] = [
        _("In the same port.")
        if way.mode == "local"
        else format_lazy(_("{km} km, {hours} h away."), km=f"{way.km:.0f}", hours=f"{way.hours:.1f}"),
        format_lazy(
            _("Skill {skill} at level {level} of {needed} needed."),
            skill=need.skill,
            level=level,
            needed=need.level,
        ),
        _margin_in_words(margin),
        format_lazy(_("Booked to {percent} % of capacity."), percent=f"{100 * load_of(candidate):.0f}"),
    ]
    if candidate.coverage_rank == 1:
        reasons.append(_("The station covers this port."))
    elif candidate.coverage_rank:
        reasons.append(_("The station is a backup for this port."))
    return tuple(reasons)


def _margin_in_words(margin: float) -> Reason:
    """Say how far a start lies from the end of the window: in hours, in days from three days on."""
    if abs(margin) < 72:
        words = (
            _("Can start {hours} h before the window ends.")
            if margin >= 0
            else _("Can start only {hours} h after the window ends.")
        )
        return format_lazy(words, hours=f"{abs(margin):.1f}")
    words = (
        _("Can start {days} days before the window ends.")
        if margin >= 0
        else _("Can start only {days} days after the window ends.")
    )
    return format_lazy(words, days=f"{abs(margin) / 24:.0f}")
