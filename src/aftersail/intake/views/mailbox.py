"""The mailbox as the desk sees it: how its reading fares, what came, what was refused and why."""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aftersail.core import lists
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.roles import Role
from aftersail.intake import queries
from aftersail.intake.actions.mailbox import ask_to_read, take_in_after_all
from aftersail.intake.models import MailboxState
from aftersail.intake.registers import MAILS
from aftersail.intake.states import TRIAGE, MailOutcome


@require_GET
@audience(*TRIAGE)
def mailbox(request: SignedInRequest) -> HttpResponseBase:
    """List the mails that came and what became of each."""
    where = urlsplit(settings.MAILBOX_URL)
    return lists.page(
        request, MAILS, queries.mails_for(request.user), title=_("Mailbox"), template="intake/mailbox.html",
        state=MailboxState.objects.first(), address=f"{where.username or ''} · {where.hostname}" if where.hostname else "",
    )  # fmt: skip


@require_POST
@audience(*TRIAGE)
def read_now(request: SignedInRequest) -> HttpResponse:
    """Let a worker read the mailbox now rather than within the minute."""
    if settings.MAILBOX_URL:
        ask_to_read(timezone.now())
        messages.success(request, _("The mailbox is being read; reload this page in a moment."))
    return redirect("intake:mailbox")


@require_GET
@audience(*TRIAGE)
def mail(request: SignedInRequest, mail_id: UUID) -> HttpResponse:
    """Show one mail and what became of it."""
    found = queries.mail_by_id(request.user, mail_id)
    refused = found.outcome in {MailOutcome.REFUSED, MailOutcome.FAILED}
    context = {"mail": found, "may_take_in": refused and request.user.has_role(Role.DISPATCHER)}
    return render(request, "intake/mail.html", context)


@require_POST
@audience(*TRIAGE)
def take_in(request: SignedInRequest, mail_id: UUID) -> HttpResponse:
    """Make a request of a mail that was refused."""
    found = queries.mail_by_id(request.user, mail_id)
    made = take_in_after_all(by=request.user, mail=found, at=timezone.now())
    return redirect("intake:request", request_id=made.pk)
