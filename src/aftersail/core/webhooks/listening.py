"""Whether somebody outside listens to an event: asked with every action, so it is one short prepared statement."""

from __future__ import annotations

from aftersail.core.models import WebhookSubscription
from aftersail.core.prepared import Prepared

LISTENING = Prepared(
    lambda: WebhookSubscription.objects.filter(is_active=True).order_by().values_list("events")
)


def somebody_listens(event: str) -> bool:
    """Whether an active webhook waits for the event."""
    return any(event in events for (events,) in LISTENING.rows())
