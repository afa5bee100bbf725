"""The cards for people who are signed in: the list, one card, answering, declining, the panel on a case."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Avg, Count
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aftersail.cases.queries.finding import case_by_id
from aftersail.core import lists
from aftersail.core.attempts import attempt
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.models import Account
from aftersail.fleet.models import Vessel
from aftersail.satisfaction import actions, queries
from aftersail.satisfaction.forms import CardForm, DeclineForm, OwnDeclineForm, RecordedCardForm
from aftersail.satisfaction.models import SatisfactionCard
from aftersail.satisfaction.permissions import (
    HANDS_OUT,
    READERS,
    may_answer,
    reads_words,
    records_for_customer,
)
from aftersail.satisfaction.registers import CARDS
from aftersail.satisfaction.states import RECORDERS, CardEvent, CardState


@audience(*READERS)
@require_GET
def cards(request: SignedInRequest) -> HttpResponseBase:
    """The register of cards."""
    return lists.page(request, CARDS, queries.cards_for(request.user), title=_("Satisfaction cards"))


@audience(*READERS)
@require_GET
def card(request: SignedInRequest, card_id: UUID) -> HttpResponse:
    """One card: the answers, or how to get them."""
    found = queries.card_by_id(request.user, card_id)
    return render(request, "satisfaction/card.html", _shown(request, found))


def _shown(request: SignedInRequest, found: SatisfactionCard) -> dict[str, Any]:
    account: Account = request.user  # type: ignore[assignment]
    waiting = found.state == CardState.OPEN
    address = (
        request.build_absolute_uri(reverse("satisfaction:public", args=[found.token])) if waiting else ""
    )
    return {
        "card": found,
        "items": found.items.order_by("id"),
        "words": reads_words(account),
        "waiting": waiting,
        "address": address if account.is_house else "",
        "code": _qr(address) if address and account.is_house else "",
        "may_answer": waiting
        and bool(may_answer(account, found, channel="phone", served=queries.served_on(found))),
        "desk": records_for_customer(account),
    }


def _qr(address: str) -> str:
    import segno

    return mark_safe(
        segno.make(address, error="m").svg_inline(
            scale=4, border=2, svgclass="qr", lineclass=None, omitsize=False
        )
    )


@audience(*RECORDERS)
@require_http_methods(["GET", "POST"])
def answer(request: SignedInRequest, card_id: UUID) -> HttpResponse:
    """Answer as the customer, or write down what the customer said."""
    found = queries.card_by_id(request.user, card_id)
    account: Account = request.user  # type: ignore[assignment]
    kind = RecordedCardForm if account.is_house else CardForm
    form = kind(
        request.POST or None,
        initial={"version": found.version, "respondent": "" if account.is_house else account.name},
    )
    if request.method == "POST":
        given = attempt(
            form,
            lambda _typed: actions.answer_card(by=account, card=found, at=timezone.now(), **form.answers()),
        )
        if given is not None:
            return _after(request, found)
    context = _shown(request, found) | {"form": form}
    return render(request, "satisfaction/answer.html", context, status=422 if form.errors else 200)


@audience(*RECORDERS)
@require_http_methods(["GET", "POST"])
def decline(request: SignedInRequest, card_id: UUID) -> HttpResponse:
    """Record that no answer will come, and why."""
    found = queries.card_by_id(request.user, card_id)
    kind = DeclineForm if request.user.is_house else OwnDeclineForm
    form = kind(request.POST or None, initial={"version": found.version})
    if request.method == "POST":
        done = attempt(form, lambda typed: actions.decline_card(
            by=request.user, card=found, at=timezone.now(), code=typed["code"], note=typed["note"], seen=typed["version"]
        ))  # fmt: skip
        if done is not None:
            return _after(request, found)
    context = {"card": found, "form": form, "tries": queries.tries_since(found)}
    return render(request, "satisfaction/decline.html", context, status=422 if form.errors else 200)


def _after(request: SignedInRequest, found: SatisfactionCard) -> HttpResponse:
    return (
        redirect("satisfaction:card", card_id=found.pk)
        if request.user.has_role(*READERS)
        else redirect("web:home")
    )


@audience(*READERS)
@require_GET
def case_panel(request: SignedInRequest, case_id: UUID) -> HttpResponse:
    """The cards of a case, on the case's page."""
    case = case_by_id(request.user, case_id)
    shown = (
        queries.cards_for(request.user).filter(case=case).select_related("visit").order_by("handed_out_at")
    )
    context = {
        "cards": shown,
        "case": case,
        "words": reads_words(request.user),
        "may_hand_out": request.user.has_role(*HANDS_OUT),
    }
    return render(request, "satisfaction/parts/_case_panel.html", context)


@audience(*READERS)
@require_GET
def vessel_panel(request: SignedInRequest, vessel_id: UUID) -> HttpResponse:
    """What a ship thought of our service, on the ship's page (R04)."""
    vessel = get_object_or_404(Vessel.objects.visible_to(request.user), pk=vessel_id)
    cards = queries.cards_for(request.user).filter(case__vessel=vessel)
    context = {
        "mean": cards.filter(state=CardState.ANSWERED).aggregate(mean=Avg("overall"), n=Count("pk")),
        "cards": cards.select_related("case").order_by("-handed_out_at")[:6],
        "words": reads_words(request.user),
    }
    return render(request, "satisfaction/parts/_vessel_panel.html", context)


@audience(*HANDS_OUT)
@require_POST
def hand_out(request: SignedInRequest, case_id: UUID) -> HttpResponse:
    """Hand out a card now, outside the usual events (R88)."""
    case = case_by_id(request.user, case_id)
    made = actions.hand_out_card(by=request.user, case=case, event=CardEvent.AD_HOC, at=timezone.now())
    return redirect("satisfaction:card", card_id=made.pk)
