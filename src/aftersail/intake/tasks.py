"""Background work of the intake: the mailbox is read every minute; one reading at a time, safe to run twice."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from aftersail.core.scope import as_system
from aftersail.intake.actions.mailbox import READ_TASK, poll


@app.periodic(cron="* * * * *")
@app.task(name=READ_TASK, queue="mail", lock=READ_TASK, queueing_lock=READ_TASK)
def read_mailbox(timestamp: int) -> int:
    """Take in what came into the mailbox; return how many mails that were."""
    if not settings.MAILBOX_URL:
        return 0
    with as_system():
        return poll(timezone.now(), timezone.now)
