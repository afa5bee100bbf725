"""Field devices and the verdicts on what they sent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet

from aftersail.core.isolation import VisibleQuerySet
from aftersail.core.models import Account
from aftersail.core.refusals import NotThere
from aftersail.visits.models import FieldCommand, FieldDevice
from aftersail.visits.permissions import FROM_SEA_LEADERS
from aftersail.visits.states import CommandOutcome

MOST_SHOWN = 200
Sent = TypeVar("Sent", FieldCommand, FieldDevice)


def devices_for(account: Account) -> QuerySet[FieldDevice]:
    """Return the devices that an account looks after: of everybody in its reach, or its own."""
    rows = _own_or_led(account, FieldDevice.objects.visible_to(account))
    return rows.select_related("account", "station").order_by("-seen_at")


def device_by_id(account: Account, device_id: UUID) -> FieldDevice:
    """Return one device that an account looks after, or refuse as if it did not exist."""
    found = devices_for(account).filter(pk=device_id).first()
    if found is None:
        raise NotThere
    return found


def own_device(account: Account, device_id: UUID) -> FieldDevice:
    """Return a device of this account's own, or refuse as if it did not exist."""
    found = FieldDevice.objects.visible_to(account).filter(pk=device_id, account=account).first()
    if found is None:
        raise NotThere
    return found


def commands_among(device: FieldDevice, ids: Iterable[UUID]) -> list[FieldCommand]:
    """Return those commands of a device that have come before, of some ids."""
    return list(FieldCommand.objects.filter(device=device, pk__in=list(ids)))


def verdicts_after(device: FieldDevice, number: int, most: int) -> list[FieldCommand]:
    """Return the commands of a device after a number, in their order."""
    return list(FieldCommand.objects.filter(device=device, number__gt=number).order_by("number")[:most])


def not_done(account: Account) -> QuerySet[FieldCommand]:
    """Return the commands that were refused, conflict or failed here, of those an account looks after; the latest first."""
    rows = _own_or_led(account, FieldCommand.objects.visible_to(account)).exclude(outcome=CommandOutcome.DONE)
    return rows.select_related("device", "account").order_by("-received_at", "-number")


def undecided(account: Account) -> QuerySet[FieldCommand]:
    """Return those not done about which nobody has decided."""
    return not_done(account).filter(settled="")


def command_by_id(account: Account, command_id: UUID) -> FieldCommand:
    """Return a command that an account looks after, or refuse as if it did not exist."""
    rows = _own_or_led(account, FieldCommand.objects.visible_to(account))
    found = rows.filter(pk=command_id).select_related("device").first()
    if found is None:
        raise NotThere
    return found


def _own_or_led(account: Account, rows: VisibleQuerySet[Sent]) -> VisibleQuerySet[Sent]:
    return rows if account.has_role(*FROM_SEA_LEADERS) else rows.filter(account=account)
