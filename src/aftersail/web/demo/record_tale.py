"""What the engineer writes down on board: findings, steps, parts, hours, signatures, cost."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid5

from aftersail.core.models import StoredFile
from aftersail.fleet.models import FailureCode
from aftersail.visits.models import CostLine, Finding, HoursEntry, PartUse, Signature, Visit, VisitStep
from aftersail.visits.states import UNSIGNED
from aftersail.web.demo.always import always
from aftersail.web.demo.crewing import Booking, way_to
from aftersail.web.demo.setting import Setting
from aftersail.web.demo.telling import CaseTale
from aftersail.web.demo.words import ENVIRONMENTS, OPINIONS, OPINIONS_EN, filled

LABOUR_CNY_AN_HOUR = Decimal(180)
LODGING_CNY_A_NIGHT = Decimal(350)


def codes_of(story: CaseTale) -> tuple[FailureCode, FailureCode, FailureCode]:
    """Return mode, mechanism and cause of the fault as codes; now and then the engineer codes another cause."""
    mode, mechanism, cause = story.report.fault.codes
    if story.dice.chance(0.1):
        cause = story.dice.one(("2.2", "3.1", "3.2", "3.3", "5.4"))
    codes = story.stage.codes
    return codes["mode", mode], codes["mechanism", mechanism], codes["cause", cause]


def on_record(story: CaseTale, visit: Visit, outcome: str) -> list[PartUse]:
    """Fill the visit's own fields and its findings; return the parts it used."""
    told, dice, case, fault = story.told, story.dice, story.case, story.report.fault
    english = told.language == "en"
    at = always(visit.began_at)
    unit = story.report.unit
    hours = _hours_at(story, at)
    visit.running_hours, visit.environment = hours, filled(dice.one(ENVIRONMENTS), dice)
    visit.diagnosis, visit.restored = told.found, outcome
    visit.test_result = told.tested if outcome != "not" else "故障仍在，待备件"
    visit.work_done = (
        told.did
        if outcome == "restored"
        else "临时处理，可降级使用，待备件到货后更换"
        if outcome == "temporary"
        else "完成检查定位，需备件后再次上船"
    )
    visit.user_opinion = dice.one(OPINIONS_EN if english else OPINIONS)
    mode, mechanism, cause = codes_of(story)
    activity = story.stage.codes["activity", "REP" if fault.takes_a_part else "ADJ"]
    story.put(
        Finding,
        at,
        visit=visit,
        equipment=unit,
        item=fault.item,
        mode=mode,
        mechanism=mechanism,
        cause=cause,
        activity=activity,
        text=told.found[:500],
    )
    used: list[PartUse] = []
    if outcome == "restored" and fault.takes_a_part:
        execution = "A" if unit.model.legacy else "B"
        part = story.stage.parts[unit.model.family.code, fault.item + execution]
        serials = (
            {"serial_in": f"S{dice.randrange(10**6):06d}", "serial_out": f"S{dice.randrange(10**6):06d}"}
            if part.serialised
            else {}
        )
        used.append(story.put(PartUse, at, visit=visit, part=part, quantity=1, **serials))
    if dice.chance(0.15):
        consumable = dice.one([part for (family, _name), part in story.stage.parts.items() if not family])
        used.append(story.put(PartUse, at, visit=visit, part=consumable, quantity=dice.randrange(1, 4)))
    if case.mode_id is None:
        case.mode, case.mechanism, case.cause = mode, mechanism, cause
    return used


def _hours_at(story: CaseTale, at: datetime) -> Decimal | None:
    """Return the running hours that the meter showed at an instant, growing evenly up to today's."""
    unit, delivered = story.report.unit, story.vessel.delivered_on
    if unit.running_hours is None or delivered is None or at.date() <= delivered:
        return None
    share = (at.date() - delivered) / (story.stage.today - delivered)
    return Decimal(round(float(unit.running_hours) * share, 1))


def steps_done(story: CaseTale, visit: Visit, at: datetime) -> None:
    """Put down each step of the procedure as passed, within its limits."""
    dice, steps = story.dice, always(visit.procedure).steps
    began = always(visit.began_at)
    for place, step in enumerate(steps, 1):
        done = began + (at - began) * place / len(steps)
        skipped = not step["required"] and dice.chance(0.3)
        reading = None
        if "low" in step and not skipped:
            low, high = float(step["low"]), float(step["high"])
            reading = Decimal(round(low + (high - low) * dice.betavariate(3, 3), 2))
        story.put(
            VisitStep, done, visit=visit, place=place, reading=reading, result="skipped" if skipped else "pass",
            note="现场不具备条件" if skipped else "", done_at=done, done_by=visit.lead, **_asked(step),
        )  # fmt: skip


def steps_ahead(stage: Setting) -> None:
    """Put down the steps of visits still to be made or under way, with nothing done yet."""
    begun = {one.visit_id for one in stage.sheet.of(VisitStep)}
    for visit in stage.sheet.of(Visit):
        if visit.state in UNSIGNED and visit.pk not in begun:
            for place, step in enumerate(always(visit.procedure).steps, 1):
                id = uuid5(visit.pk, f"step {place}")
                stage.sheet.put(VisitStep(id=id, visit=visit, place=place, **_asked(step)), visit.created_at)


def _asked(step: dict[str, Any]) -> dict[str, Any]:
    """Return what a step of a procedure asks for."""
    low, high = (Decimal(step[name]) if name in step else None for name in ("low", "high"))
    return {
        "text": step["text"], "text_en": step["text_en"], "required": step["required"], "hold_point": step["hold_point"],
        "unit": step.get("unit", ""), "low": low, "high": high,
    }  # fmt: skip


def signed(story: CaseTale, visit: Visit, at: datetime) -> str:
    """Put down the engineer's and the user's signatures; return who signed for the user."""
    yard = story.case.stage in {"commissioning", "trial"} and story.dice.chance(0.3)
    user = story.case.reporter_name if story.dice.chance(0.4) else story.crew.name
    people = [("engineer", visit.lead.name, "服务工程师"), ("user", user, "轮机长")]
    if yard:
        people.append(("yard", story.stage.accounts["yard"].name, "船厂代表"))
    for role, name, post in people:
        picture = story.tale.pictures[sum(map(ord, name)) % len(story.tale.pictures)]
        file = story.put(
            StoredFile, at, name=f"{visit.number}-{role}.png", media_type="image/png", size=len(picture.content), sha256=picture.sha256,
            uploaded_by=visit.lead.account_id, subject_type="visits.visit", subject_id=visit.pk, purpose="signature", keys=story.case.reach_keys(),
        )  # fmt: skip
        story.put(Signature, at, visit=visit, role=role, name=name, post=post, signed_at=at, image=file)
    return user


def cost_of(story: CaseTale, visit: Visit, booking: Booking, waited: float, used: list[PartUse]) -> Decimal:
    """Post hours and money, with what the journey would have cost from headquarters; return the sum."""
    at, travelled = always(visit.signed_at), booking.way
    work = Decimal(
        max(0.5, round((always(visit.finished_at) - always(visit.began_at)) / timedelta(hours=1) - waited, 1))
    )
    travel = Decimal(max(0.5, round(2 * travelled.hours, 1)))
    spent = [("travel", travel), ("work", work)] + (
        [("wait", Decimal(max(0.1, round(waited, 1))))] if waited else []
    )
    for kind, hours in spent:
        story.put(HoursEntry, at, visit=visit, staff=visit.lead, kind=kind, hours=hours)
    from_hq = way_to(story.stage.stations["HQ"], always(visit.port))
    nights = int((travel + work) // 10)
    lines: list[tuple[str, Decimal, Decimal | None]] = [
        (
            "labour",
            LABOUR_CNY_AN_HOUR * (work + travel),
            LABOUR_CNY_AN_HOUR * (work + Decimal(round(2 * from_hq.hours, 1))),
        ),
        ("travel", _fare(travelled.fare_cny, nights), _fare(from_hq.fare_cny, max(1, nights))),
    ]
    parts = sum((use.part.price_cny * use.quantity for use in used), Decimal(0))
    if parts:
        lines.append(("parts", parts, parts))
        if travelled.km > 150:
            lines.append(("freight", Decimal(story.dice.randrange(60, 400)), None))
    if story.dice.chance(0.03):
        lines.append(("outside", Decimal(story.dice.randrange(500, 6000)), None))
    for kind, amount, reference in lines:
        story.put(
            CostLine,
            at,
            visit=visit,
            kind=kind,
            amount_cny=amount,
            hq_reference_cny=amount if reference is None else reference,
        )
    return sum((amount for _kind, amount, _reference in lines), Decimal(0))


def _fare(one_way_cny: float, nights: int) -> Decimal:
    return Decimal(round(max(40.0, 2 * one_way_cny), 2)) + LODGING_CNY_A_NIGHT * nights
