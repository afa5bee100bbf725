"""Background work of the ground floor: mail and calls that are due, every minute; each is safe to run twice."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from aftersail.core.jobs.running import run as run_job
from aftersail.core.mail.notices import mail_notices
from aftersail.core.mail.outbox import send_due
from aftersail.core.scope import as_system
from aftersail.core.tokens import warn_of_expiry
from aftersail.core.webhooks.sending import call_due

__all__ = ["call_out", "mail_out", "run_job", "warn_of_tokens"]


@app.periodic(cron="* * * * *")
@app.task(name="core.mail_out", queue="mail", lock="core.mail_out", queueing_lock="core.mail_out")
def mail_out(timestamp: int) -> int:
    """Write what people are to be told by mail, then send what is due; return how many went out."""
    with as_system():
        mail_notices(timezone.now())
        return send_due(timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="core.call_out", queue="webhooks", lock="core.call_out", queueing_lock="core.call_out")
def call_out(timestamp: int) -> int:
    """Make the webhook calls that are due; return how many were answered well."""
    with as_system():
        return call_due(timezone.now())


@app.periodic(cron="30 7 * * *")
@app.task(name="core.warn_of_expiry", queue="mail", queueing_lock="core.warn_of_expiry")
def warn_of_tokens(timestamp: int) -> int:
    """Tell people whose API tokens expire within a week; return how many were told."""
    with as_system():
        return warn_of_expiry(timezone.now())
