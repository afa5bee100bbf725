"""Visits by who may see them, whose they are, and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from aftersail.cases.models import WorkOrder
from aftersail.cases.states import OrderState
from aftersail.core.models import Account, LogEntry
from aftersail.core.prepared import Prepared
from aftersail.core.refusals import NotThere
from aftersail.visits.models import Visit
from aftersail.visits.states import UNSIGNED, VisitState

RELATED = (
    "order__case__vessel__customer", "order__case__equipment__model__family", "order__case__station__port", "order__port",
    "lead__station__port", "lead__account", "port", "procedure",
)  # fmt: skip
STAMP_FIELDS = ("accepted", "set_out", "arrived", "began", "finished", "signed")


@dataclass
class MyVisits:
    """An engineer's visits: under way or to be signed, then today, this week, later."""

    now: list[Visit] = field(default_factory=list)
    to_sign: list[Visit] = field(default_factory=list)
    today: list[Visit] = field(default_factory=list)
    week: list[Visit] = field(default_factory=list)
    later: list[Visit] = field(default_factory=list)
    returned: list[Visit] = field(default_factory=list)

    @property
    def any(self) -> bool:
        """Whether there is any visit at all."""
        return any((self.now, self.to_sign, self.today, self.week, self.later, self.returned))


def visits_for(account: Account) -> QuerySet[Visit]:
    """Return the visits that this account may see."""
    return Visit.objects.visible_to(account).select_related(*RELATED)


WHOLE = Prepared(lambda key: Visit.objects.select_related(*RELATED).filter(pk=key).order_by(), UUID)
"""One visit with all that is around it: so wide that composing it takes longer than anything else a command from sea asks."""


def visit_by_id(account: Account, visit_id: UUID) -> Visit:
    """Return one visit, or refuse as if it did not exist: whether the account may see it is asked apart, and first."""
    seen = Visit.objects.visible_to(account).filter(pk=visit_id).order_by().exists()
    found: Visit | None = WHOLE.first(visit_id) if seen else None
    if found is None:
        raise NotThere
    return found


def visits_of_case(account: Account, case_id: UUID) -> QuerySet[Visit]:
    """Return the visits made or planned for a case, newest first."""
    return visits_for(account).filter(order__case=case_id).order_by("-planned_from")


def my_visits(account: Account, now: datetime) -> MyVisits:
    """Return the visits on which the account's own person goes, sorted by what they ask for."""
    staff, mine = getattr(account, "staff", None), MyVisits()
    if staff is None:
        return mine
    goes = Q(lead=staff) | Q(order__assignments__staff=staff, order__assignments__released_at=None)
    rows = (
        visits_for(account)
        .filter(goes, state__in=UNSIGNED | {VisitState.RETURNED})
        .distinct()
        .order_by("planned_from")
    )
    tomorrow = timezone.make_aware(
        datetime.combine(timezone.localtime(now).date() + timedelta(days=1), time.min)
    )
    for visit in rows:
        _pile(mine, visit, tomorrow).append(visit)
    return mine


def _pile(mine: MyVisits, visit: Visit, tomorrow: datetime) -> list[Visit]:
    if visit.state == VisitState.RETURNED:
        return mine.returned
    if visit.state == VisitState.WORK_DONE:
        return mine.to_sign
    if visit.state in {VisitState.TRAVELLING, VisitState.ARRIVED, VisitState.WORKING, VisitState.WAITING}:
        return mine.now
    if visit.planned_from < tomorrow:
        return mine.today
    return mine.week if visit.planned_from < tomorrow + timedelta(days=6) else mine.later


def orders_without_visit(account: Account) -> QuerySet[WorkOrder]:
    """Return the orders promised to the account's own person whose visit has not been made yet."""
    staff = getattr(account, "staff", None)
    if staff is None:
        return WorkOrder.objects.none()
    promised = WorkOrder.objects.visible_to(account).filter(
        state=OrderState.ASSIGNED,
        assignments__staff=staff,
        assignments__lead=True,
        assignments__released_at=None,
    )
    return promised.exclude(visits__in=Visit.objects.exclude(state=VisitState.ABORTED))


def stamps_of(visit: Visit) -> dict[str, datetime | None]:
    """Return the stamps of a visit by name, as `rules` knows them."""
    return {name: getattr(visit, f"{name}_at") for name in STAMP_FIELDS}


def waits_of(visit: Visit) -> list[tuple[datetime, datetime]]:
    """Return the stretches for which work on board stood still, from the log; an open one ends when work was finished."""
    names = ("visits.WorkWaited", "visits.WorkBegan")
    entries = (
        LogEntry.objects.filter(subject_id=visit.pk, event__in=names)
        .order_by("at", "id")
        .values_list("event", "at")
    )
    waits: list[tuple[datetime, datetime]] = []
    since: datetime | None = None
    for name, at in entries:
        if name == names[0]:
            since = since or at
        elif since is not None:
            waits.append((since, at))
            since = None
    if since is not None and visit.finished_at:
        waits.append((since, visit.finished_at))
    return waits


def visits_to_review(account: Account) -> QuerySet[Visit]:
    """Return signed visits that quality or the station has not looked at, oldest first."""
    return visits_for(account).filter(state=VisitState.SIGNED).order_by("signed_at")


def to_sign_count(account: Any) -> int | None:
    """Return how many finished visits wait for signatures, for the rail."""
    staff = getattr(account, "staff", None)
    return Visit.objects.filter(lead=staff, state=VisitState.WORK_DONE).count() or None if staff else None
