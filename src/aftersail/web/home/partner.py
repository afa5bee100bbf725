"""The home page of a partner: orders that wait for an answer, and those to be done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aftersail.core.audience import SignedInRequest
from aftersail.dispatch.models import PartnerOrder
from aftersail.dispatch.queries.partners import partner_orders_for
from aftersail.dispatch.states import PartnerOrderState
from aftersail.web.home.blocks import Block, Home, Line, block

FIELDS = ("pk", "number", "vessel_name", "port_name", "state", "starts_at")


def home(request: SignedInRequest, now: datetime) -> Home:
    """What the house asked of this partner and waits for."""
    mine = partner_orders_for(request.user).order_by("starts_at")
    return Home(blocks=[
        _orders(mine.filter(state=PartnerOrderState.OFFERED), _("Offered to you: please answer"), _("No offer waits for your answer."), urgent=True),
        _orders(mine.filter(state=PartnerOrderState.ACCEPTED), _("To be done"), _("You have no accepted order.")),
    ])  # fmt: skip


def _orders(rows: QuerySet[PartnerOrder], title: Any, empty: Any, *, urgent: bool = False) -> Block:
    url = reverse("dispatch:partner_orders")
    return block(title, "transfer", rows, FIELDS, _line, empty=empty, url=url, urgent=urgent)


def _line(pk: Any, number: str, vessel: str, port: str, state: str, starts_at: datetime) -> Line:
    return Line(
        title=f"{number} {vessel}", url=reverse("dispatch:partner_order", args=[pk]), detail=port, state=state,
        state_label=PartnerOrderState(state).label, due_at=starts_at,
    )  # fmt: skip
