"""Telling people, once each, that support of a model or version ends or that a last buy is due."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from aftersail.core.log import record
from aftersail.core.models import LogEntry
from aftersail.fleet.events import LastBuyNear, SupportEnding
from aftersail.fleet.models import ProductModel
from aftersail.fleet.queries.lineage import ending, units_aboard


@transaction.atomic
def raise_obsolescence_alerts(*, at: datetime) -> int:
    """Record an alert for everything that ends within its family's months ahead, and return how many were new.

    Runs under every row. An end date that is moved is told again.
    """
    told = 0
    for about, what, day, kind in ending(timezone.localdate(at)):
        made = SupportEnding if kind == "support" else LastBuyNear
        model_id = about.pk if isinstance(about, ProductModel) else about.model_id
        known = LogEntry.objects.filter(
            subject_id=about.pk, event=made.event_name, data__what=what, data__ends_on=day.isoformat()
        )
        if not known.exists():
            record(made(what, day, units_aboard(model_id)), by=None, about=about, at=at)
            told += 1
    return told
