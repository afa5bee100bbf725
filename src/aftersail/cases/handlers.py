"""Reactions: mail about a request that has become a case belongs into the case."""

from __future__ import annotations

from uuid import UUID

from aftersail.cases.actions.mailed import note_mail
from aftersail.cases.models import Case
from aftersail.core.events import on
from aftersail.core.models import LogEntry
from aftersail.intake.events import MailAdded


@on(MailAdded)
def note_mail_in_case(event: MailAdded, entry: LogEntry) -> None:
    """Write the mail into the case, where its followers hear of it."""
    case = Case.objects.filter(request=entry.subject_id).first()
    if case is not None:
        note_mail(case=case, mail_id=UUID(event.mail_id), sender=event.sender, text=event.text, at=entry.at)
