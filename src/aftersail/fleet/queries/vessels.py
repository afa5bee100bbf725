"""Reads about ships, units and those to talk to: lists, the tree aboard, the strip of a hull's life, its warranties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from aftersail.core.models import Account
from aftersail.core.prepared import Prepared, SeenBy, among
from aftersail.fleet import rules
from aftersail.fleet.models import Contact, Customer, Equipment, Milestone, ProductModel, Vessel
from aftersail.fleet.queries.promises import legacy_since, warranty_of
from aftersail.fleet.queries.warranty_book import book_of
from aftersail.fleet.states import LifecycleStage, MilestoneKind


def vessels(account: Account) -> QuerySet[Vessel]:
    """Return vessels with the number of units aboard."""
    aboard = Count("equipment", filter=Q(equipment__removed_on=None))
    return Vessel.objects.visible_to(account).annotate(units=aboard)


def customers(account: Account) -> QuerySet[Customer]:
    """Return customers with the number of vessels in service or building."""
    afloat = Count("vessels", filter=Q(vessels__retired_on=None))
    return Customer.objects.visible_to(account).annotate(vessel_count=afloat)


TO_CALL = SeenBy(Contact, lambda rows, vessel: rows.filter(vessel=vessel), UUID)
"""The people of a ship whom an account may call."""


def contacts(account: Account) -> QuerySet[Contact]:
    """Return the people whom this account may call."""
    return Contact.objects.visible_to(account)


def models_in_use(account: Account) -> QuerySet[ProductModel]:
    """Return product models with the number of units that this account may see."""
    seen = Equipment.objects.visible_to(account).filter(removed_on=None)
    return ProductModel.objects.visible_to(account).annotate(
        unit_count=Count("units", filter=Q(units__in=seen))
    )


def equipment(account: Account) -> QuerySet[Equipment]:
    """Return units with what a page about them needs."""
    return Equipment.objects.visible_to(account).select_related(
        "vessel", "vessel__customer", "model", "model__family", "parent"
    )


@dataclass(slots=True)
class Branch:
    """A unit with its parts, to be shown as a tree."""

    unit: Equipment
    parts: list[Branch] = field(default_factory=list)
    warranty: rules.WarrantyVerdict | None = None
    depth: int = 0

    @property
    def indent(self) -> int:
        """How far its name is set in, as a step of the spacing scale (0–5)."""
        return min(self.depth * 2, 5)


MODELS = Prepared(lambda ids: ProductModel.objects.select_related("family").filter(pk__in=among(ids)), list)
ABOARD = SeenBy(
    Equipment,
    lambda rows, vessel: rows.filter(vessel=vessel, removed_on=None).only(
        "vessel", "parent", "model", "name", "serial_number", "shipped_on", "commissioned_on", "running_hours", "running_hours_at"
    ),
    UUID,
)  # fmt: skip
"""What the table of units shows, and what decides about a warranty: of a hundred units every column counts."""


def tree_of(account: Account, vessel: Vessel, on: date) -> list[Branch]:
    """Return the units aboard a vessel as trees, each with its warranty on a day; removed ones left out."""
    units, terms = ABOARD.rows(account, vessel.pk), book_of(vessel)
    models = {one.pk: one for one in MODELS.rows(list({unit.model_id for unit in units}))}
    by_id = {unit.pk: unit for unit in units}
    for unit in units:
        # Of a hundred units each would bring its ship along, its whole, and one of a dozen models.
        brought = unit._state.fields_cache
        brought["vessel"], brought["model"] = vessel, models[unit.model_id]
        if unit.parent_id in by_id:
            brought["parent"] = by_id[unit.parent_id]
    branches = {unit.pk: Branch(unit, warranty=warranty_of(vessel, unit, on, terms)) for unit in units}
    roots: list[Branch] = []
    for unit in units:
        above = branches.get(unit.parent_id) if unit.parent_id else None
        (above.parts if above else roots).append(branches[unit.pk])
    for root in roots:
        _set_in(root, 0)
    return roots


def _set_in(branch: Branch, depth: int) -> None:
    branch.depth = depth
    for part in branch.parts:
        _set_in(part, depth + 1)


def path_to(unit: Equipment) -> list[Equipment]:
    """Return the units of which this one is a part, from the outermost in."""
    above: list[Equipment] = []
    parent = unit.parent
    while parent is not None and parent not in above:
        above.insert(0, parent)
        parent = parent.parent
    return above


def flat(branches: list[Branch]) -> list[Branch]:
    """Return a tree's branches in reading order."""
    return [one for branch in branches for one in (branch, *flat(branch.parts))]


@dataclass(frozen=True, slots=True)
class VesselStanding:
    """Where a hull is in its life, and the last day on which some unit aboard is in warranty."""

    stage: LifecycleStage
    warranty_until: date | None


def vessel_standing(vessel: Vessel, units: Sequence[Branch], on: date) -> VesselStanding:
    """Return the stage of a hull as a whole: it is in warranty while some unit aboard (`flat`) is."""
    ends = [b.warranty.until for b in units if b.warranty and b.warranty.status == "in" and b.warranty.until]
    reached: dict[str, date] = {m.kind: m.actual_on for m in vessel.milestones.all() if m.actual_on}
    trials = {
        name: day
        for name, kind in (
            ("mooring_trial_on", MilestoneKind.MOORING_TRIAL),
            ("sea_trial_on", MilestoneKind.SEA_TRIAL),
        )
        if (day := reached.get(kind)) and (vessel.delivered_on is None or day <= vessel.delivered_on)
    }
    until = max(ends, default=None)
    since = [legacy_since(model) for model in {b.unit.model_id: b.unit.model for b in units}.values()]
    old = [day for day in since if day is not None]
    everything_old = bool(units) and len(old) == len(since)
    life = rules.Milestones(
        **trials, delivered_on=vessel.delivered_on, warranty_until=until, legacy_since=max(old) if everything_old else None
    )  # fmt: skip
    return VesselStanding(rules.lifecycle_stage(life, on), until)


def life_of(vessel: Vessel, standing: VesselStanding, on: date) -> list[dict[str, Any]]:
    """Return a hull's life from the yard to service as steps: label, state, planned and actual day (R02)."""
    known = {m.kind: m for m in vessel.milestones.all()}
    steps = [_milestone_step(kind, known.get(kind), vessel, on) for kind in _BEFORE_SERVICE]
    order = [LifecycleStage.TAKEOVER, LifecycleStage.WARRANTY, LifecycleStage.IN_SERVICE]
    now = LifecycleStage.IN_SERVICE if standing.stage == LifecycleStage.LEGACY else standing.stage
    place = order.index(now) if now in order else -1
    for index, stage in enumerate(order):
        state = "todo" if place < index else "current" if place == index else "done"
        ends = standing.warranty_until if stage == LifecycleStage.WARRANTY else None
        steps.append(
            {
                "label": stage.label,
                "state": state,
                "planned": None,
                "until": ends,
                "actual": None,
                "late": False,
            }
        )
    for kind in (MilestoneKind.OVERHAUL, MilestoneKind.RETIREMENT):
        if kind in known:
            steps.append(_milestone_step(kind, known[kind], vessel, on))
    return steps


_BEFORE_SERVICE = (
    MilestoneKind.EQUIPMENT_DUE,
    MilestoneKind.COMMISSIONING,
    MilestoneKind.MOORING_TRIAL,
    MilestoneKind.SEA_TRIAL,
    MilestoneKind.DELIVERY,
)


def _milestone_step(
    kind: MilestoneKind, milestone: Milestone | None, vessel: Vessel, on: date
) -> dict[str, Any]:
    planned = milestone.planned_on if milestone else None
    actual = milestone.actual_on if milestone else None
    if kind == MilestoneKind.DELIVERY:
        actual = actual or vessel.delivered_on
    elif kind == MilestoneKind.RETIREMENT:
        actual = actual or vessel.retired_on
    done = actual is not None and actual <= on
    skipped = (
        not done and kind in _BEFORE_SERVICE and vessel.delivered_on is not None and vessel.delivered_on <= on
    )
    return {
        "label": kind.label,
        "state": "done" if done else "skipped" if skipped else "todo",
        "planned": planned,
        "actual": actual,
        "late": not done and not skipped and planned is not None and planned < on,
    }
