"""Background work: reactions to events, delivered at least once and carried out once."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app

from aftersail.core.events import Event, handler_name, handlers_of
from aftersail.core.scope import as_system

SILENT_S = 30
"""A worker not heard of for so long is dead; a living one reports every ten seconds."""


@app.periodic(cron="* * * * *")
@app.task(name="core.take_up_stalled", queue="events", queueing_lock="core.take_up_stalled")
async def take_up_stalled(timestamp: int, silent_s: float = SILENT_S) -> int:
    """Queue the jobs of dead workers again and return how many; reactions carried out already are left alone."""
    stalled = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=silent_s))
    for job in stalled:
        await app.job_manager.retry_job(job)
    return len(stalled)


@app.task(name="core.deliver", queue="events", retry=5)
def deliver(entry_id: int) -> None:
    """Carry out every reaction to a log entry that has not been carried out yet."""
    from aftersail.core.attention import tell_followers
    from aftersail.core.models import Delivery, LogEntry
    from aftersail.core.webhooks.listening import somebody_listens
    from aftersail.core.webhooks.sending import note_calls

    with as_system():
        entry = LogEntry.objects.get(pk=entry_id)
        kind = Event.registry[entry.event]
        event = kind.from_data(entry.data)
        reactions = [*handlers_of(entry.event), *([tell_followers] if kind.tells_followers else [])]
        if somebody_listens(entry.event):
            reactions.append(note_calls)
        for reaction in reactions:
            with transaction.atomic():
                _row, fresh = Delivery.objects.get_or_create(
                    entry_id=entry_id, handler=handler_name(reaction)
                )
                if fresh:
                    reaction(event, entry)


DELIVERY = (
    f"procrastinate_defer_jobs_v1(array[row('{deliver.queue}', '{deliver.name}', {deliver.priority}, null, null,"
    " jsonb_build_object('entry_id', {entry_id}), null)::procrastinate_job_to_defer_v1])"
)
"""SQL that queues the reactions to an entry, in the transaction that wrote it: what `deliver.defer` does, without asking twice."""


def on_app_ready(_app: Any) -> None:
    """Hook of the queue: tasks of chapters register themselves when their `tasks` and `handlers` rooms load."""
    from importlib import import_module
    from importlib.util import find_spec

    from django.apps import apps

    for config in apps.get_app_configs():
        if config.name.startswith("aftersail."):
            for room in ("handlers", "tasks"):
                if find_spec(f"{config.name}.{room}") is not None:
                    import_module(f"{config.name}.{room}")
