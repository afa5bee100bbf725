"""Background work of the scorecard: the rollup, every few minutes what changed, every night everything."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from aftersail.core.scope import as_system
from aftersail.scorecard.actions import refresh_rollup


@app.periodic(cron="*/3 * * * *")
@app.task(name="scorecard.refresh", queue="rollup", queueing_lock="scorecard.refresh", pass_context=False)
def refresh_changed_months(timestamp: int = 0) -> None:
    """Count the months again in which a case changed or became late."""
    with as_system():
        refresh_rollup(at=timezone.now())


@app.periodic(cron="20 18 * * *")
@app.task(
    name="scorecard.refresh_all", queue="rollup", queueing_lock="scorecard.refresh_all", pass_context=False
)
def refresh_every_month(timestamp: int = 0) -> None:
    """Count every month again: costs may be posted long after a case was last moved."""
    with as_system():
        refresh_rollup(at=timezone.now(), everything=True)
