"""Field devices and the verdicts on what they sent."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from aftersail.core.models import Account
from aftersail.core.refusals import NotThere
from aftersail.visits.models import FieldCommand, FieldDevice
from aftersail.visits.states import CommandOutcome

MOST_SHOWN = 200


def device_by_id(account: Account, device_id: UUID) -> FieldDevice:
    """Return one device, or refuse as if it did not exist."""
    found = FieldDevice.objects.visible_to(account).filter(pk=device_id).first()
    if found is None:
        raise NotThere
    return found


def commands_among(device: FieldDevice, ids: Iterable[UUID]) -> list[FieldCommand]:
    """Return those commands of a device that have come before, of some ids."""
    return list(FieldCommand.objects.filter(device=device, pk__in=list(ids)))


def verdicts_after(device: FieldDevice, number: int, most: int) -> list[FieldCommand]:
    """Return the commands of a device after a number, in their order."""
    return list(FieldCommand.objects.filter(device=device, number__gt=number).order_by("number")[:most])


def commands_not_done(account: Account) -> list[FieldCommand]:
    """Return an account's own commands that were refused, conflict or failed here, the latest first."""
    rows = FieldCommand.objects.visible_to(account).exclude(outcome=CommandOutcome.DONE)
    return list(rows.select_related("device").order_by("-received_at", "-number")[:MOST_SHOWN])
