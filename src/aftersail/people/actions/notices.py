"""Telling holder and manager that a certificate ends, once at each notice."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from aftersail.core.attention import tell
from aftersail.core.log import record, sentence
from aftersail.core.models import LogEntry
from aftersail.people.events import CertificateEnding
from aftersail.people.queries.papers import NOTICES, Ending, endings, to_tell


def tell_of_endings(*, at: datetime) -> int:
    """Write an alert for every certificate that has come to a notice (60, 30, 7 days, the day itself); returns how many.

    Safe to run again: each notice of a certificate is given once, and a day on which nothing ran is made up for.
    """
    told = 0
    for ending in endings(None, timezone.localdate(at), max(NOTICES)):
        with transaction.atomic():
            told += _tell(ending, at)
    return told


def _tell(ending: Ending, at: datetime) -> bool:
    paper, notice = ending.paper, min(n for n in NOTICES if n >= max(ending.days, 0))
    earlier = (
        LogEntry.objects.filter(subject_id=paper.pk, event=CertificateEnding.event_name)
        .order_by("-at")
        .first()
    )
    if earlier is not None:
        last = CertificateEnding.from_data(earlier.data)
        if (
            last.expires_on == paper.expires_on
            and min(n for n in NOTICES if n >= max(last.days, 0)) <= notice
        ):
            return False
    assert paper.expires_on is not None
    event = CertificateEnding(
        person=paper.staff.name, kind=paper.kind.name, expires_on=paper.expires_on, days=ending.days
    )
    entry = record(event, by=None, about=paper, at=at)
    for account in to_tell(paper.staff):
        tell(account, sentence(entry), about=paper, entry=entry)
    return True
