"""Background work of the supply chapter: every night the calendar locks tools whose calibration has run out."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from aftersail.core.scope import as_system
from aftersail.supply.actions.tooling import keep_calendar


@app.periodic(cron="10 16 * * *")
@app.task(
    name="supply.keep_calendar", queue="events", queueing_lock="supply.keep_calendar", pass_context=False
)
def keep_tool_calendar(timestamp: int = 0) -> None:
    """Mark and lock tools by their day, ten past midnight in China."""
    with as_system():
        keep_calendar(at=timezone.now())
