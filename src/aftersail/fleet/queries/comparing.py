"""Two technical states side by side: of a hull or of one unit, with the permits that cover what differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from aftersail.core.models import Account
from aftersail.fleet.models import Equipment, Permit, Vessel
from aftersail.fleet.queries.ledger import TechnicalState, technical_state
from aftersail.fleet.rules.serials import is_among
from aftersail.fleet.rules.state_changes import is_in_force
from aftersail.fleet.rules.technical_state import Difference, Path, compared, within
from aftersail.fleet.states import PermitState, StateKind


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two states and what lies between them.

    lines: every place in the order of the tree; `changed` of them differ. counts: places by what differs there.
    permits: numbers of the permits in force on the right-hand day, by unit.
    """

    left: TechnicalState
    right: TechnicalState
    lines: list[Difference]
    counts: dict[str, int]
    permits: dict[str, list[tuple[UUID, str, str]]]

    @property
    def changed(self) -> list[Difference]:
        """The places in which something differs."""
        return [line for line in self.lines if line.kinds]

    @property
    def without_bill(self) -> int:
        """How many units were left out because their version has no bill."""
        return len({*self.left.without_bill, *self.right.without_bill})

    @property
    def complete(self) -> bool:
        """Whether both states are known."""
        return self.left.known and self.right.known


def comparison(
    vessel: Vessel, left: tuple[StateKind, date], right: tuple[StateKind, date], unit: Equipment | None = None
) -> Comparison:
    """Compare two states of a hull, or of one unit with its parts; the unit's place counts, whoever sits there."""
    states = [technical_state(vessel, *left), technical_state(vessel, *right)]
    one, other = (state.paths for state in states)
    if StateKind.AS_DESIGNED in (left[0], right[0]):
        one, other = _with_a_bill(states, one), _with_a_bill(states, other)
    if unit is not None:
        root = _place_of(str(unit.pk), other) or _place_of(str(unit.pk), one)
        one, other = (within(paths, root) if root else {} for paths in (one, other))
    lines = list(compared(one, other)) if states[0].known and states[1].known else []
    counts = Counter(kind for line in lines for kind in line.kinds)
    return Comparison(states[0], states[1], lines, dict(counts), _permits(lines, right[1]))


def _place_of(unit: str, paths: dict[Path, Any]) -> Path | None:
    return next((path for path, node in paths.items() if node.unit == unit), None)


def _with_a_bill(states: list[TechnicalState], paths: dict[Path, Any]) -> dict[Path, Any]:
    """Leave out units without a bill: what nobody designed on paper cannot differ from it."""
    lacking = {unit for state in states for unit in state.without_bill}
    roots = {path[0] for path, node in paths.items() if len(path) == 1 and node.unit in lacking}
    return {path: node for path, node in paths.items() if path[0] not in roots}


def _permits(lines: Iterable[Difference], on: date) -> dict[str, list[tuple[UUID, str, str]]]:
    serials = [(n.unit, n.model, n.serial) for line in lines if (n := line.right) and n.serial]
    models = {model for _unit, model, _serial in serials}
    known: dict[str, list[tuple[UUID, str, str, str]]] = {}
    for code, *permit in (
        in_force(on)
        .filter(model__code__in=models)
        .values_list("model__code", "pk", "number", "kind", "serials")
    ):
        known.setdefault(code, []).append(tuple(permit))  # type: ignore[arg-type]
    if not known:
        return {}
    found: dict[str, list[tuple[UUID, str, str]]] = {}
    for unit, model, serial in serials:
        for pk, number, kind, scope in known.get(model, ()):
            if is_among(serial, scope):
                found.setdefault(unit, []).append((pk, number, kind))
    return found


def in_force(on: date) -> Any:
    """Return the permits in force on a day."""
    return Permit.objects.filter(state=PermitState.APPROVED, valid_from__lte=on, valid_until__gte=on)


def permits_of(unit: Equipment, on: date) -> list[tuple[Permit, bool]]:
    """Return the approved permits that name a unit's serial, each with whether it is in force on a day."""
    rows = Permit.objects.filter(model=unit.model, state=PermitState.APPROVED).order_by("-valid_until")
    return [
        (one, is_in_force(state=one.state, valid_from=one.valid_from, valid_until=one.valid_until, on=on))
        for one in rows
        if is_among(unit.serial_number, one.serials)
    ]


def rivals_of(permit: Permit) -> Any:
    """Return the live permits for the same requirement of the same model whose terms meet this one's."""
    same = Q(model=permit.model_id, requirement__iexact=permit.requirement.strip(), kind=permit.kind)
    meets = Q(valid_from__lte=permit.valid_until, valid_until__gte=permit.valid_from)
    return Permit.objects.filter(same, meets, state__in=("submitted", "approved")).exclude(pk=permit.pk)


def made_already(permit: Permit) -> list[str]:
    """Return the serial numbers of a permit that have left the works."""
    made = Equipment.objects.filter(model=permit.model_id).exclude(shipped_on=None, commissioned_on=None)
    return [s for s in made.values_list("serial_number", flat=True) if is_among(s, permit.serials)]


def whose(account: Account, vessel_id: UUID) -> Vessel | None:
    """Return a vessel that the account may see."""
    found: Vessel | None = Vessel.objects.visible_to(account).filter(pk=vessel_id).first()
    return found
