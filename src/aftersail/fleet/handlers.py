"""Reactions within the chapter: who plans by a hull's dates is told of a change; who hears of an end of support."""

from __future__ import annotations

from django.apps import apps
from django.utils import translation

from aftersail.core.attention import tell
from aftersail.core.events import Event, on
from aftersail.core.log import sentence
from aftersail.core.models import Account, LogEntry
from aftersail.core.roles import Role
from aftersail.fleet.events import DeliveredUnready, LastBuyNear, MilestoneMoved, StewardAway, SupportEnding
from aftersail.fleet.models import Vessel
from aftersail.fleet.queries.owners import owners_of

TOLD = (Role.QUALITY.value, Role.DESIGNER.value, Role.DISPATCHER.value)


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


@on(SupportEnding, LastBuyNear)
def tell_of_obsolescence(_event: SupportEnding | LastBuyNear, entry: LogEntry) -> None:
    """Notify quality, design and dispatch."""
    about = apps.get_model(entry.subject_type)._base_manager.filter(pk=entry.subject_id).first()
    if about is None:
        return
    for account in Account.objects.filter(is_active=True, roles__overlap=list(TOLD)):
        tell(account, sentence(entry), about=about, entry=entry)
