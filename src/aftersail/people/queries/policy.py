"""Reads about policy and duties: what is in force, who has read it, who answers for what (R01, R91)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from aftersail.core.figures import Figure, share
from aftersail.core.models import Account
from aftersail.people.models import (
    DutyActivity,
    DutyChart,
    PolicyAcknowledgement,
    ServicePolicy,
    Staff,
)
from aftersail.people.models.duties import HOUSE_ROLES
from aftersail.people.rules.editions import letters_of
from aftersail.people.states import EditionState


def policies(account: Account) -> QuerySet[ServicePolicy]:
    """Return the editions of the policy with the numbers of promises and acknowledgements."""
    return ServicePolicy.objects.visible_to(account).annotate(
        promise_count=Count("promises", distinct=True), read_by=Count("acknowledgements", distinct=True)
    )


def policy_in_force() -> ServicePolicy | None:
    """Return the policy that holds now."""
    return ServicePolicy.objects.filter(state=EditionState.IN_FORCE).first()


def policy_to_acknowledge(account: Account) -> ServicePolicy | None:
    """Return the policy in force if this person works here and has not acknowledged it yet."""
    works_here = Staff.objects.filter(account=account, active=True)
    read = PolicyAcknowledgement.objects.filter(policy=OuterRef("pk"), staff__account=account)
    return ServicePolicy.objects.filter(
        Exists(works_here), ~Exists(read), state=EditionState.IN_FORCE
    ).first()


def unacknowledged(policy: ServicePolicy) -> QuerySet[Staff]:
    """Return the active staff who have not acknowledged an edition, by station."""
    read = PolicyAcknowledgement.objects.filter(policy=policy, staff=OuterRef("pk"))
    return (
        Staff.objects.filter(~Exists(read), active=True)
        .select_related("station")
        .order_by("station__code", "number")
    )


def acknowledged_share(policy: ServicePolicy) -> Figure:
    """Return the share of active staff who acknowledged an edition; no data where nobody works here."""
    active = Staff.objects.filter(active=True)
    return share(active.filter(acknowledgements__policy=policy).distinct().count(), active.count())


def charts(account: Account) -> QuerySet[DutyChart]:
    """Return the editions of the chart of duties with their number of activities."""
    return DutyChart.objects.visible_to(account).annotate(activity_count=Count("activities", distinct=True))


def chart_in_force() -> DutyChart | None:
    """Return the chart of duties that holds now."""
    return DutyChart.objects.filter(state=EditionState.IN_FORCE).first()


@dataclass(frozen=True, slots=True)
class Accountable:
    """Who answers for an activity: a role, or one person."""

    role: str
    person: Staff | None

    def is_held_by(self, account: Account) -> bool:
        """Whether this account answers for the activity."""
        if self.person is not None:
            return self.person.account_id == account.pk
        return account.has_role(self.role)


def accountable_for(activity: str) -> Accountable | None:
    """Return who answers for an activity by the chart in force; None where the chart does not name it."""
    row = (
        DutyActivity.objects.filter(chart__state=EditionState.IN_FORCE, code=activity)
        .select_related("accountable_person")
        .first()
    )
    return None if row is None else Accountable(row.accountable_role, row.accountable_person)


@dataclass(frozen=True, slots=True)
class Holder:
    """A column of the matrix: a role of the house, or a person."""

    key: str
    label: Any
    person: Staff | None = None


@dataclass(frozen=True, slots=True)
class DutyRow:
    """An activity with the letters of each holder, in the order of the matrix's holders."""

    activity: DutyActivity
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DutyMatrix:
    """A chart as a matrix: activities down, roles and persons across; roles that do nothing are left out."""

    holders: tuple[Holder, ...]
    rows: tuple[DutyRow, ...]


def duty_matrix(chart: DutyChart) -> DutyMatrix:
    """Return a chart as a matrix, in two queries."""
    activities = list(chart.activities.select_related("accountable_person").prefetch_related("marks__person"))
    cells = [cells_of(activity) for activity in activities]
    used = {key for row in cells for key in row}
    people: dict[str, Staff] = {}
    for activity in activities:
        for person in (activity.accountable_person, *(mark.person for mark in activity.marks.all())):
            if person is not None:
                people[f"person:{person.pk}"] = person
    roles = [Holder(f"role:{code}", label) for code, label in HOUSE_ROLES if f"role:{code}" in used]
    named = [
        Holder(key, one.name, one) for key, one in sorted(people.items(), key=lambda pair: pair[1].number)
    ]
    holders = (*roles, *named)
    rows = tuple(
        DutyRow(activity, tuple(row.get(one.key, "") for one in holders))
        for activity, row in zip(activities, cells, strict=True)
    )
    return DutyMatrix(holders, rows)


def cells_of(activity: DutyActivity) -> dict[str, str]:
    """Return holder → letters of one activity."""
    marks: dict[str, set[str]] = {}
    for mark in activity.marks.all():
        marks.setdefault(holder_key(mark.role, mark.person_id), set()).add(mark.letter)
    first = holder_key(activity.accountable_role, activity.accountable_person_id)
    marks.setdefault(first, set())
    return {key: letters_of(key == first, letters) for key, letters in marks.items()}


def holder_key(role: str, person_id: Any) -> str:
    """Return how a role or person is named among the holders."""
    return f"role:{role}" if role else f"person:{person_id}"
