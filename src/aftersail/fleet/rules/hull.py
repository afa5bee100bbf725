"""A hull's dates: their lawful order, the stage they put it in, the stretches between them; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import ALLOWED, Reason, Verdict, all_of, refuse
from aftersail.fleet.states import HullStage, MilestoneKind, ServiceType

M = MilestoneKind
Dates = Mapping[str, "date | None"]

ORDER = (
    M.DESIGN, M.EQUIPMENT_DUE, M.INSTALLATION, M.COMMISSIONING, M.MOORING_TRIAL, M.SEA_TRIAL, M.DELIVERY, M.OVERHAUL,
    M.OVERHAUL_DONE, M.RETIREMENT,
)  # fmt: skip
"""Milestones in the order in which they come; two may fall on one day."""

YARD_PLAN = (M.EQUIPMENT_DUE, M.INSTALLATION, M.COMMISSIONING, M.MOORING_TRIAL, M.SEA_TRIAL, M.DELIVERY)
"""The milestones of a yard's plan for a new hull, in order."""

OPENS: dict[str, HullStage] = {
    M.INSTALLATION: HullStage.INSTALLATION,
    M.COMMISSIONING: HullStage.COMMISSIONING,
    M.MOORING_TRIAL: HullStage.MOORING_TRIAL,
    M.SEA_TRIAL: HullStage.SEA_TRIAL,
    M.DELIVERY: HullStage.DELIVERY,
    M.OVERHAUL: HullStage.OVERHAUL,
    M.OVERHAUL_DONE: HullStage.IN_SERVICE,
    M.RETIREMENT: HullStage.RETIREMENT,
}
"""The stage that begins with a milestone."""

DATED_BY: dict[str, MilestoneKind] = {
    HullStage.INSTALLATION: M.INSTALLATION,
    HullStage.COMMISSIONING: M.COMMISSIONING,
    HullStage.MOORING_TRIAL: M.MOORING_TRIAL,
    HullStage.SEA_TRIAL: M.SEA_TRIAL,
    HullStage.DELIVERY: M.DELIVERY,
    HullStage.OVERHAUL: M.OVERHAUL,
    HullStage.RETIREMENT: M.RETIREMENT,
}
"""The milestone whose actual date is set when a hull is moved into a stage."""

SERVICE_IN: dict[str, ServiceType] = {
    HullStage.INSTALLATION: ServiceType.COMMISSIONING,
    HullStage.COMMISSIONING: ServiceType.COMMISSIONING,
    HullStage.MOORING_TRIAL: ServiceType.TRIAL_SUPPORT,
    HullStage.SEA_TRIAL: ServiceType.TRIAL_SUPPORT,
}
"""Which service a hull asks for before delivery, by stage (R20)."""


def check_order(planned: Dates, *, actual: bool = False) -> Verdict:
    """Dates must not run backwards; the refusal names the two milestones and their days.

    A hull's dates are compared with the nearest known one before them, so a missing date breaks nothing.
    """
    wrong: list[Verdict] = []
    last: tuple[MilestoneKind, date] | None = None
    for kind in ORDER:
        day = planned.get(kind)
        if day is None:
            continue
        if last is not None and day < last[1]:
            wrong.append(refuse(_backwards(kind, day, last[0], last[1], actual)))
        else:
            last = (kind, day)
    return all_of(*wrong)


def _backwards(kind: MilestoneKind, day: date, before: MilestoneKind, then: date, actual: bool) -> Reason:
    told = (
        _("Dates run backwards: {kind} was reached on {day}, before {before} on {then}. Correct one of them.")
        if actual
        else _("Dates run backwards: {kind} on {day} lies before {before} on {then}. Correct one of them.")
    )
    return format_lazy(told, kind=kind.label, day=day.isoformat(), before=before.label, then=then.isoformat())


def check_reached(reached: date | None, *, today: date) -> Verdict:
    """A milestone is not reached in the future."""
    if reached is None or reached <= today:
        return ALLOWED
    return refuse(_("A milestone cannot have been reached in the future. Enter the day as planned instead."))


def check_moved(*, before: date | None, after: date | None, reason: str) -> Verdict:
    """A planned date that stood may move, with a reason that its history keeps (R36)."""
    if before is None or before == after or reason.strip():
        return ALLOWED
    return refuse(_("The planned date moves: say why, so that its history can be read."))


def hull_stage(reached: Dates, *, in_service: bool) -> HullStage:
    """The stage that a hull's actual dates put it in; delivered, it is in service once its account is open.

    >>> hull_stage({"commissioning": date(2026, 1, 5)}, in_service=False).value
    'commissioning'
    """
    if reached.get(M.RETIREMENT):
        return HullStage.RETIREMENT
    overhaul, done = reached.get(M.OVERHAUL), reached.get(M.OVERHAUL_DONE)
    if overhaul and (done is None or done < overhaul):
        return HullStage.OVERHAUL
    if reached.get(M.DELIVERY):
        return HullStage.IN_SERVICE if in_service else HullStage.DELIVERY
    for kind in (M.SEA_TRIAL, M.MOORING_TRIAL, M.COMMISSIONING, M.INSTALLATION):
        if reached.get(kind):
            return OPENS[kind]
    return HullStage.DESIGN


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stage on the lifecycle picture: from when to when it was planned and has really run; None where unknown."""

    stage: HullStage
    planned_from: date | None = None
    planned_until: date | None = None
    actual_from: date | None = None
    actual_until: date | None = None

    @property
    def late_days(self) -> int | None:
        """How many days later than planned it began; negative when early, None while either day is unknown."""
        if self.planned_from is None or self.actual_from is None:
            return None
        return (self.actual_from - self.planned_from).days


def stretches(planned: Dates, actual: Dates, *, today: date) -> tuple[Stretch, ...]:
    """Return every stage of a hull's life in order, each until the next one that is dated begins.

    A stage that runs today ends today on its actual side. Design begins with its release, where that is known.
    """
    opening = [
        (HullStage.DESIGN, M.DESIGN), (HullStage.INSTALLATION, M.INSTALLATION), (HullStage.COMMISSIONING, M.COMMISSIONING),
        (HullStage.MOORING_TRIAL, M.MOORING_TRIAL), (HullStage.SEA_TRIAL, M.SEA_TRIAL), (HullStage.DELIVERY, M.DELIVERY),
        (HullStage.OVERHAUL, M.OVERHAUL), (HullStage.RETIREMENT, M.RETIREMENT),
    ]  # fmt: skip
    found = []
    for place, (stage, kind) in enumerate(opening):
        ends = (
            [M.OVERHAUL_DONE]
            if stage == HullStage.OVERHAUL
            else [later for _s, later in opening[place + 1 :]]
        )
        began = actual.get(kind)
        until = None if began is None else (_first(actual, ends, began) or today)
        begin = planned.get(kind)
        found.append(
            Stretch(stage, begin, None if begin is None else _first(planned, ends, begin), began, until)
        )
    return tuple(found)


def _first(dates: Dates, kinds: list[MilestoneKind], since: date) -> date | None:
    return next((day for kind in kinds if (day := dates.get(kind)) is not None and day >= since), None)


@dataclass(frozen=True, slots=True)
class ServiceWindow:
    """Days in which a hull before delivery asks for our people (R36)."""

    service: ServiceType
    stage: HullStage
    first_day: date
    last_day: date

    @property
    def days(self) -> int:
        """How long it is, both ends counted."""
        return (self.last_day - self.first_day).days + 1


def service_windows(planned: Dates, actual: Dates) -> tuple[ServiceWindow, ...]:
    """Return the windows of commissioning and trial support that follow from a hull's dates: reached, else planned.

    Each runs until the day before the next milestone; without a next one it is not known how long.
    """
    dates: Dates = {kind: actual.get(kind) or planned.get(kind) for kind in ORDER}
    kinds = (M.INSTALLATION, M.COMMISSIONING, M.MOORING_TRIAL, M.SEA_TRIAL)
    made = []
    for kind in kinds:
        first = dates.get(kind)
        later = ORDER[ORDER.index(kind) + 1 : ORDER.index(M.DELIVERY) + 1]
        last = None if first is None else _first(dates, list(later), first)
        if first is not None and last is not None and last > first:
            stage = OPENS[kind]
            made.append(ServiceWindow(SERVICE_IN[stage], stage, first, last - timedelta(1)))
    return tuple(made)


def touched_days(
    kind: str, planned: Dates, before: date | None, after: date | None
) -> tuple[date, date] | None:
    """Return the stretch of days that a moved date touches: from the earlier of the two to the milestone after it.

    None when neither date is known.
    """
    known = [day for day in (before, after) if day is not None]
    if not known:
        return None
    place = ORDER.index(M(kind))
    following = [day for later in ORDER[place + 1 :] if (day := planned.get(later)) is not None]
    return min(known), max([*known, *following[:1]])
