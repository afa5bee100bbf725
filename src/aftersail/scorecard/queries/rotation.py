"""Who worked at which link of the chain for how many days: rotation, and design staff in the field (R34)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from aftersail.core.models import Account
from aftersail.dispatch.models import Assignment
from aftersail.people.models import Posting, Staff
from aftersail.people.models.careers import ChainStage
from aftersail.people.models.staff import Post

LINK_OF_STAGE: dict[str, str] = {
    "design": ChainStage.DESIGN,
    "installation": ChainStage.COMMISSIONING,
    "commissioning": ChainStage.COMMISSIONING,
    "trial": ChainStage.COMMISSIONING,
    "mooring_trial": ChainStage.COMMISSIONING,
    "sea_trial": ChainStage.COMMISSIONING,
}
"""The link of the chain to which work at a stage of a ship's life belongs; every other is after-sales service."""

FIELD = frozenset({ChainStage.COMMISSIONING, ChainStage.AFTER_SALES})
"""Links at which people are with the ships."""


@dataclass(frozen=True, slots=True)
class PersonYear:
    """A person's days of a year at each link, in the order of the chain, and those spent with the ships."""

    staff: Staff
    days: tuple[int, ...]
    field_days: int
    links: int

    @property
    def designs(self) -> bool:
        """Whether the person is of the design office and owes field days."""
        return self.staff.post == Post.DESIGN


def rotation(account: Account, people: QuerySet[Staff], first: date, last: date) -> list[PersonYear]:
    """Return the people who worked at some link in these days; a day counts once for each link."""
    team = {one.pk: one for one in people.select_related("station")}
    worked: dict[UUID, dict[str, set[date]]] = defaultdict(lambda: defaultdict(set))
    for person, link, begins, ends in _stretches(account, team, first, last):
        worked[person][link].update(_days(max(begins, first), min(ends, last)))
    found = []
    for person, one in team.items():
        days = tuple(len(worked[person][link.value]) for link in ChainStage)
        field: set[date] = set().union(*(worked[person][link] for link in FIELD))
        if any(days) or one.post == Post.DESIGN:
            found.append(PersonYear(one, days, len(field), sum(map(bool, days))))
    return sorted(found, key=lambda row: (not row.designs, -row.links, -row.field_days, row.staff.number))


def _stretches(
    account: Account, team: dict[UUID, Staff], first: date, last: date
) -> Iterator[tuple[UUID, str, date, date]]:
    postings = Posting.objects.visible_to(account).filter(
        Q(last_day=None) | Q(last_day__gte=first), staff__in=list(team), first_day__lte=last
    )
    for person, link, begins, ends in postings.values_list("staff_id", "stage", "first_day", "last_day"):
        yield person, link, begins, ends or last
    since = timezone.make_aware(datetime.combine(first, time.min))
    until = timezone.make_aware(datetime.combine(last, time.min)) + timedelta(days=1)
    sent = Assignment.objects.visible_to(account).filter(
        staff__in=list(team), released_at=None, starts_at__lt=until, ends_at__gt=since
    )
    for person, stage, starts, ends in sent.values_list(
        "staff_id", "order__case__stage", "starts_at", "ends_at"
    ):
        link = LINK_OF_STAGE.get(stage, ChainStage.AFTER_SALES)
        yield person, link, timezone.localdate(starts), timezone.localdate(ends)


def _days(first: date, last: date) -> Iterator[date]:
    for n in range((last - first).days + 1):
        yield first + timedelta(days=n)
