"""Reactions within the chapter: who plans by a hull's dates is told of a change, and of a ship that has nobody."""

from __future__ import annotations

from django.utils import translation

from aftersail.core.attention import tell
from aftersail.core.events import Event, on
from aftersail.core.log import sentence
from aftersail.core.models import LogEntry
from aftersail.fleet.events import DeliveredUnready, MilestoneMoved, StewardAway
from aftersail.fleet.models import Vessel
from aftersail.fleet.queries.owners import owners_of


@on(MilestoneMoved, DeliveredUnready, StewardAway)
def tell_owners(event: Event, entry: LogEntry) -> None:
    """Tell service manager, deputy, station manager and dispatchers; not who did it, nor who may not see the hull (R36)."""
    vessel = Vessel.objects.select_related("steward__account", "deputy__account").get(pk=entry.subject_id)
    keys = set(vessel.reach_keys())
    for account in owners_of(vessel):
        if account.pk == entry.account_id or not (account.sees_everything or account.reach_ids & keys):
            continue
        with translation.override(account.language):
            title = f"{vessel.hull_code} {vessel.name} · {sentence(entry)}"
        tell(account, title, about=vessel, entry=entry)
