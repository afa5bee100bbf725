"""Works of a picture as orders of the problem: how long, when, and one slot for each person of the team."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from math import ceil
from uuid import UUID

from aftersail.dispatch.engine.clock import DAY_MINUTES, Clock
from aftersail.dispatch.rules.planning import PRIORITY, Asked, Picture, Planned, Work, open_windows
from aftersail.dispatch.rules.readiness import bound_of
from aftersail.dispatch.rules.rest import HOURS_A_DAY
from aftersail.dispatch.rules.teams import seated
from aftersail.dispatch.rules.timeline import LOCAL
from aftersail.engines.dispatch import Order, Slot, Window


@dataclass(frozen=True, slots=True)
class Planning:
    """The works that are orders of a problem, and which of them are one visit there: by work the visit's name.

    Works of a visit that stand differently (waiting, promised, open again) are no visit any more: what waits is then
    planned by itself. A visit longer than a day's work is one for each day, so that no order is broken off in the evening.
    now: the working minute before which nobody sets out.
    """

    works: Mapping[str, Work]
    ids: frozenset[UUID]
    visits: Mapping[UUID, str]
    now: int

    @classmethod
    def of(cls, works: Mapping[str, Work], touched: Set[str], clock: Clock, now: int) -> Planning:
        """Return the works, which come in the order of their visits, with these visits."""
        visits = {}
        days: dict[str, list[int]] = {}
        for id, work in works.items():
            if work.visit is not None:
                stands = "waits" if work.pledge is None else "open" if id in touched else "promised"
                visit, minutes = f"{work.visit}:{stands}", minutes_of(work, clock)
                taken = days.setdefault(visit, [0])
                if taken[-1] and taken[-1] + minutes > HOURS_A_DAY * 60:
                    taken.append(0)
                taken[-1] += minutes
                visits[work.id] = f"{visit}:{len(taken)}"
        return cls(works, frozenset(work.id for work in works.values()), visits, now)

    def mates(self, work: Work) -> list[Work]:
        """Return the works of a visit, the work itself alone where it has none."""
        visit = self.visits.get(work.id)
        return [work] if visit is None else [o for o in self.works.values() if self.visits.get(o.id) == visit]


def in_order_of_visits(works: Mapping[str, Work]) -> dict[str, Work]:
    """Return works with those of one visit side by side, as they are promised, else as they come."""
    if not any(work.visit for work in works.values()):
        return dict(works)
    places: dict[UUID, int] = {}
    for n, work in enumerate(works.values()):
        places.setdefault(work.visit or work.id, n)
    last = datetime.max.replace(tzinfo=LOCAL)

    def key(item: tuple[str, Work]) -> tuple[int, datetime]:
        work = item[1]
        return places[work.visit or work.id], work.pledge.starts_at if work.pledge and work.visit else last

    return dict(sorted(works.items(), key=key))


def minutes_of(work: Work, clock: Clock) -> int:
    """Return how long a work lasts: as long as was promised, else as long as the order says."""
    if work.pledge and (held := clock.held(work.pledge.starts_at, work.pledge.ends_at)):
        return held.end - held.begin
    return max(1, ceil(work.hours * 60))


def windows_of(
    work: Work, picture: Picture, clock: Clock, place: int = 0, minutes: int | None = None
) -> tuple[Window, ...]:
    """Return the ship's window in working minutes; work of less than a day is not broken off in the evening if it need not be.

    minutes: how long the whole visit is, where the work is not all of it.
    """
    minutes = minutes or minutes_of(work, clock)
    whole = _whole_windows(work, picture, clock, place)
    by_day = tuple(
        Window(max(window.begin, n * DAY_MINUTES), min(window.end, (n + 1) * DAY_MINUTES), place)
        for window in whole
        for n in range(window.begin // DAY_MINUTES, (window.end - 1) // DAY_MINUTES + 1)
    )
    fitting = tuple(window for window in by_day if window.end - window.begin >= minutes)
    return fitting or whole


def window_there(work: Work, picture: Picture, clock: Clock, place: int, minutes: int) -> tuple[Window, ...]:
    """Return the one of the windows that a promise lies in, all of them where it lies in none.

    Enough for one more order to be inserted: what it pushes stays within that window.
    """
    assert work.pledge is not None  # asked for what is promised only
    start, lasts = clock.working(work.pledge.starts_at), minutes_of(work, clock)
    day = start // DAY_MINUTES
    opens, closes = clock.bounds(day)
    if not work.blocked and work.opens_at <= opens and closes <= work.closes_at and minutes <= DAY_MINUTES:
        return (Window(day * DAY_MINUTES, (day + 1) * DAY_MINUTES, place),)
    for window in _whole_windows(work, picture, clock, place):
        begin, end = max(window.begin, day * DAY_MINUTES), min(window.end, (day + 1) * DAY_MINUTES)
        if begin <= start and start + lasts <= end and end - begin >= minutes:
            return (Window(begin, end, place),)
    return windows_of(work, picture, clock, place, minutes)


def _whole_windows(work: Work, picture: Picture, clock: Clock, place: int) -> tuple[Window, ...]:
    stretches = (
        (clock.working(opens, up=True), clock.working(closes))
        for opens, closes in open_windows(work, picture.line)
    )
    return tuple(Window(begin, end, place) for begin, end in stretches if begin < end)


def goes_on(work: Work, picture: Picture, clock: Clock) -> bool:
    """Whether the days planned cut a window off that would else be long enough."""
    if work.closes_at <= picture.line.ends_at:
        return False
    bound = bound_of(work)
    since = max(picture.earliest, bound.at) if bound else picture.earliest
    now, minutes = clock.working(since, up=True), minutes_of(work, clock)
    return all(window.end - max(window.begin, now) < minutes for window in windows_of(work, picture, clock))


def order_of(
    id: str, work: Work, picture: Picture, clock: Clock, row: Mapping[str, int], people: Mapping[UUID, str], planned: Planning, *, stays: bool = False, barred: frozenset[str] = frozenset()
) -> Order:  # fmt: skip
    """Return a work as an order, with one slot for each person that it asks for; one that `stays` with the window it is promised in.

    row: by port the place of the travel table. people: everybody who can be sent, and how the problem calls them.
    barred: whoever may not be sent for it.
    """
    bound, visit = bound_of(work, planned.ids), planned.visits.get(work.id)
    minutes, place = minutes_of(work, clock), row[work.port.port]
    whole = minutes if visit is None else sum(minutes_of(one, clock) for one in planned.mates(work))
    windows = window_there if stays else windows_of
    return Order(
        id=id, ship=str(work.vessel_id), duration=minutes, windows=windows(work, picture, clock, place, whole),
        slots=_slots(work.asked, work.tools, barred), due=max(clock.working(work.due_at, up=True), planned.now) + minutes if work.due_at else None,
        priority=PRIORITY.get(work.severity, 1.0), steward=people.get(work.steward_id) if work.steward_id else None, is_new=work.pledge is None, parts=clock.working(bound.at, up=True) if bound else 0,
        after=(str(work.first.id),) if work.first and work.first.id in planned.ids else (), together=visit,
    )  # fmt: skip


@lru_cache(4096)
def _slots(asked: tuple[Asked, ...], tools: tuple[str, ...], barred: frozenset[str]) -> tuple[Slot, ...]:
    """Return a slot for each person asked for; the lead takes the tools along. Thousands of orders ask for the same."""
    kits = frozenset(tool.casefold() for tool in tools)
    return tuple(
        Slot(one.skill, one.level, frozenset(one.certificates), frozenset() if n else kits, barred=barred)
        for n, one in enumerate(asked)
    )


def team_of(work: Work, people: Mapping[UUID, tuple[str, Planned]]) -> tuple[str, ...] | None:
    """Return who is promised to a work, by slot, the lead first; None where the slots do not hold just these people.

    people: everybody who can be sent, each with how the problem calls them.
    """
    pledge = work.pledge
    if pledge is None or len(pledge.members) != 1 + len(work.further):
        return None
    first, *further = work.asked
    team = [people.get(who) for who, _since, _until in pledge.members]
    known = [one for one in team if one is not None]
    if len(known) < len(team) or not _fits(known[0][1], first, work):
        return None
    (lead, _one), *others = known
    if not others:
        return (lead,)
    fitting = [{n for n, (_id, one) in enumerate(others) if _fits(one, asked, work)} for asked in further]
    places = seated(fitting)
    if None in places:
        return None
    return (lead, *(others[n][0] for n in places if n is not None))


def _fits(one: Planned, asked: Asked, work: Work) -> bool:
    """Whether somebody may hold a slot for the hours promised."""
    assert work.pledge is not None  # asked for what is promised only
    if one.skills.get(asked.skill, 0) < asked.level:
        return False
    if not asked.certificates:
        return True
    first = work.pledge.starts_at.astimezone(LOCAL).date()
    last = work.pledge.ends_at.astimezone(LOCAL).date()
    papers = {held.kind for held in one.certificates if held.valid_from <= first and last <= held.expires_on}
    return papers.issuperset(asked.certificates)
