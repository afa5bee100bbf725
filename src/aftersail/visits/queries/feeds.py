"""Visits as entries of calendar feeds."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from aftersail.core.feeds import Entry
from aftersail.core.masters.naming import named
from aftersail.core.models import Account
from aftersail.dispatch.models import Assignment
from aftersail.visits.models import Visit
from aftersail.visits.states import VisitState


def visits_planned(account: Account, team_id: UUID | None, since: datetime, until: datetime) -> list[Entry]:
    """Return visits: one's own as an engineer, those to one's ships as a customer, or those of a station's people."""
    rows = Visit.objects.visible_to(account).filter(planned_until__gte=since, planned_from__lte=until)
    if team_id is not None:
        rows = rows.filter(Q(lead__station=team_id) | Q(order__case__station=team_id))
    elif not account.is_customer:
        mine = Q(order__assignments__staff__account=account, order__assignments__released_at=None)
        rows = rows.filter(Q(lead__account=account) | mine)
    rows = rows.select_related("order__case__vessel", "lead", "port").distinct()
    promised = Assignment.objects.filter(released_at=None).select_related("staff")
    rows = rows.prefetch_related(Prefetch("order__assignments", promised))
    return [
        _entry(visit, with_lead=team_id is not None or account.is_customer, team=account.is_house)
        for visit in rows.order_by("pk")[:2000]
    ]


def _entry(visit: Visit, *, with_lead: bool, team: bool) -> Entry:
    case, going = visit.order.case, [named(promise.staff) for promise in visit.order.assignments.all()]
    told = [
        visit.number,
        case.title,
        *([named(visit.lead)] if with_lead else []),
        *([_("Who goes: %s") % ", ".join(going)] if team and len(going) > 1 else []),
        str(visit.get_state_display()),
    ]
    return Entry(
        uid=f"visit-{visit.pk}@aftersail",
        starts=visit.planned_from,
        ends=visit.planned_until,
        title=f"{named(case.vessel)} · {named(visit.lead)}" if with_lead else named(case.vessel),
        text="\n".join(told),
        place=named(visit.port),
        url=settings.ADDRESS.rstrip("/") + reverse("visits:visit", args=[visit.pk]),
        revision=visit.version - 1,
        cancelled=visit.state == VisitState.ABORTED,
    )
