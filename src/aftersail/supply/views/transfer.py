"""Pages of transfers from one store to another."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from aftersail.core import lists
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.lists import Action
from aftersail.core.masters.naming import named
from aftersail.supply.actions import counting
from aftersail.supply.forms.store import TRANSFER_STEPS, TransferForm
from aftersail.supply.lists import stock as columns
from aftersail.supply.models import Transfer
from aftersail.supply.permissions import STOCK_READERS, STOREKEEPERS
from aftersail.supply.queries import stock as queries
from aftersail.supply.states import TRANSFER
from aftersail.supply.views.frame import Frame, begin_view, moved, offers, page_of, shown


@audience(*STOCK_READERS)
@require_GET
def transfer_list(request: SignedInRequest) -> HttpResponseBase:
    """The register of transfers."""
    actions = (
        [Action(_("Ask for a transfer"), reverse("supply:transfer_new"))]
        if request.user.has_role(*STOREKEEPERS)
        else []
    )
    rows = Transfer.objects.visible_to(request.user)
    return lists.page(request, columns.TRANSFERS, rows, title=_("Transfers"), actions=actions)


transfer_new = begin_view(TransferForm, counting.ask_transfer, lazy("Ask for a transfer"), "supply:transfers", lazy("Transfers"), lazy("Ask"), page_of("supply:transfer"), STOREKEEPERS)  # fmt: skip


@audience(*STOCK_READERS)
@require_GET
def transfer(request: SignedInRequest, transfer_id: UUID) -> HttpResponse:
    """One transfer."""
    return _page(request, queries.transfer_by_id(request.user, transfer_id))


def _page(request: SignedInRequest, found: Transfer, refused: Any = None) -> HttpResponse:
    open_steps = offers(
        TRANSFER, TRANSFER_STEPS, request, found, lambda name: reverse("supply:transfer_move", args=[found.pk, name]),
        state=found.state, refused=refused,
    )  # fmt: skip
    facts = [
        (pgettext("place", "From"), named(found.source)),
        (pgettext("place", "To"), named(found.target)),
        (_("Waybill"), found.waybill),
        (_("Quantity received"), found.received),
        (_("Note"), found.note),
    ]
    frame = Frame(
        title=found.number, crumb=(_("Transfers"), reverse("supply:transfers")), record=found, eyebrow=_("Transfer"),
        subtitle=f"{named(found.part)} × {found.quantity}", facts=facts, offers=open_steps,
    )  # fmt: skip
    return shown(request, frame, status=422 if refused else 200)


@audience(*STOREKEEPERS)
@require_POST
def transfer_move(request: SignedInRequest, transfer_id: UUID, name: str) -> HttpResponse:
    """Take a step with a transfer."""
    return moved(
        request, TRANSFER_STEPS, name, lambda: queries.transfer_by_id(request.user, transfer_id), _page, "supply:transfer"
    )  # fmt: skip
