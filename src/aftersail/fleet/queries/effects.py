"""What a moved date of a hull touches: later chapters say it of their own records, fleet of the plan itself (R36)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import Reason
from aftersail.fleet import rules
from aftersail.fleet.models import Milestone, ReadinessItem, UserTask, Vessel
from aftersail.fleet.rules import hull
from aftersail.fleet.states import MilestoneKind, WindowEffect

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Moved:
    """A date of a hull as it was and as it is, or would be; `days` is the stretch that the change touches."""

    vessel: Vessel
    kind: MilestoneKind
    before: date | None
    after: date | None
    days: tuple[date, date] | None


@dataclass(frozen=True, slots=True)
class Effect:
    """What of one kind is touched: how many, and the first of them by name."""

    what: str
    count: int
    names: tuple[str, ...] = field(default=())

    @property
    def label(self) -> Reason:
        """What is counted, for a person."""
        return _labels.get(self.what, self.what)

    def as_data(self) -> dict[str, Any]:
        """Return the effect as it is kept with the change."""
        return {"what": self.what, "count": self.count, "names": list(self.names)}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Effect:
        """Read an effect as it was kept."""
        return cls(str(data.get("what", "")), int(data.get("count", 0)), tuple(data.get("names", ())))


Reckon = Callable[[Moved], "list[str]"]
_reckoners: dict[str, Reckon] = {}
_labels: dict[str, Reason] = {}


def touches(what: str, label: Reason, reckon: Reckon) -> None:
    """Let a chapter say which of its records a moved date touches; called from an app's `ready`.

    `reckon` returns their names; it runs under every row, so names must tell nothing that a hull's readers may not know.
    """
    _reckoners[what], _labels[what] = reckon, label


def planned_dates(vessel: Vessel) -> dict[str, date | None]:
    """Return a hull's planned days by kind of milestone."""
    return dict(Milestone._base_manager.filter(vessel=vessel).values_list("kind", "planned_on"))


def moved_of(vessel: Vessel, kind: str, before: date | None, after: date | None) -> Moved:
    """Return a change of a planned date with the days it touches."""
    planned = planned_dates(vessel) | {kind: after}
    return Moved(vessel, MilestoneKind(kind), before, after, hull.touched_days(kind, planned, before, after))


def effects_of(moved: Moved) -> list[Effect]:
    """Return everything that a moved date touches, the emptiest left out."""
    found = [(what, reckon(moved)) for what, reckon in _reckoners.items()]
    return [Effect(what, len(names), tuple(names[:SHOWN])) for what, names in found if names]


def effects_kept(data: Iterable[dict[str, Any]]) -> list[Effect]:
    """Return effects as kept with a change."""
    return [Effect.from_data(one) for one in data]


def _window(moved: Moved) -> list[str]:
    """The windows in which the hull asks for our people, where they change."""
    dates = Milestone._base_manager.filter(vessel=moved.vessel)
    actual = {m.kind: m.actual_on for m in dates}
    planned = {m.kind: m.planned_on for m in dates}
    old = {w.stage: w for w in hull.service_windows(planned | {moved.kind: moved.before}, actual)}
    new = {w.stage: w for w in hull.service_windows(planned | {moved.kind: moved.after}, actual)}
    names = []
    for stage in dict.fromkeys((*old, *new)):
        if (was := old.get(stage)) != (now := new.get(stage)):
            names.append(f"{stage.label}: {_span(was)} → {_span(now)}")
    return names


def _span(window: hull.ServiceWindow | None) -> str:
    return "—" if window is None else f"{window.first_day:%Y-%m-%d} – {window.last_day:%Y-%m-%d}"


def _readiness(moved: Moved) -> list[str]:
    """Points of the service plan whose due day follows the date."""
    rows = ReadinessItem._base_manager.filter(
        vessel=moved.vessel, anchor=moved.kind, needed=True, done_on=None
    ).order_by("-days_before")
    return [
        f"{one.title}: {_day(rules.due_on(moved.before, one.days_before))} → {_day(rules.due_on(moved.after, one.days_before))}"
        for one in rows
    ]


def _overtaken(moved: Moved) -> list[str]:
    """Later milestones that the new date overtakes."""
    if moved.after is None:
        return []
    place = hull.ORDER.index(moved.kind)
    planned = planned_dates(moved.vessel)
    return [
        f"{kind.label} {_day(day)}"
        for kind in hull.ORDER[place + 1 :]
        if (day := planned.get(kind)) is not None and day < moved.after
    ]


def _busy(moved: Moved) -> list[str]:
    """Tasks of the user that block the days that the new date needs; days only, never what they are about."""
    if moved.days is None or moved.after is None:
        return []
    rows = UserTask._base_manager.filter(
        vessel=moved.vessel,
        effect=WindowEffect.BLOCKS,
        first_day__lte=moved.days[1],
        last_day__gte=moved.after,
    )
    return [f"{one.first_day:%Y-%m-%d} – {one.last_day:%Y-%m-%d}" for one in rows.order_by("first_day")]


def _day(day: date | None) -> str:
    return "—" if day is None else f"{day:%Y-%m-%d}"


touches("windows", _("Service windows that move"), _window)
touches("readiness", _("Due days of the service plan that move"), _readiness)
touches("overtaken", _("Later milestones overtaken by the new date"), _overtaken)
touches("user_tasks", _("User tasks in the new days"), _busy)
