"""What comes into a case by mail."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from aftersail.cases.events import CommentMade
from aftersail.cases.models import Case, CaseComment
from aftersail.core.log import record

LONGEST = 4000


@transaction.atomic
def note_mail(*, case: Case, mail_id: UUID, sender: str, text: str, at: datetime) -> CaseComment:
    """Write a mail into the case as its sender's words; the same mail again changes nothing.

    The author is the mail itself: an address can be forged, so no account is said to have written.
    """
    words = f"{sender}: {text}"[:LONGEST]
    comment, fresh = CaseComment.objects.get_or_create(
        id=mail_id,
        defaults={
            "case": case, "author_id": mail_id, "author_name": sender[:60], "text": words, "internal": False, "said_at": at,
        },
    )  # fmt: skip
    if fresh:
        record(CommentMade(text=words), by=None, about=case, at=at)
    return comment
