"""Tells the eighteen months: starts every story, runs the clockwork up to the present, settles what is derived."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time

from aftersail.web.demo.aftercare_tale import calls_after_delivery
from aftersail.web.demo.case_tale import life
from aftersail.web.demo.chronicle import Chronicle
from aftersail.web.demo.clockwork import Clockwork
from aftersail.web.demo.crewing import Crewing
from aftersail.web.demo.demand import reports
from aftersail.web.demo.dice import Dice
from aftersail.web.demo.judgement import set_due_instants
from aftersail.web.demo.lives import tell_lives
from aftersail.web.demo.needs_tale import tell_needs
from aftersail.web.demo.record_tale import steps_ahead
from aftersail.web.demo.setting import Setting
from aftersail.web.demo.signatures import draw_pictures
from aftersail.web.demo.supply_tale import tell_supplies
from aftersail.web.demo.telling import CaseTale, Tale
from aftersail.web.demo.tool_tale import tell_market, tell_tools
from aftersail.web.demo.words import telling


def tell_history(stage: Setting, scale: float, told: Callable[[float], None]) -> Tale:
    """Fill the sheet with everything that happened; `told` hears how far it has come (0–1)."""
    clockwork = Clockwork(stage.present)
    tale = Tale(stage, Chronicle(stage.sheet), clockwork, Crewing(stage), draw_pictures(stage.seed))
    for place, report in enumerate(reports(stage, scale)):
        dice = Dice(stage.seed, f"case/{place}")
        story = CaseTale(tale, report, telling(report.fault, report.unit.name, dice), dice)
        clockwork.start(report.at, life(story))
    for vessel in stage.vessels:
        if vessel.delivered_on and vessel.delivered_on >= stage.begins.date():
            delivered = datetime.combine(vessel.delivered_on, time(2), UTC)
            clockwork.start(
                delivered,
                calls_after_delivery(tale, Dice(stage.seed, f"calls/{vessel.hull_code}"), vessel, delivered),
            )
    whole = stage.present - stage.begins
    clockwork.run(lambda at: told(max(0.0, (at - stage.begins) / whole)))
    for story in tale.cases:
        case = story.case
        set_due_instants(case, story.suspensions, stage.present)
        if case.vessel.delivered_on is not None:
            case.open_to_yard = None
    steps_ahead(stage)
    tell_lives(tale)
    tell_supplies(tale)
    tell_tools(tale)
    tell_needs(tale)
    tell_market(tale)
    tale.log.close_series()
    return tale
