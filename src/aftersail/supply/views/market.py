"""Pages of parts sold outside warranty."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from aftersail.core import lists
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.lists import Action
from aftersail.core.masters.naming import bare_name, named, reads_english
from aftersail.core.refusals import NotThere
from aftersail.core.roles import Role
from aftersail.supply.actions import market as actions
from aftersail.supply.forms.market import ORDER_STEPS, OrderForm
from aftersail.supply.lists.order import ORDERS
from aftersail.supply.models import PartsOrder
from aftersail.supply.permissions import MARKET_HOUSE, MARKET_READERS, SELLERS
from aftersail.supply.print.quotation import quotation_pdf
from aftersail.supply.queries.figures import lines_behind, market_figures
from aftersail.supply.queries.market import order_by_id, orders_for
from aftersail.supply.rules.market import margin_percent
from aftersail.supply.states import MARKET, MarketState
from aftersail.supply.views.board import kpi
from aftersail.supply.views.frame import Frame, Table, begin_view, moved, offers, page_of, shown

FONTS = (settings.WEB / "fonts",)
MOVERS = (*SELLERS, Role.FLEET_MANAGER)
BEHIND = ("won", "filled", "lead", "margin", "revenue")


@audience(*MARKET_READERS)
@require_GET
def order_list(request: SignedInRequest) -> HttpResponseBase:
    """Quotations and orders; a customer sees those made to it."""
    made = []
    if request.user.has_role(*SELLERS):
        made.append(Action(_("New quotation"), reverse("supply:order_new")))
    if request.user.has_role(*MARKET_HOUSE):
        made.append(Action(_("Figures"), reverse("supply:market"), "chart-bar", "secondary"))
    return lists.page(request, ORDERS, orders_for(request.user), title=_("Parts market"), actions=made)


order_new = begin_view(OrderForm, actions.open_order, lazy("New quotation"), "supply:orders", lazy("Parts market"), lazy("Begin"), page_of("supply:order"), SELLERS)  # fmt: skip


@audience(*MARKET_READERS)
@require_GET
def order(request: SignedInRequest, parts_order_id: UUID) -> HttpResponse:
    """One quotation or order."""
    return _page(request, order_by_id(request.user, parts_order_id))


def _page(request: SignedInRequest, found: PartsOrder, refused: Any = None) -> HttpResponse:
    house = request.user.has_role(*MARKET_HOUSE)
    open_steps = offers(
        MARKET,
        ORDER_STEPS,
        request,
        found,
        lambda name: reverse("supply:order_move", args=[found.pk, name]),
        state=found.state,
        refused=refused,
    )
    warnings = []
    if found.state == MarketState.QUOTED and found.valid_until and found.valid_until < timezone.localdate():
        warnings.append(_("The quotation has expired. Ask for a revised one."))
    made = []
    if found.state != MarketState.DRAFT:
        made = [
            Action(
                label, reverse("supply:order_pdf", args=[found.pk, language]), "file-type-pdf", "secondary"
            )
            for label, language in (("PDF 中文", "zh"), ("PDF English", "en"))
        ]
    frame = Frame(
        title=found.number, crumb=(_("Parts market"), reverse("supply:orders")), record=found,
        eyebrow=_("Edition %(n)s") % {"n": found.edition}, subtitle=named(found.customer), facts=_facts(found, house),
        tables=_tables(found, house), offers=open_steps, warnings=warnings, actions=made,
    )  # fmt: skip
    return shown(request, frame, status=422 if refused else 200)


def _facts(found: PartsOrder, house: bool) -> list[tuple[Any, Any]]:
    lines = list(found.lines.all())
    total = sum((one.unit_price_cny * one.quantity for one in lines), 0)
    facts: list[tuple[Any, Any]] = [
        (_("Customer"), named(found.customer)),
        (_("Vessel"), named(found.vessel) if found.vessel else ""),
        (_("Station"), named(found.station)),
        (_("Contact"), found.contact),
        (_("Customer's reference"), found.customer_reference),
        (_("Valid until"), found.valid_until.isoformat() if found.valid_until else ""),
        (_("Total"), f"¥ {total:,.2f}" if lines else ""),
        (_("Terms of delivery and payment"), found.terms),
        (_("Reason"), found.reason),
    ]
    if house:
        margin = margin_percent((one.unit_price_cny, one.unit_cost_cny, one.quantity) for one in lines)
        facts.append((_("Margin (house only)"), f"{margin:.1f} %" if margin is not None else ""))
    return facts


def _tables(found: PartsOrder, house: bool) -> list[Table]:
    lines = list(found.lines.select_related("part"))
    rows = [
        (
            one.part.number, bare_name(one.part), one.quantity, one.part.unit, f"{one.unit_price_cny:,.2f}", f"{one.unit_price_cny * one.quantity:,.2f}",
            _("%(n)s days") % {"n": one.promised_days}, f"{one.delivered} / {one.quantity}", *((f"{one.unit_cost_cny:,.2f}",) if house else ()),
        )
        for one in lines
    ]  # fmt: skip
    heads = (
        _("Part number"), _("Name"), _("Quantity"), _("Unit of measure"), _("Unit price"), _("Amount"), _("Promised"), pgettext("parts order", "Delivered"), *((_("Cost"),) if house else ()),
    )  # fmt: skip
    sent = [
        (timezone.localtime(d.delivered_at).strftime("%Y-%m-%d"), one.part.number, d.quantity, d.waybill)
        for one in lines
        for d in one.deliveries.all()
    ]
    tables = [Table(pgettext("parts order", "Lines"), heads, rows, _("No part yet. Add the first."))]
    if sent:
        tables.append(Table(_("Deliveries"), (_("Day"), _("Part number"), _("Quantity"), _("Waybill")), sent))
    return tables


@audience(*MOVERS)
@require_POST
def order_move(request: SignedInRequest, parts_order_id: UUID, name: str) -> HttpResponse:
    """Take a step with an order."""
    return moved(
        request, ORDER_STEPS, name, lambda: order_by_id(request.user, parts_order_id), _page, "supply:order"
    )


@audience(*MARKET_READERS)
@require_GET
def order_pdf(request: SignedInRequest, parts_order_id: UUID, language: str) -> HttpResponse:
    """The quotation as a PDF, in Chinese or English."""
    found = order_by_id(request.user, parts_order_id)
    if language not in {"zh", "en"}:
        raise NotThere
    pdf = quotation_pdf(found, language=language, font_paths=FONTS)
    name = f"{found.number}-{found.edition}-{language}.pdf"
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


@audience(*MARKET_HOUSE)
@require_GET
def market(request: SignedInRequest) -> HttpResponse:
    """The figures of the parts market, each with the lines behind it."""
    known, listed = market_figures(request.user), reverse("supply:orders")
    labels = {
        "won": _("Quotations won"), "filled": _("Fill rate"), "lead": _("Lead time, median"), "margin": _("Margin"), "revenue": _("Revenue"),
    }  # fmt: skip
    here = reverse("supply:market")
    tiles = [kpi(labels[code], known[code], f"{listed}?state=declined&state=ordered&state=partly&state=delivered&state=closed" if code == "won" else f"{here}?behind={code}", 0 if code == "revenue" else 1) for code in BEHIND]  # fmt: skip
    which = request.GET.get("behind", "margin")
    rows = [
        (
            {"text": one.order.number, "url": reverse("supply:order", args=[one.order_id])}, one.part.number, one.part.name_en if reads_english() and one.part.name_en else one.part.name, one.quantity,
            f"{one.unit_price_cny:,.2f}", f"{one.unit_cost_cny:,.2f}", {True: _("yes"), False: _("no"), None: ""}[one.at_once],
            f"{(one.delivered_at - one.order.ordered_at).total_seconds() / 86400:.1f}" if one.delivered_at and one.order.ordered_at else "",
        )
        for one in lines_behind(request.user, which)[:300]
    ]  # fmt: skip
    heads = (
        _("Number"),
        _("Part number"),
        _("Name"),
        _("Quantity"),
        _("Unit price"),
        _("Cost"),
        _("Filled at once"),
        _("Lead time (days)"),
    )
    table = Table(_("Lines behind the figure"), heads, rows, _("No order yet."))
    context = {
        "title": _("Parts market: figures"),
        "tiles": tiles,
        "lanes": [],
        "tables": [table],
        "links": [(_("Parts market"), listed)],
    }
    return render(request, "supply/board.html", context)
