"""Background work of the fleet chapter: papers to print, ships that nobody attends, what goes out of support."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from aftersail.core.scope import as_system
from aftersail.fleet.actions import accounts, paper
from aftersail.fleet.actions.obsolescence import raise_obsolescence_alerts


@app.task(name=paper.PRINT_TASK, queue="documents", retry=5)
def print_handover(handover_id: str) -> None:
    """Print the frozen editions of a handover that are not printed yet."""
    with as_system():
        paper.print_papers(UUID(handover_id))


@app.periodic(cron="5 6 * * *")
@app.task(name="fleet.tell_unattended", queue="events", queueing_lock="fleet.tell_unattended")
def tell_unattended(timestamp: int) -> None:
    """Raise the day's alerts for ships whose service manager and deputy are both away."""
    with as_system():
        accounts.tell_unattended(on=timezone.localdate(), at=timezone.now())


@app.periodic(cron="10 23 * * *")
@app.task(name="fleet.obsolescence", queue="events", queueing_lock="fleet.obsolescence", pass_context=False)
def look_for_obsolescence(timestamp: int = 0) -> None:
    """Tell of everything that comes to its end."""
    with as_system():
        raise_obsolescence_alerts(at=timezone.now())
