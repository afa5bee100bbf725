"""Freezing a hull's technical state: what was fitted on a day, written down for good."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

import orjson
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.once import claim
from aftersail.core.refusals import Forbidden
from aftersail.core.verdicts import Refused
from aftersail.fleet.events import StateFrozen
from aftersail.fleet.models import FrozenState, Vessel
from aftersail.fleet.permissions.technical_state import may_freeze_state
from aftersail.fleet.queries.ledger import state_on
from aftersail.fleet.states import StateKind

FREEZABLE = (StateKind.AS_BUILT, StateKind.AS_DELIVERED)


@transaction.atomic
def freeze_as_delivered(vessel: Vessel, at: datetime) -> FrozenState | None:
    """Freeze what is aboard as delivered, at a handover; a hull without registered units has nothing to freeze."""
    if not state_on(vessel.pk, timezone.localdate(at)):
        return None
    return freeze_technical_state(by=None, vessel=vessel, kind=StateKind.AS_DELIVERED, at=at)


def freeze_technical_state(
    *, by: Account | None, vessel: Vessel, kind: str, at: datetime, on: date | None = None
) -> FrozenState:
    """Write down for good what is fitted aboard as the hull's as-built or as-delivered state.

    on: the day that counts, by default that of `at`. `by` None is the system itself, as at a handover. A state is frozen
    once: a second call returns what the first one wrote. Raises `Refused`.
    """
    if by is not None and not (verdict := may_freeze_state(by, vessel)):
        raise Forbidden(verdict.reasons)
    if kind not in FREEZABLE:
        raise Refused(
            [_("Only the as-built and the as-delivered state are frozen; the others follow from records.")]
        )
    day, today = on or timezone.localdate(at), timezone.localdate(at)
    if day > today:
        raise Refused([_("The day lies in the future.")])
    claim(vessel.pk)
    known = FrozenState.objects.filter(vessel=vessel, kind=kind).first()
    if known is not None:
        return known
    nodes = [node.as_data() for _unit, node in sorted(state_on(vessel.pk, day).items())]
    if not nodes:
        raise Refused([_("No unit is registered aboard on that day; there is nothing to freeze.")])
    digest = hashlib.sha256(orjson.dumps(nodes, option=orjson.OPT_SORT_KEYS)).hexdigest()
    made = FrozenState(
        vessel=vessel,
        kind=kind,
        state_on=day,
        frozen_at=at,
        frozen_by=by.name if by else "",
        nodes=nodes,
        digest=digest,
    )
    made.save(force_insert=True)
    record(StateFrozen(str(kind), day, len(nodes), digest), by=by, about=vessel, at=at)
    return made
