"""How bad a fault is, from what the crew can say, and when a grade may be changed."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import ALLOWED, Reason, Verdict, all_of, refuse
from aftersail.fleet.states import Severity

ORDER = (Severity.S1, Severity.S2, Severity.S3, Severity.S4)
"""From worst to mildest."""


@dataclass(frozen=True, slots=True)
class FaultSigns:
    """What is known at intake; all false means a fault that hardly disturbs."""

    danger_to_people_or_ship: bool = False
    unusable: bool = False
    degraded: bool = False
    question_or_suggestion: bool = False


@dataclass(frozen=True, slots=True)
class SeverityProposal:
    """The proposed grade and the sentence that explains it."""

    severity: Severity
    why: Reason


def propose_severity(signs: FaultSigns) -> SeverityProposal:
    """The worst grade that any sign calls for (HANDBOOK §6)."""
    if signs.danger_to_people_or_ship:
        return SeverityProposal(Severity.S1, _("People or the ship are in danger."))
    if signs.unusable:
        return SeverityProposal(Severity.S1, _("The equipment cannot be used."))
    if signs.degraded:
        return SeverityProposal(Severity.S2, _("The equipment works, but below its performance."))
    if signs.question_or_suggestion:
        return SeverityProposal(Severity.S4, _("A question or a suggestion; nothing has failed."))
    return SeverityProposal(Severity.S3, _("A minor fault; the equipment performs as it should."))


def may_change_severity(
    old: str, new: str, *, reason: str, user_agreed: bool, any_clock_missed: bool, restored: bool
) -> Verdict:
    """Raising a grade needs a reason; lowering it also the user's consent, and not once a clock was missed.

    After restoration the grade stands, for targets already met or missed are not re-scored.
    """
    if old == new:
        return ALLOWED
    checks = [ALLOWED if reason.strip() else refuse(_("Write down why the severity changes."))]
    if restored:
        checks.append(refuse(_("The fault is restored; its severity stands. Add a note instead.")))
    if ORDER.index(Severity(new)) > ORDER.index(Severity(old)):
        if not user_agreed:
            checks.append(
                refuse(_("Ask the user to agree before lowering the severity, and record the contact."))
            )
        if any_clock_missed:
            checks.append(refuse(_("A clock was already missed, so the severity cannot be lowered.")))
    return all_of(*checks)
