"""Ships in service care: accounts with their conversion lag, ships that still wait, ships with nobody; a yard's own debts."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import Avg, Count, Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aftersail.core import lists
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.roles import CUSTOMER_SIDE, Role
from aftersail.core.verdicts import Refused
from aftersail.fleet.actions.accounts import open_account_without_handover
from aftersail.fleet.actions.leftovers import settle_leftover
from aftersail.fleet.forms.handover import WhyForm
from aftersail.fleet.lists.lifecycle import ACCOUNTS, OWED
from aftersail.fleet.models import Leftover, Vessel
from aftersail.fleet.permissions.handover import (
    ACCOUNT_READERS,
    HANDOVER_WRITERS,
    may_accept_leftover,
    may_fix_leftover,
)
from aftersail.fleet.queries import lifecycle
from aftersail.fleet.queries.owners import unattended

SETTLERS = HANDOVER_WRITERS | CUSTOMER_SIDE | {Role.YARD, Role.ENGINEER}


@audience(*ACCOUNT_READERS)
@require_GET
def accounts(request: SignedInRequest) -> HttpResponseBase:
    """The register of service accounts; above it the ships that wait for theirs, and those with nobody present."""
    account, today = request.user, timezone.localdate()
    rows = lifecycle.accounts_for(account)
    converted = rows.exclude(handover=None).aggregate(
        n=Count("pk"), mean=Avg("lag_working_days"), late=Count("pk", filter=Q(late=True))
    )
    waiting = lifecycle.unconverted(account, today, settings.CONVERSION_WORKING_DAYS)
    return lists.page(
        request, ACCOUNTS, rows, title=_("Service accounts"), template="fleet/accounts.html",
        subtitle=_("From a sold ship to a served one: each account opens with the handover."),
        waiting=waiting, waiting_late=sum(one.late for one in waiting), converted=converted,
        late_share=converted["late"] / converted["n"] if converted["n"] else None,
        allowed=settings.CONVERSION_WORKING_DAYS,
        alone=unattended(Vessel.objects.visible_to(account), today),
        opens=account.has_role(*HANDOVER_WRITERS),
    )  # fmt: skip


@audience(*HANDOVER_WRITERS)
@require_POST
def open_one(request: SignedInRequest, vessel_id: UUID) -> HttpResponse:
    """Take a ship into service care without a handover form, with a reason."""
    rows = Vessel.objects.visible_to(request.user).select_related("station", "steward", "deputy")
    vessel = get_object_or_404(rows, pk=vessel_id)
    form = WhyForm(request.POST)
    if not form.is_valid():
        raise Refused([_("Say why there is no handover form.")])
    open_account_without_handover(
        by=request.user, vessel=vessel, reason=form.cleaned_data["reason"], at=timezone.now()
    )
    messages.success(request, _("The service account is open."))
    return redirect("fleet:accounts")


@audience(Role.YARD)
@require_GET
def owed(request: SignedInRequest) -> HttpResponseBase:
    """What a yard still owes, also on hulls that are no longer open to it."""
    return lists.page(request, OWED, _owed(request), title=_("Leftovers we owe"))


@audience(Role.YARD)
@require_GET
def owed_item(request: SignedInRequest, leftover_id: UUID) -> HttpResponse:
    """One item that the yard owes."""
    item = get_object_or_404(_owed(request), pk=leftover_id)
    return render(request, "fleet/owed_item.html", {"item": item})


@audience(*SETTLERS)
@require_POST
def settle(request: SignedInRequest, leftover_id: UUID, step: str) -> HttpResponse:
    """Tell that an item is put right, or accept it."""
    item = get_object_or_404(Leftover.objects.visible_to(request.user), pk=leftover_id)
    settle_leftover(by=request.user, leftover=item, step=step, at=timezone.now())
    messages.success(request, _("Saved."))
    if request.user.has_role(Role.YARD):
        return redirect("fleet:owed")
    return redirect("fleet:leftover", pk=item.pk)


def about_leftover(request: SignedInRequest, item: Leftover) -> dict[str, object]:
    """Return which step the reader may take on an item of the warranty list."""
    account = request.user
    fixes = item.fixed_on is None and account.has_role(*SETTLERS) and bool(may_fix_leftover(account, item))
    ripe = item.fixed_on is not None and item.accepted_on is None
    return {
        "fixes": fixes,
        "accepts": ripe and account.has_role(*SETTLERS) and bool(may_accept_leftover(account, item)),
    }


def _owed(request: SignedInRequest):  # type: ignore[no-untyped-def]
    return Leftover.objects.visible_to(request.user).filter(yard__in=request.user.reach_ids)
