"""Pages of stock counts; the books stay hidden until a count is handed in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_POST

from aftersail.core import lists
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.lists import Action
from aftersail.core.masters.naming import named
from aftersail.supply.actions import counting
from aftersail.supply.forms.store import COUNT_STEPS, CountForm
from aftersail.supply.lists import stock as columns
from aftersail.supply.models import StockCount
from aftersail.supply.permissions import REQUESTERS, STOCK_READERS, STOREKEEPERS
from aftersail.supply.queries import stock as queries
from aftersail.supply.states import COUNT, CountState
from aftersail.supply.views.frame import Frame, Table, begin_view, moved, offers, page_of, shown


@audience(*STOCK_READERS)
@require_GET
def count_list(request: SignedInRequest) -> HttpResponseBase:
    """The register of stock counts."""
    actions = (
        [Action(_("Begin a count"), reverse("supply:count_new"))]
        if request.user.has_role(*STOREKEEPERS)
        else []
    )
    rows = StockCount.objects.visible_to(request.user)
    return lists.page(request, columns.COUNTS, rows, title=_("Stock counts"), actions=actions)


count_new = begin_view(CountForm, counting.open_count, lazy("Begin a count"), "supply:counts", lazy("Stock counts"), pgettext_lazy("stock count", "Begin"), page_of("supply:count"), STOREKEEPERS)  # fmt: skip


@audience(*STOCK_READERS)
@require_GET
def count(request: SignedInRequest, count_id: UUID) -> HttpResponse:
    """One stock count; the books are shown only once it is handed in."""
    return _page(request, queries.count_by_id(request.user, count_id))


def _page(request: SignedInRequest, found: StockCount, refused: Any = None) -> HttpResponse:
    open_steps = offers(
        COUNT, COUNT_STEPS, request, found, lambda name: reverse("supply:count_move", args=[found.pk, name]),
        state=found.state, refused=refused,
    )  # fmt: skip
    lines = list(found.lines.select_related("part"))
    blind = found.state == CountState.COUNTING
    rows = [
        (named(one.part), one.lot, one.serial, *(() if blind else (one.booked, one.found, _signed(one.found, one.booked))))
        for one in lines
    ]  # fmt: skip
    heads = (
        _("Part"),
        _("Lot"),
        _("Serial number"),
        *(() if blind else (_("Booked"), _("Found"), _("Difference"))),
    )
    facts = [
        (_("Place"), named(found.place)),
        (_("Counted by"), named(found.counter) if found.counter else ""),
        (_("Approved by"), named(found.approver) if found.approver else ""),
        (_("Note"), found.note),
    ]
    frame = Frame(
        title=found.number, crumb=(_("Stock counts"), reverse("supply:counts")), record=found, eyebrow=_("Stock count"), facts=facts,
        offers=open_steps, tables=[Table(pgettext("stock count", "Lines"), heads, rows, _("Nothing lies in this place by the books."))],
    )  # fmt: skip
    return shown(request, frame, status=422 if refused else 200)


def _signed(found: int | None, booked: int | None) -> str:
    return f"{(found or 0) - (booked or 0):+d}"


@audience(*REQUESTERS)
@require_POST
def count_move(request: SignedInRequest, count_id: UUID, name: str) -> HttpResponse:
    """Take a step with a stock count."""
    return moved(
        request, COUNT_STEPS, name, lambda: queries.count_by_id(request.user, count_id), _page, "supply:count"
    )
