"""A plan as it is kept: steps with their reasons, orders left out, the cost before and after; pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import Reason
from aftersail.dispatch.rules.plan_sentences import COSTS, MEANS, Sentence, sentence_kept


@dataclass(frozen=True, slots=True)
class Before:
    """How an order stood when the plan was made: the promise and its version, who leads and who goes along."""

    assignment_id: UUID
    version: int
    staff_id: UUID
    starts_at: datetime
    team: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """A partner that a step gives its order to, and what it is expected to ask."""

    partner_id: UUID
    name: str
    cost_cny: Decimal


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a plan: `id` becomes the promise's own, so that publishing twice promises once.

    before: the promise that is moved, None for an order that waits. order_version: the order as it was planned.
    staff_id leads, `team` are those who go along. given: for a partner, whose order the step becomes; nobody of ours goes.
    """

    id: UUID
    order_id: UUID
    order_version: int
    number: str
    staff_id: UUID
    starts_at: datetime
    ends_at: datetime
    before: Before | None = None
    why: tuple[Sentence, ...] = ()
    team: tuple[UUID, ...] = ()
    given: Given | None = None

    def __post_init__(self) -> None:
        if self.ends_at <= self.starts_at:
            raise ValueError("work ends after it begins")

    @property
    def everybody(self) -> tuple[UUID, ...]:
        """Who of ours goes, the lead first."""
        return () if self.given else (self.staff_id, *self.team)

    @property
    def touched(self) -> set[UUID]:
        """Whoever goes, or went before."""
        return {*self.everybody} | ({self.before.staff_id, *self.before.team} if self.before else set())

    def as_json(self) -> dict[str, Any]:
        """Return it as a draft keeps it."""
        before = self.before
        return {
            "id": str(self.id), "order": str(self.order_id), "order_version": self.order_version, "number": self.number,
            "staff": str(self.staff_id), "starts_at": self.starts_at.isoformat(), "ends_at": self.ends_at.isoformat(),
            "why": [one.as_json() for one in self.why], "team": [str(one) for one in self.team], "given": _given_json(self.given),
            "before": None if before is None else {
                "assignment": str(before.assignment_id), "version": before.version, "staff": str(before.staff_id),
                "starts_at": before.starts_at.isoformat(), "team": [str(one) for one in before.team],
            },
        }  # fmt: skip


def _given_json(given: Given | None) -> dict[str, str] | None:
    if given is None:
        return None
    return {"partner": str(given.partner_id), "name": given.name, "cost_cny": str(given.cost_cny)}


def step_kept(kept: dict[str, Any]) -> Step:
    """Return a kept step; one that was kept before teams or partners were planned has its lead alone."""
    before, given = kept["before"], kept.get("given")
    return Step(
        id=UUID(kept["id"]), order_id=UUID(kept["order"]), order_version=kept["order_version"], number=kept["number"],
        staff_id=UUID(kept["staff"]), starts_at=datetime.fromisoformat(kept["starts_at"]),
        ends_at=datetime.fromisoformat(kept["ends_at"]), why=tuple(map(sentence_kept, kept["why"])),
        team=_ids(kept), before=None if before is None else Before(
            UUID(before["assignment"]), before["version"], UUID(before["staff"]), datetime.fromisoformat(before["starts_at"]),
            _ids(before),
        ),
        given=None if given is None else Given(UUID(given["partner"]), given["name"], Decimal(given["cost_cny"])),
    )  # fmt: skip


def _ids(kept: dict[str, Any]) -> tuple[UUID, ...]:
    return tuple(map(UUID, kept.get("team", ())))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An order that the plan lacks: the nearest reason, and what would let it in."""

    order_id: UUID
    number: str
    reason: Sentence
    ways_out: tuple[Sentence, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return it as a draft keeps it."""
        ways = [one.as_json() for one in self.ways_out]
        return {
            "order": str(self.order_id),
            "number": self.number,
            "reason": self.reason.as_json(),
            "ways_out": ways,
        }


def left_out_kept(kept: dict[str, Any]) -> LeftOut:
    """Return a kept order left out."""
    ways = tuple(map(sentence_kept, kept["ways_out"]))
    return LeftOut(UUID(kept["order"]), kept["number"], sentence_kept(kept["reason"]), ways)


@dataclass(frozen=True, slots=True)
class PlanMade:
    """What planning found; costs are by part, in the currency of the prices, means as `engines.dispatch.Measures` has them."""

    steps: tuple[Step, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    flaws: tuple[Sentence, ...] = ()
    cost_before: dict[str, float] = field(default_factory=dict)
    cost_after: dict[str, float] = field(default_factory=dict)
    means_before: dict[str, float] = field(default_factory=dict)
    means_after: dict[str, float] = field(default_factory=dict)


def means_rows(
    before: dict[str, float], after: dict[str, float]
) -> list[tuple[Reason, float, float, float, bool]]:
    """Return what the plans before and after mean: label, both, the difference, and whether it is for the worse.

    Late 3 before and 1 after: (3, 1, -2, False). A draft of before these were kept has none.
    """
    rows = []
    for name, (label, more_is_better) in MEANS.items():
        if name in before and name in after:
            more = after[name] - before[name]
            rows.append((label, before[name], after[name], more, more < 0 if more_is_better else more > 0))
    return rows


def cost_rows(before: dict[str, float], after: dict[str, float]) -> list[tuple[Reason, float, float, float]]:
    """Return the parts that are not nought on both sides with their difference, and the sum last.

    Left out 8000 before and 0 after, journeys 0 and 250: (8000, 0, -8000), (0, 250, 250), in all (8000, 250, -7750).
    """
    parts = [(label, before.get(name, 0.0), after.get(name, 0.0)) for name, label in COSTS.items()]
    rows = [(label, was, now, now - was) for label, was, now in parts if was or now]
    was, now = sum(row[1] for row in rows), sum(row[2] for row in rows)
    return [*rows, (_("In all"), was, now, now - was)]


@dataclass(frozen=True, slots=True)
class Standing:
    """How the order of a step stands now: waiting or not, its version, the promise in force and its version."""

    waits: bool
    version: int
    assignment_id: UUID | None = None
    assignment_version: int = 0


def why_stale(step: Step, now: Standing | None) -> Reason | None:
    """Return why a step no longer starts from what it was planned on; None while it does."""
    if now is None:
        return _("The order is not there any more.")
    if step.before is None:
        if not now.waits:
            return _("The order no longer waits: somebody was sent, or it was withdrawn.")
        return _("The order was changed since.") if now.version != step.order_version else None
    same = (now.assignment_id, now.assignment_version) == (step.before.assignment_id, step.before.version)
    return None if same else _("The promise was moved, locked or released since.")
