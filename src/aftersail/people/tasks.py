"""Background work of the people chapter: every morning the certificates that end."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from aftersail.core.scope import as_system
from aftersail.people.actions.notices import tell_of_endings


@app.periodic(cron="5 23 * * *")
@app.task(
    name="people.tell_of_endings", queue="events", queueing_lock="people.tell_of_endings", pass_context=False
)
def tell_of_ending_certificates(timestamp: int = 0) -> int:
    """Tell holders and managers of certificates that end, at seven in the morning in Shanghai."""
    with as_system():
        return tell_of_endings(at=timezone.now())
