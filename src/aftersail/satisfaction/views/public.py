"""The card behind its own address: no sign-in, made for a phone in one hand."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aftersail.core.attempts import attempt
from aftersail.core.audience import GUESTS, audience
from aftersail.core.models import Account
from aftersail.core.refusals import NotThere
from aftersail.core.scope import as_system
from aftersail.satisfaction import actions, queries
from aftersail.satisfaction.forms import CardForm, OwnDeclineForm
from aftersail.satisfaction.models import SatisfactionCard
from aftersail.satisfaction.states import CardState


@audience(*GUESTS)
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, token: str) -> HttpResponse:
    """Ask the questions; once answered, the same address says thank you."""
    with as_system():
        card = _card(token)
        form = CardForm(request.POST or None, initial={"version": card.version})
        if request.method == "POST" and card.state == CardState.OPEN:
            given = attempt(
                form,
                lambda _typed: actions.answer_card(
                    by=_person(request), card=card, at=timezone.now(), **form.answers()
                ),
            )
            if given is not None:
                return redirect("satisfaction:public", token=token)
        return _page(request, card, form, OwnDeclineForm(initial={"version": card.version}))


@audience(*GUESTS)
@require_POST
def decline(request: HttpRequest, token: str) -> HttpResponse:
    """Take a "rather not" with its reason."""
    with as_system():
        card = _card(token)
        form = OwnDeclineForm(request.POST)
        if card.state != CardState.OPEN:
            return redirect("satisfaction:public", token=token)
        done = attempt(form, lambda typed: actions.decline_card(
            by=_person(request), card=card, at=timezone.now(), code=typed["code"], note=typed["note"], seen=typed["version"]
        ))  # fmt: skip
        if done is not None:
            return redirect("satisfaction:public", token=token)
        return _page(request, card, CardForm(initial={"version": card.version}), form)


def _card(token: str) -> SatisfactionCard:
    found = queries.card_by_token(token)
    if found is None:
        raise NotThere(
            [_("This card is not known. Check the address, or ask the service station for a new one.")]
        )
    return found


def _person(request: HttpRequest) -> Account | None:
    return request.user if request.user.is_authenticated else None  # type: ignore[return-value]


def _page(
    request: HttpRequest, card: SatisfactionCard, form: CardForm, refusal: OwnDeclineForm
) -> HttpResponse:
    context: dict[str, Any] = {"card": card, "form": form, "refusal": refusal}
    if card.state != CardState.OPEN:
        return render(request, "satisfaction/thanks.html", context)
    context["signed_in_at_the_desk"] = request.user.is_authenticated and request.user.is_house
    wrong = bool(form.errors or refusal.errors)
    return render(request, "satisfaction/ask.html", context, status=422 if wrong else 200)
