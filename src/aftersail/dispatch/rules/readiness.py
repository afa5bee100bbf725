"""From when an order can begin, and what must happen before it can be planned at all: parts, and orders before it; pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from aftersail.dispatch.rules.plan_sentences import Sentence, sentence
from aftersail.dispatch.rules.planning import Work
from aftersail.dispatch.rules.timeline import LOCAL, local_minute


@dataclass(frozen=True, slots=True)
class Bound:
    """Before this instant an order cannot begin: a part arrives on that day, or the order before it ends then."""

    at: datetime
    part: str = ""
    first: str = ""

    def told(self, code: str, order: str = "") -> Sentence:
        """Return a sentence about it; `code` is completed by what binds."""
        words = {"order": order} if order else {}
        if self.part:
            return sentence(
                f"{code}_part", **words, part=self.part, day=self.at.astimezone(LOCAL).date().isoformat()
            )
        return sentence(f"{code}_first", **words, first=self.first, until=local_minute(self.at))


def bound_of(work: Work, planned: Set[UUID] = frozenset()) -> Bound | None:
    """Return what an order waits for; None where nothing binds it. What is `planned` along with it binds otherwise.

    Parts that arrive on the 12th and the 14th: the morning of the 14th.
    """
    if not work.owed and work.first is None:
        return None
    bounds = [
        Bound(datetime.combine(one.expected_on, time(), LOCAL), part=one.name)
        for one in work.owed
        if one.expected_on is not None
    ]
    if work.first is not None and work.first.ends_at is not None and work.first.id not in planned:
        bounds.append(Bound(work.first.ends_at, first=work.first.number))
    return max(bounds, key=lambda one: one.at, default=None)


def put_off(
    works: Iterable[Work], today: date, later: Mapping[UUID, Sentence], is_open: Callable[[Work], bool]
) -> dict[UUID, Sentence]:
    """Return the orders that cannot be planned yet, each with the reason and the way out; `later` are known already.

    What comes after one of them waits too, and so does the rest of its visit. Only orders that are `is_open` wait: a
    promise is not taken back for it.
    """
    known, out = list(works), dict(later)
    visits: dict[UUID, list[Work]] = defaultdict(list)
    for work in known:
        if work.visit is not None and is_open(work):
            visits[work.visit].append(work)
    ids, waiting = {work.id for work in known}, [work for work in known if is_open(work)]
    while True:
        ready = ids - out.keys()
        found = {
            work.id: why
            for work in waiting
            if work.id in ready and (why := _hindrance(work, ready, today, visits))
        }
        if not found:
            return out
        out |= found


def _hindrance(
    work: Work, ready: Set[UUID], today: date, visits: Mapping[UUID, list[Work]]
) -> Sentence | None:
    for part in work.owed:
        if part.expected_on is None:
            return sentence("part_undated", order=work.number, part=part.name)
        if part.expected_on < today:
            return sentence(
                "part_overdue", order=work.number, part=part.name, day=part.expected_on.isoformat()
            )
    if work.first is not None and work.first.ends_at is None and work.first.id not in ready:
        return sentence("first_unplanned", order=work.number, first=work.first.number)
    mates = visits.get(work.visit, []) if work.visit else []
    waits = next((one for one in mates if one.id not in ready), None)
    return sentence("visit_waits", order=work.number, other=waits.number) if waits else None
