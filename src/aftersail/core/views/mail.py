"""When one is written to; stopping mails from a link; the outbox for whoever keeps the installation."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aftersail.core import lists
from aftersail.core.audience import EVERYONE, GUESTS, SignedInRequest, audience
from aftersail.core.channel_forms import MailPreferenceForm
from aftersail.core.forms import add_reasons
from aftersail.core.gateways import mail_is_set_up
from aftersail.core.lists.cells import painted
from aftersail.core.mail import preferences
from aftersail.core.mail.outbox import try_again
from aftersail.core.models import MailState, OutgoingMail
from aftersail.core.refusals import NotThere
from aftersail.core.roles import Role
from aftersail.core.scope import as_system
from aftersail.core.verdicts import Refused


def next_cell(at: datetime, state: str) -> str:
    """Paint when it is tried again; nothing is tried again that was sent or given up."""
    return painted("moment", at) if state == MailState.WAITING else "—"


OUTBOX = lists.ListSpec(
    page="core:outbox",
    columns=(
        lists.Column("to", gettext_lazy("Recipient"), sort=True, title=True),
        lists.Column("state", gettext_lazy("State"), kind="state", choices=MailState.choices, sort=True),
        lists.Column("kind", gettext_lazy("Kind"), sort=True),
        lists.Column("created_at", gettext_lazy("Written"), kind="moment", sort=True),
        lists.Column("sent_at", gettext_lazy("Sent"), kind="moment", sort=True),
        lists.Column("attempts", gettext_lazy("Attempts"), kind="number", sort=True),
        lists.Column(
            "next_at",
            gettext_lazy("Next attempt"),
            phone=False,
            also=("state",),
            paint=next_cell,
            export=lambda at, state: at if state == MailState.WAITING else None,
        ),
        lists.Column("last_error", gettext_lazy("Last failure")),
    ),
    default_sort="-created_at",
    filters=(lists.Filter("state", gettext_lazy("State"), choices=MailState.choices),),
    search_paths=("to",),
    placeholder=gettext_lazy("Address"),
    empty=gettext_lazy("Nothing was written yet."),
)


@require_http_methods(["GET", "POST"])
@audience(*EVERYONE)
def preference(request: SignedInRequest) -> HttpResponse:
    """Choose when one is written to."""
    kept = preferences.preference_of(request.user)
    form = MailPreferenceForm(request.POST or None, preference=kept)
    if request.method == "POST" and form.is_valid():
        try:
            preferences.choose(by=request.user, **form.choice())
        except Refused as refused:
            add_reasons(form, refused)
        else:
            messages.success(request, _("Your choice is kept."))
            return redirect("core:mail_preference")
    context = {"form": form, "kept": kept, "set_up": mail_is_set_up()}
    return render(request, "core/mail_preference.html", context, status=422 if form.errors else 200)


@csrf_exempt
@require_http_methods(["GET", "POST"])
@audience(*GUESTS)
def stop(request: HttpRequest, secret: str) -> HttpResponse:
    """Stop the mails to whoever holds the link, without signing in; mail programs post here by themselves (RFC 8058)."""
    with as_system():
        account = preferences.account_to_stop(secret)
        if account is None:
            raise NotThere([_("This link is not known. Sign in and choose under My account, Mail.")])
        if request.method == "POST":
            preferences.stop(account, timezone.now())
    context = {"secret": secret, "stopped": request.method == "POST"}
    return render(request, "core/stop_mail.html", context)


@require_GET
@audience(Role.ADMIN)
def outbox(request: SignedInRequest) -> HttpResponseBase:
    """List what went out and what did not; of a message only to whom and how it fared, never what it says."""
    with as_system():
        return lists.page(
            request, OUTBOX, OutgoingMail.objects.all(), title=_("Outgoing mail"), template="core/outbox.html",
            set_up=mail_is_set_up(), given_up=OutgoingMail.objects.filter(state=MailState.GIVEN_UP).count(),
        )  # fmt: skip


@require_POST
@audience(Role.ADMIN)
def send_given_up(request: SignedInRequest) -> HttpResponse:
    """Try every message again that was given up."""
    with as_system():
        given_up = list(OutgoingMail.objects.filter(state=MailState.GIVEN_UP)[:1000])
        for mail in given_up:
            try_again(mail, timezone.now())
    messages.success(request, _("%s messages will be tried again within a minute.") % len(given_up))
    return redirect("core:outbox")
