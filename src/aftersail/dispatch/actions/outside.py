"""A planned step for a partner: the order is offered to it, with the plan's reason and the cost it reckoned with (R21)."""

from __future__ import annotations

from datetime import datetime

from django.utils.text import format_lazy
from django.utils.translation import gettext as _

from aftersail.core.models import Account
from aftersail.core.verdicts import Refused
from aftersail.dispatch.actions.partners import offer_order
from aftersail.dispatch.models import PartnerOrder
from aftersail.dispatch.queries.orders import order_by_id
from aftersail.dispatch.rules.plan_sentences import WHY_A_PARTNER
from aftersail.dispatch.rules.plans import Given, Step
from aftersail.people.models import Partner

MOST_SAID = 300


def offer_planned(*, by: Account, step: Step, given: Given, at: datetime) -> PartnerOrder:
    """Offer the order of a step to its partner; every rule of an offer is asked again.

    Raises `Refused` with the reasons, also where the partner is not there any more.
    """
    partner = Partner.objects.filter(pk=given.partner_id).first()
    if partner is None:
        raise Refused([format_lazy(_("{who} is not a partner any more."), who=given.name)])
    return offer_order(
        by=by, order=order_by_id(by, step.order_id), partner=partner, starts_at=step.starts_at, ends_at=step.ends_at,
        agreed_cost_cny=given.cost_cny, reason=_reason(step), at=at, id=step.id, seen=step.order_version,
    )  # fmt: skip


def _reason(step: Step) -> str:
    told = [str(one) for one in step.why if one.code in WHY_A_PARTNER or one.code.startswith("left_")]
    return " ".join([_("Chosen by the plan."), *told])[:MOST_SAID]
