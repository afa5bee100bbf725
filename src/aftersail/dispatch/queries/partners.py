"""Orders in the hands of partners, and which partner could take one (R21)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.cases.models import WorkOrder
from aftersail.core.masters.naming import bare_name, name_at, reads_english
from aftersail.core.models import Account
from aftersail.core.refusals import NotThere
from aftersail.core.verdicts import ALLOWED, Verdict, refuse
from aftersail.dispatch.models import PartnerOrder
from aftersail.dispatch.rules.outside import all_out
from aftersail.dispatch.rules.planning import Taken
from aftersail.people.models import Partner
from aftersail.people.queries.engagements import partner_facts, wanted
from aftersail.people.rules.engagements import may_send_partner
from aftersail.people.states import EngagementState


@dataclass(frozen=True, slots=True)
class PartnerAnswer:
    """One partner with the verdict for an order."""

    partner: Partner
    verdict: Verdict


def verdict_on(partner: Partner, order: WorkOrder, starts_at: datetime, ends_at: datetime) -> Verdict:
    """Say whether a partner may take an order for these hours."""
    asked = wanted(
        first=timezone.localdate(starts_at), last=timezone.localdate(ends_at), skill=order.skill, port=order.port,
        service=order.case.service_type,
    )  # fmt: skip
    return may_send_partner(partner_facts(partner), asked)


def partners_for(order: WorkOrder) -> list[PartnerAnswer]:
    """Return every partner that is or was engaged, those who may take the order first."""
    known = Partner.objects.exclude(state__in=[EngagementState.CANDIDATE, EngagementState.ENDED])
    answers = [
        PartnerAnswer(one, verdict_on(one, order, order.window_from, order.window_until)) for one in known
    ]
    return sorted(answers, key=lambda answer: not answer.verdict)


def somebody_free(partner: Partner, starts_at: datetime, ends_at: datetime) -> Verdict:
    """Say whether one of a partner's people is not out for us already in these hours.

    A security-definer function answers, so that orders which the asker may not see count as well; it tells hours only.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select starts_at, ends_at from dispatch_partner_hours(%s, %s, %s)",
            [partner.pk, starts_at, ends_at],
        )
        given = [Taken(*hours) for hours in cursor.fetchall()]
    if not all_out(partner.people_at_once, given, starts_at, ends_at):
        return ALLOWED
    told = _(
        "{who} has as many of its people out in these hours as it can send. Choose other hours or somebody else."
    )
    return refuse(format_lazy(told, who=bare_name(partner)))


def partner_orders_for(account: Account) -> QuerySet[PartnerOrder]:
    """Return the orders given to partners that this account may see, each with what its ship and port are called.

    `vessel_called`, `port_called`: in English for readers of English who may see ship and port, else as the order names them.
    """
    mine = PartnerOrder.objects.visible_to(account).select_related("partner")
    if not reads_english():
        return mine.annotate(vessel_called=F("vessel_name"), port_called=F("port_name"))
    ship = Concat(
        "case__vessel__hull_code", Value(" "), name_at("case__vessel__name"), output_field=CharField()
    )
    order = WorkOrder.objects.filter(pk=OuterRef("order_id"))
    return mine.annotate(
        vessel_called=Coalesce(Subquery(order.values(said=ship)), "vessel_name"),
        port_called=Coalesce(Subquery(order.values(said=name_at("port__name"))), "port_name"),
    )


def partner_order_by_id(account: Account, given_id: UUID) -> PartnerOrder:
    """Return one order given to a partner, or refuse as if it did not exist."""
    found = partner_orders_for(account).filter(pk=given_id).first()
    if found is None:
        raise NotThere
    return found
