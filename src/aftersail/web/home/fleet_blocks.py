"""Blocks about what is fitted aboard: changes that wait to be verified, models and items that come to their end."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aftersail.core.audience import SignedInRequest
from aftersail.core.masters.naming import name_at
from aftersail.fleet.lists.products import ending_soon
from aftersail.fleet.models import Obsolescence, ProductModel
from aftersail.fleet.queries.ledger import state_changes
from aftersail.fleet.states import ChangeKind, ChangeState
from aftersail.web.home.blocks import Block, Line, block


def changes_to_verify(request: SignedInRequest, side: str) -> Block:
    """Changes that were installed and wait for quality, or for the user."""
    rows = state_changes(request.user).filter(state=ChangeState.INSTALLED, **{f"{side}_at": None})
    kinds = dict(ChangeKind.choices)

    def line(pk: Any, number: str, kind: str, hull: str, unit: str) -> Line:
        return Line(f"{number} {kinds[kind]}", reverse("fleet:state_change", args=[pk]), f"{hull} · {unit}")

    fields = ("pk", "number", "kind", "vessel__hull_code", "equipment__name")
    return block(
        _("Changes to verify"), "shield-check", rows.order_by("installed_on"), fields, line,
        empty=_("No installed change waits to be verified."), url=f"{reverse('fleet:state_changes')}?waiting=1",
    )  # fmt: skip


def ending(request: SignedInRequest) -> Block:
    """Models whose support ends within their family's months ahead and that still serve."""
    today_on = Q(units__removed_on=None) & Q(units__isnull=False)
    rows = (
        ProductModel.objects.filter(ending_soon(), today_on, legacy=False)
        .distinct()
        .order_by("-end_of_support_on")
    )

    def line(pk: Any, code: str, name: str, ends_on: date) -> Line:
        return Line(f"{code} {name}", reverse("fleet:model", args=[pk]), ends_on.isoformat())

    return block(
        _("Support ends"), "alert-triangle", rows, ("pk", "code", name_at("name"), "end_of_support_on"), line,
        empty=_("No model in service comes to the end of its support."), url=f"{reverse('fleet:models')}?ending=1",
    )  # fmt: skip


def last_buys(request: SignedInRequest) -> Block:
    """Unresolved items whose last-buy date comes near."""
    near = ending_soon("last_buy_on", "model__family__")
    rows = Obsolescence.objects.filter(near, resolved_on=None).order_by("last_buy_on")

    def line(pk: Any, item: str, code: str, day: date) -> Line:
        return Line(item, reverse("fleet:obsolescence_item", args=[pk]), f"{code} · {day.isoformat()}")

    return block(
        _("Last buys coming up"), "hourglass", rows, ("pk", "item", "model__code", "last_buy_on"), line,
        empty=_("No last buy is due soon."), url=f"{reverse('fleet:obsolescence')}?near=1",
    )  # fmt: skip
