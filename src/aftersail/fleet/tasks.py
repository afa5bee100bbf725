"""Background work of the fleet chapter: every morning a look at what goes out of support."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from aftersail.core.scope import as_system
from aftersail.fleet.actions.obsolescence import raise_obsolescence_alerts


@app.periodic(cron="10 23 * * *")
@app.task(name="fleet.obsolescence", queue="events", queueing_lock="fleet.obsolescence", pass_context=False)
def look_for_obsolescence(timestamp: int = 0) -> None:
    """Tell of everything that comes to its end."""
    with as_system():
        raise_obsolescence_alerts(at=timezone.now())
