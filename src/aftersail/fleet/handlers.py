"""Reactions within the fleet chapter: who hears of an end of support."""

from __future__ import annotations

from django.apps import apps

from aftersail.core.attention import tell
from aftersail.core.events import on
from aftersail.core.log import sentence
from aftersail.core.models import Account, LogEntry
from aftersail.core.roles import Role
from aftersail.fleet.events import LastBuyNear, SupportEnding

TOLD = (Role.QUALITY.value, Role.DESIGNER.value, Role.DISPATCHER.value)


@on(SupportEnding, LastBuyNear)
def tell_of_obsolescence(_event: SupportEnding | LastBuyNear, entry: LogEntry) -> None:
    """Notify quality, design and dispatch."""
    about = apps.get_model(entry.subject_type)._base_manager.filter(pk=entry.subject_id).first()
    if about is None:
        return
    for account in Account.objects.filter(is_active=True, roles__overlap=list(TOLD)):
        tell(account, sentence(entry), about=about, entry=entry)
