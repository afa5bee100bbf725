"""Administration of webhooks: which program is called for what, and how each call went."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aftersail.core import lists
from aftersail.core.attempts import attempt
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.channel_forms import WebhookForm
from aftersail.core.models import MailState, WebhookDelivery, WebhookSubscription
from aftersail.core.roles import Role
from aftersail.core.views.mail import next_cell
from aftersail.core.webhooks.actions import (
    change_webhook,
    event_choices,
    make_webhook,
    renew_secret,
    send_again,
)

WEBHOOKS = lists.ListSpec(
    page="core:webhooks",
    columns=(
        lists.Column("name", gettext_lazy("Name"), sort=True, link="core:webhook", title=True),
        lists.Column("url", gettext_lazy("Address"), sort=True),
        lists.Column(
            "events", gettext_lazy("Events told"), paint=lambda events: str(len(events)), export=", ".join
        ),
        lists.Column("is_active", gettext_lazy("Active"), kind="yes", sort=True),
        lists.Column("created_at", gettext_lazy("Created"), kind="moment", sort=True, phone=False),
    ),
    default_sort="name",
    search_paths=("name", "url"),
    placeholder=gettext_lazy("Name or address"),
    empty=gettext_lazy(
        "No program is called yet. A webhook tells an ERP or a chat when something happens here."
    ),
)
DELIVERIES = lists.ListSpec(
    page="core:webhook_deliveries",
    columns=(
        lists.Column("event", gettext_lazy("Event told"), sort=True, title=True, link="core:webhook_delivery"),
        lists.Column("webhook", gettext_lazy("Webhook"), path="webhook__name", sort=True),
        lists.Column("state", gettext_lazy("State"), kind="state", choices=MailState.choices, sort=True),
        lists.Column("created_at", gettext_lazy("Happened"), kind="moment", sort=True),
        lists.Column("attempts", gettext_lazy("Attempts"), kind="number"),
        lists.Column("last_status", gettext_lazy("Answer of the program"), kind="number"),
        lists.Column("last_error", gettext_lazy("Last failure")),
        lists.Column("next_at", gettext_lazy("Next attempt"), phone=False, also=("state",), paint=next_cell, export=lambda at, state: at if state == MailState.WAITING else None),
    ),
    default_sort="-created_at",
    filters=(
        lists.Filter("state", gettext_lazy("State"), choices=MailState.choices),
        lists.Filter(
            "webhook", gettext_lazy("Webhook"), path="webhook_id",
            choices=lists.choices_from(lambda _account: WebhookSubscription.objects.all(), "name"),
        ),
    ),
    search_paths=("event",),
    placeholder=gettext_lazy("Event told"),
    empty=gettext_lazy("No call was made yet."),
)  # fmt: skip


@require_GET
@audience(Role.ADMIN)
def webhooks(request: SignedInRequest) -> HttpResponseBase:
    """List the programs that are called."""
    actions = [
        lists.Action(_("Calls"), reverse("core:webhook_deliveries"), "history", "secondary"),
        lists.Action(_("New webhook"), reverse("core:webhook_new"), "plus"),
    ]
    return lists.page(
        request, WEBHOOKS, WebhookSubscription.objects.all(), title=_("Webhooks"), actions=actions
    )


@never_cache
@require_http_methods(["GET", "POST"])
@audience(Role.ADMIN)
def webhook_new(request: SignedInRequest) -> HttpResponse:
    """Make a webhook; its secret is shown in the answer only."""
    form = WebhookForm(request.POST or None, events=event_choices())
    if request.method == "POST":
        made = attempt(form, lambda typed: _make(request, typed))
        if made is not None:
            return _page(request, made[0], secret=made[1])
    context = {"form": form, "webhook": None}
    return render(request, "core/webhook.html", context, status=422 if form.errors else 200)


def _make(request: SignedInRequest, typed: dict[str, Any]) -> tuple[WebhookSubscription, str]:
    typed = {key: typed[key] for key in ("id", "name", "url", "events")}
    return make_webhook(by=request.user, at=timezone.now(), **typed)


@never_cache
@require_http_methods(["GET", "POST"])
@audience(Role.ADMIN)
def webhook(request: SignedInRequest, webhook_id: UUID) -> HttpResponse:
    """Show and change a webhook."""
    found = get_object_or_404(WebhookSubscription, pk=webhook_id)
    if request.method == "GET":
        return _page(request, found)
    form = WebhookForm(request.POST, events=event_choices())
    made = attempt(form, lambda typed: _change(request, found, typed))
    if made is None:
        return _page(request, found, form=form)
    messages.success(request, _("The webhook is changed."))
    return redirect("core:webhook", found.pk)


def _change(
    request: SignedInRequest, found: WebhookSubscription, typed: dict[str, Any]
) -> WebhookSubscription:
    wanted = {key: typed[key] for key in ("name", "url", "events", "is_active")}
    return change_webhook(by=request.user, webhook=found, at=timezone.now(), seen=typed["version"], **wanted)


@never_cache
@require_POST
@audience(Role.ADMIN)
def webhook_secret(request: SignedInRequest, webhook_id: UUID) -> HttpResponse:
    """Sign with a new secret from now on, and show it this once."""
    found = get_object_or_404(WebhookSubscription, pk=webhook_id)
    return _page(request, found, secret=renew_secret(by=request.user, webhook=found, at=timezone.now()))


@require_GET
@audience(Role.ADMIN)
def deliveries(request: SignedInRequest) -> HttpResponseBase:
    """List the calls, those given up as well."""
    return lists.page(request, DELIVERIES, WebhookDelivery.objects.all(), title=_("Webhook calls"))


@require_GET
@audience(Role.ADMIN)
def delivery(request: SignedInRequest, delivery_id: UUID) -> HttpResponse:
    """Show how one call went."""
    found = get_object_or_404(WebhookDelivery.objects.select_related("webhook"), pk=delivery_id)
    return render(request, "core/webhook_delivery.html", {"delivery": found})


@require_POST
@audience(Role.ADMIN)
def delivery_again(request: SignedInRequest, delivery_id: UUID) -> HttpResponse:
    """Make a call once more."""
    found = get_object_or_404(WebhookDelivery, pk=delivery_id)
    send_again(by=request.user, delivery=found, at=timezone.now())
    messages.success(request, _("The call is made again within a minute."))
    return redirect("core:webhook_delivery", found.pk)


def _page(
    request: SignedInRequest, found: WebhookSubscription, form: WebhookForm | None = None, secret: str = ""
) -> HttpResponse:
    shown = form or WebhookForm(events=event_choices(), initial=WebhookForm.values_of(found))
    calls = found.deliveries.order_by("-created_at")[:20]
    context = {"form": shown, "webhook": found, "secret": secret, "calls": calls}
    return render(
        request, "core/webhook.html", context, status=422 if form is not None and form.errors else 200
    )
