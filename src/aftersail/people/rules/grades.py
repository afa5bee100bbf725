"""The repair engineer's ladder: which grade comes next and what is still missing for it (R53)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import ALLOWED, Reason, Verdict, refuse

LADDER = ("trainee", "junior", "engineer", "senior", "chief")


def grade_after(grade: str) -> str | None:
    """Return the next grade; None at the top."""
    place = LADDER.index(grade)
    return LADDER[place + 1] if place + 1 < len(LADDER) else None


def may_rise(*, held: str, wanted: str, on: date, since: date | None, active: bool) -> Verdict:
    """Whether a promotion is one step up, after the one before it."""
    if not active:
        return refuse(_("This person has left. Promote people who are here."))
    if grade_after(held) != wanted:
        return refuse(_("A promotion goes one grade up, neither further nor down. Choose the next grade."))
    if since is not None and on < since:
        told = _("The grade held began on {since}. The promotion must come later.")
        return refuse(format_lazy(told, since=since.isoformat()))
    return ALLOWED


@dataclass(frozen=True, slots=True)
class Criteria:
    """What a grade asks for."""

    least_months: int = 0
    least_field_hours: float = 0.0
    least_ftfr_percent: float | None = None
    least_skills: int = 0
    skill_level: int = 2
    certificate_kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Shown:
    """What a person can show; `ftfr_percent` None where no case counts yet."""

    months: int
    field_hours: float
    ftfr_percent: float | None
    levels: tuple[int, ...]
    certificate_kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Check:
    """One criterion, what is shown for it, and whether that is enough."""

    name: str
    met: bool
    told: Reason


def checks(criteria: Criteria, shown: Shown) -> list[Check]:
    """Judge every criterion that asks for something; without data a rate is not met."""
    able = sum(level >= criteria.skill_level for level in shown.levels)
    asked: list[Check] = []
    if criteria.least_months:
        told = format_lazy(_("{shown} of {asked} months"), shown=shown.months, asked=criteria.least_months)
        asked.append(Check("months", shown.months >= criteria.least_months, told))
    if criteria.least_field_hours:
        told = format_lazy(
            _("{shown} of {asked} h on board"),
            shown=f"{shown.field_hours:.0f}", asked=f"{criteria.least_field_hours:.0f}",
        )  # fmt: skip
        asked.append(Check("hours", shown.field_hours >= criteria.least_field_hours, told))
    if criteria.least_ftfr_percent is not None:
        rate = shown.ftfr_percent
        met = rate is not None and rate >= criteria.least_ftfr_percent
        told = format_lazy(
            _("first-time fix {shown} of {asked} %"),
            shown="—" if rate is None else f"{rate:.0f}", asked=f"{criteria.least_ftfr_percent:.0f}",
        )  # fmt: skip
        asked.append(Check("ftfr", met, told))
    if criteria.least_skills:
        told = format_lazy(
            _("{shown} of {asked} skills at level {level}"),
            shown=able, asked=criteria.least_skills, level=criteria.skill_level,
        )  # fmt: skip
        asked.append(Check("skills", able >= criteria.least_skills, told))
    if criteria.certificate_kinds:
        have = len(criteria.certificate_kinds & shown.certificate_kinds)
        told = format_lazy(
            _("{shown} of {asked} certificates"), shown=have, asked=len(criteria.certificate_kinds)
        )
        asked.append(Check("certificates", have == len(criteria.certificate_kinds), told))
    return asked
