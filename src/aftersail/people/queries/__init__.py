"""Reads of the people chapter: who covers which port, who can do what, who is away."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from aftersail.core.feeds import Entry
from aftersail.core.masters.naming import named
from aftersail.core.models import Account
from aftersail.core.roles import Role
from aftersail.people.models import (
    Area,
    Certificate,
    Coverage,
    Leave,
    Port,
    Skill,
    Staff,
    StaffSkill,
    Station,
)
from aftersail.people.rules.coverage import under
from aftersail.people.states import LeaveState

EXPIRES_SOON_DAYS = 60
"""A certificate that ends within so many days is shown as ending soon (default of the house)."""


def area_with_parts(area_id: Any) -> list[Any]:
    """Return an area and everything below it in the tree, so that a figure for a sea counts its parts (R23).

    Nothing for an id that is no area's.
    """
    parents: dict[object, object | None] = {
        str(pk): parent and str(parent) for pk, parent in Area.objects.values_list("pk", "parent")
    }
    return list(under(parents, str(area_id))) if str(area_id) in parents else []


def stations(account: Account) -> QuerySet[Station]:
    """Return stations with the number of active staff and of ports covered first."""
    return Station.objects.visible_to(account).annotate(
        staff_count=Count("staff", filter=Q(staff__active=True), distinct=True),
        ports_covered=Count("coverage", filter=Q(coverage__rank=1), distinct=True),
    )


def ports(account: Account) -> QuerySet[Port]:
    """Return ports with the names of the station that answers for each; empty where none does (R16)."""
    primary = Coverage.objects.filter(port=OuterRef("pk"), rank=1).order_by("rank")
    backup = Coverage.objects.filter(port=OuterRef("pk"), rank__gt=1).order_by("rank")
    return Port.objects.visible_to(account).annotate(
        primary_station=Subquery(primary.values("station__name")[:1]),
        primary_station_en=Subquery(primary.values("station__name_en")[:1]),
        backup_station=Subquery(backup.values("station__name")[:1]),
        backup_station_en=Subquery(backup.values("station__name_en")[:1]),
        covered=Exists(Coverage.objects.filter(port=OuterRef("pk"))),
    )


def uncovered_ports(account: Account) -> QuerySet[Port]:
    """Return ports for which no station answers (R16)."""
    return ports(account).exclude(Exists(Coverage.objects.filter(port=OuterRef("pk"))))


def areas(account: Account) -> QuerySet[Area]:
    """Return areas with the numbers of their ports and stations."""
    return Area.objects.visible_to(account).annotate(
        port_count=Count("ports", distinct=True), station_count=Count("stations", distinct=True)
    )


def staff(account: Account, on: date) -> QuerySet[Staff]:
    """Return staff with their skill count, the next end of a certificate, and whether they are away on a day."""
    ends = Certificate.objects.filter(staff=OuterRef("pk")).order_by("expires_on").values("expires_on")
    away = Leave.objects.filter(
        staff=OuterRef("pk"), first_day__lte=on, last_day__gte=on, state=LeaveState.APPROVED
    )
    return Staff.objects.visible_to(account).annotate(
        skill_count=Count("skills", filter=Q(skills__level__gt=0), distinct=True),
        next_expiry=Subquery(ends[:1]),
        away=Exists(away),
    )


def skills(account: Account) -> QuerySet[Skill]:
    """Return skills with the number of people who work in them without supervision."""
    return Skill.objects.visible_to(account).annotate(
        able=Count("holders", filter=Q(holders__level__gte=2, holders__staff__active=True), distinct=True)
    )


def staff_of(account: Account, station: Station) -> QuerySet[Staff]:
    """Return the active people of a station with their skills."""
    held = Prefetch("skills", queryset=StaffSkill.objects.select_related("skill"))
    return Staff.objects.visible_to(account).filter(station=station, active=True).prefetch_related(held)


def ending_of(expires_on: date | None, on: date) -> str:
    """Return `expired`, `soon` or `valid` for a day by the house's notice; what never ends is valid.

    >>> ending_of(date(2026, 3, 1), date(2026, 3, 2))
    'expired'
    """
    if expires_on is None or expires_on > on + timedelta(days=EXPIRES_SOON_DAYS):
        return "valid"
    return "expired" if expires_on < on else "soon"


def certificate_state(certificate: Certificate, on: date) -> str:
    """Return `expired`, `soon` or `valid` for a day; the notice is that of the certificate's kind."""
    if certificate.expires_on is None:
        return "valid"
    if certificate.expires_on < on:
        return "expired"
    return "soon" if certificate.expires_on <= on + timedelta(days=certificate.kind.notice_days) else "valid"


def local_share(account: Account, station: Station) -> tuple[int, int]:
    """Return how many of a station's active staff were hired locally, and of how many (R25)."""
    counts = (
        Staff.objects.visible_to(account)
        .filter(station=station, active=True)
        .aggregate(local=Count("pk", filter=Q(hired_locally=True)), all=Count("pk"))
    )
    return counts["local"], counts["all"]


TEAM_READERS = frozenset({Role.DISPATCHER, Role.EXECUTIVE, Role.STATION_MANAGER})


def teams_of(account: Account) -> list[tuple[UUID, str]]:
    """Return the stations whose days an account may have as a calendar feed."""
    if not account.has_role(*TEAM_READERS):
        return []
    rows = Station.objects.visible_to(account).order_by("code")
    if not account.has_role(Role.DISPATCHER, Role.EXECUTIVE):
        rows = rows.filter(pk__in=account.reach_ids)
    return [(station.pk, named(station)) for station in rows]


def days_away(account: Account, team_id: UUID | None, since: datetime, until: datetime) -> list[Entry]:
    """Return leave and training as entries of a calendar feed: one's own, or a station's with the person's name."""
    rows = Leave.objects.select_related("staff").filter(
        last_day__gte=since.date(), first_day__lte=until.date(), state=LeaveState.APPROVED
    )
    rows = rows.filter(staff__station=team_id) if team_id else rows.filter(staff__account=account)
    return [
        Entry(
            uid=f"leave-{leave.pk}@aftersail",
            starts=leave.first_day,
            ends=leave.last_day,
            title=f"{leave.get_kind_display()} · {named(leave.staff)}"
            if team_id
            else leave.get_kind_display(),
            revision=leave.version - 1,
        )
        for leave in rows
    ]
