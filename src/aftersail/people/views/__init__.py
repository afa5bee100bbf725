"""Pages of the people chapter beyond the plain registers: a person, a station, the skills matrix."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from aftersail.core.audience import SignedInRequest
from aftersail.core.figures import share
from aftersail.core.models import Account
from aftersail.people import queries
from aftersail.people.models import Certificate, Coverage, Leave, Port, Staff, StaffSkill, Station
from aftersail.people.models.kinds import ALL_TASKS
from aftersail.people.permissions import (
    DISPATCHERS,
    GROWTH_READERS,
    KEEPERS,
    may_ask_leave,
    may_keep_staff_of,
)
from aftersail.people.queries.calendar import roster_lines
from aftersail.people.queries.growth import plans
from aftersail.people.queries.matrix import skills_matrix
from aftersail.people.queries.network import covered_ports
from aftersail.people.rules.rosters import Duty, duty_on
from aftersail.people.states import ASKERS, COUNTING


def staff_rows(account: Account) -> QuerySet[Staff]:
    """Return the rows of the staff list as of today."""
    return queries.staff(account, timezone.localdate())


def about_staff(request: SignedInRequest, person: Staff) -> dict[str, Any]:
    """Return what a person's page shows besides the facts: skills, certificates with their ends, leave."""
    account, today = request.user, timezone.localdate()
    certificates = Certificate.objects.visible_to(account).filter(staff=person).select_related("kind")
    keeps = account.has_role(*KEEPERS) and bool(may_keep_staff_of(account, person.station_id))
    return {
        "skills": StaffSkill.objects.visible_to(account)
        .filter(staff=person)
        .select_related("skill", "task")
        .order_by("-level", "skill__code", "task__place"),
        "certificates": [(c, queries.certificate_state(c, today)) for c in certificates],
        "leaves": Leave.objects.visible_to(account).filter(
            staff=person, last_day__gte=today, state__in=COUNTING
        ),
        "keeps": keeps,
        "plans": plans(account).filter(staff=person)[:5] if account.has_role(*GROWTH_READERS) else None,
        "duty": duty_on(roster_lines([person.pk], today, today)[person.pk], today),
        "asks": account.has_role(*ASKERS) and bool(may_ask_leave(account, person)),
        "all_tasks": ALL_TASKS,
    }


def about_paper(_request: SignedInRequest, paper: Any) -> dict[str, Any]:
    """Return whether a certificate, clearance or qualification has ended or ends soon, as its list says."""
    return {"ending": queries.ending_of(paper.expires_on, timezone.localdate())}


def about_station(request: SignedInRequest, station: Station) -> dict[str, Any]:
    """Return what a station's page shows besides the facts: staff, ports covered, share of local staff."""
    account = request.user
    local, everyone = queries.local_share(account, station)
    coverage = list(
        Coverage.objects.visible_to(account)
        .filter(station=station)
        .select_related("port")
        .order_by("rank", "port__code")
    )
    answers_for = sum(row.rank == 1 for row in coverage)
    people, today = list(queries.staff_of(account, station)), timezone.localdate()
    rosters = roster_lines([one.pk for one in people], today, today)
    crew = skills_matrix(account, station)
    return {
        "people": people,
        "on_call": [one for one in people if duty_on(rosters[one.pk], today) is Duty.ON_CALL],
        "short": crew.short,
        "alone": crew.alone,
        "ports": covered_ports(account, station=station),
        "coverage": coverage,
        "answers_for": answers_for,
        "backs_up": len(coverage) - answers_for,
        "local": share(local, everyone),
    }


def about_port(request: SignedInRequest, port: Port) -> dict[str, Any]:
    """Return the stations that answer for a port, the first one first."""
    account = request.user
    return {
        "coverage": Coverage.objects.visible_to(account)
        .filter(port=port)
        .select_related("station")
        .order_by("rank"),
        "keeps": account.has_role(*DISPATCHERS),
    }
