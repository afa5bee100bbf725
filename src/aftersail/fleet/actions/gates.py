"""Gate reviews: opened from the checklist, answered point by point, passed (R08); and a hull's service plan (R09)."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.once import made_before
from aftersail.core.verdicts import ALLOWED, all_of, refuse, require
from aftersail.fleet.events import DefaultsLoaded, GateOpened, GatePassed, GatePointAnswered
from aftersail.fleet.models import Equipment, GateItem, GateQuestion, GateReview, ReadinessItem, Vessel
from aftersail.fleet.permissions.handover import may_keep_handover
from aftersail.fleet.permissions.lifecycle import may_review_gate
from aftersail.fleet.permissions.lifecycle import may_waive as may_sign_waiver
from aftersail.fleet.rules import readiness as rules
from aftersail.fleet.states import GateAnswer, GateState

DEFAULTS = Path(__file__).parent.parent / "default_plan.toml"


@transaction.atomic
def open_gate(*, by: Account, vessel: Vessel, gate: str, id: UUID, at: datetime) -> GateReview:
    """Begin a review with the points of the checklist as they are today; a second one of a gate is the first."""
    if known := made_before(GateReview, id):
        return known
    if known := GateReview.objects.filter(vessel=vessel, gate=gate).first():
        return known
    questions = list(GateQuestion.objects.filter(gate=gate, active=True))
    found = (
        ALLOWED if questions else refuse(_("This gate has no checklist. Quality enters its points first."))
    )
    require(all_of(may_review_gate(by, vessel), found))
    review = GateReview(id=id, vessel=vessel, gate=gate)
    review.save(force_insert=True)
    GateItem.objects.bulk_create(
        GateItem(review=review, code=one.code, text=one.text, text_en=one.text_en, mandatory=one.mandatory)
        for one in questions
    )
    record(GateOpened(gate=gate), by=by, about=review, at=at)
    return review


@transaction.atomic
def answer_point(
    *,
    by: Account,
    item: GateItem,
    answer: str,
    at: datetime,
    evidence: str = "",
    signer: str = "",
    reason: str = "",
    seen: int | None = None,
) -> GateItem:
    """Answer a point: met, open again, or waived with the name of who signs and a reason."""
    review = item.review
    still = (
        refuse(_("This gate has been passed; its answers stay."))
        if review.state == GateState.PASSED
        else ALLOWED
    )
    verdicts = [may_review_gate(by, review.vessel), still]
    if answer == GateAnswer.WAIVED:
        verdicts += [may_sign_waiver(by), rules.may_waive(signer=signer, reason=reason)]
    elif answer not in GateAnswer.values:
        verdicts.append(refuse(_("A point is open, met or waived.")))
    require(all_of(*verdicts))
    waived = answer == GateAnswer.WAIVED
    item.change(
        seen, answer=answer, evidence=evidence.strip(), waived_by=signer.strip() if waived else "",
        waiver_reason=reason.strip() if waived else "", answered_at=None if answer == GateAnswer.OPEN else at,
    )  # fmt: skip
    told = GatePointAnswered(point=item.text, answer=answer, signer=item.waived_by, reason=item.waiver_reason)
    record(told, by=by, about=review, at=at)
    return item


@transaction.atomic
def pass_gate(*, by: Account, review: GateReview, at: datetime, seen: int | None = None) -> GateReview:
    """Pass a gate whose mandatory points are met or waived."""
    items = list(review.items.all())
    points = [rules.GatePoint(one.text, one.mandatory, one.answer) for one in items]
    still = refuse(_("This gate has been passed already.")) if review.state == GateState.PASSED else ALLOWED
    require(all_of(may_review_gate(by, review.vessel), still, rules.may_pass_gate(points)))
    review.change(seen, state=GateState.PASSED, passed_at=at, passed_by=by.name)
    waived = sum(one.answer == GateAnswer.WAIVED for one in items)
    record(GatePassed(gate=review.gate, waived=waived), by=by, about=review, at=at)
    return review


@transaction.atomic
def plan_readiness(*, by: Account, vessel: Vessel, at: datetime) -> list[ReadinessItem]:
    """Put the default service plan down for a hull; points that are there stay as they are. Returns the new ones."""
    require(may_keep_handover(by, vessel))
    known = set(ReadinessItem.objects.filter(vessel=vessel).values_list("part", "title"))
    wanted = [
        ReadinessItem(vessel=vessel, **point)
        for point in default_points(_families(vessel))
        if (point["part"], point["title"]) not in known
    ]
    made = ReadinessItem.objects.bulk_create(wanted)
    if made:
        event = DefaultsLoaded(register="fleet.readiness", count=len(made), source=DEFAULTS.name)
        record(event, by=by, about=vessel, at=at)
    return made


def default_points(families: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """Return the points of the default service plan; those for each product family named (in both languages) once each."""
    points = []
    for row in _defaults()["readiness"]:
        row = dict(row)
        if row.pop("per_family", False):
            for name, name_en in families:
                points.append(
                    {**row, "title": f"{name}：{row['title']}", "title_en": f"{name_en}: {row['title_en']}"}
                )
        else:
            points.append(row)
    return points


def _families(vessel: Vessel) -> list[tuple[str, str]]:
    rows = Equipment.objects.filter(vessel=vessel, parent=None, removed_on=None).order_by(
        "model__family__code"
    )
    named = rows.values_list("model__family__name", "model__family__name_en").distinct()
    return [(name, name_en or name) for name, name_en in named]


def default_questions() -> list[dict[str, Any]]:
    """Return the default checklists of all gates."""
    return [dict(row) for row in _defaults()["gate"]]


def _defaults() -> dict[str, Any]:
    return tomllib.loads(DEFAULTS.read_text("utf-8"))
