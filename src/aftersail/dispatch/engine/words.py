"""What the engine names, as sentences of the house: flaws of the input, why an order is left out, what would let it in."""

from __future__ import annotations

from typing import Any

from aftersail.dispatch.engine.problem import Brief
from aftersail.dispatch.rules.plan_sentences import Sentence, sentence
from aftersail.dispatch.rules.planning import Asked, Work, hours_between
from aftersail.dispatch.rules.readiness import Bound, bound_of
from aftersail.dispatch.rules.timeline import local_minute
from aftersail.engines.dispatch import Diagnosis, Flaw, Reason, Remedy
from aftersail.engines.dispatch.remedy import Change
from aftersail.engines.dispatch.rules import Rule

OF_THE_WINDOW = {Flaw.NO_WINDOW, Flaw.WINDOW_TOO_SHORT, Flaw.WINDOW_BEFORE_PARTS, Flaw.WINDOW_OVER}
CONTRADICTIONS = {Flaw.UNKNOWN_ORDER, Flaw.UNKNOWN_ENGINEER, Flaw.UNKNOWN_PLACE, Flaw.TOGETHER_APART}


def flaw_told(brief: Brief, found: Diagnosis, of: str = "") -> Sentence:
    """Return a flaw in words, with the way out; `of` is the order for which it is told, else the first it is about."""
    arguments = dict(found.arguments)
    work = brief.works.get(of or found.about[0])
    number = work.number if work else found.about[0]
    if work and found.flaw in OF_THE_WINDOW:
        return _window_told(brief, work, found.flaw)
    if work and found.flaw in {Flaw.NOBODY_CAN, Flaw.NOBODY_MAY}:
        return _nobody_told(brief, work, int(arguments["slot"]), barred=found.flaw is Flaw.NOBODY_MAY)
    if found.flaw is Flaw.TEAM_TOO_FEW:
        return sentence(
            "team_too_few", order=number, members=arguments["members"], people=arguments["people"]
        )
    if found.flaw is Flaw.NO_HOME:
        return sentence("no_home", who=name_of(brief, found.about[0]))
    if found.flaw is Flaw.LOCKS_CLASH:
        return sentence("locks_clash", order=number, other=brief.works[found.about[1]].number)
    if found.flaw is Flaw.LOCK_BREAKS_RULE:
        return sentence("lock_breaks_rule", order=number)
    if found.flaw is Flaw.CROWDED_SHIP:
        return sentence("crowded_ship", orders=arguments["orders"])
    if found.flaw is Flaw.CIRCLE:
        return sentence("circle", order=number)
    return sentence("contradiction", order=number, flaw=found.flaw.value)


def _tool_lacking(brief: Brief, work: Work, asked: Asked) -> str | None:
    """Return a class of tool that nobody with the skill has at hand, or else the first: some have one, some another."""
    able = [one for one in brief.picture.people if one.skills.get(asked.skill, 0) >= asked.level]
    if not able or not work.tools or any({t.casefold() for t in work.tools} <= one.tools for one in able):
        return None
    nowhere = (tool for tool in work.tools if not any(tool.casefold() in one.tools for one in able))
    return next(nowhere, work.tools[0])


def _nobody_told(brief: Brief, work: Work, place: int, *, barred: bool) -> Sentence:
    asked = work.asked[min(place, len(work.asked) - 1)]
    if not place and (tool := _tool_lacking(brief, work, asked)):
        return sentence("no_tool", order=work.number, tool=tool)
    words: dict[str, Any] = {"order": work.number}
    if asked.skill:
        words |= {"skill": asked.skill_name, "level": asked.level}
    if place:
        return sentence("nobody_along" if asked.skill else "nobody_goes_along", n=place + 1, **words)
    if barred and not work.further:
        return sentence("nobody_may" if asked.skill else "nobody_may_go", **words)
    return sentence("nobody_can" if asked.skill else "nobody_goes", **words)


def _window_told(brief: Brief, work: Work, flaw: Flaw) -> Sentence:
    over = work.closes_at <= brief.picture.earliest
    long_enough = hours_between(work.opens_at, work.closes_at) >= work.hours
    if (
        over
        or flaw is Flaw.WINDOW_OVER
        or (flaw is Flaw.WINDOW_TOO_SHORT and long_enough and _begun(brief, work))
    ):
        return sentence("window_over", order=work.number)
    if flaw is Flaw.WINDOW_BEFORE_PARTS and (bound := _binding(brief, work)):
        return bound.told("window_before", work.number)
    if flaw is Flaw.WINDOW_TOO_SHORT:
        return sentence("window_too_short", order=work.number, hours=f"{work.hours:g}")
    return sentence(flaw.value, order=work.number)


def _begun(brief: Brief, work: Work) -> bool:
    return work.opens_at < brief.picture.earliest


def reason_told(brief: Brief, work: Work, found: Reason) -> Sentence:
    """Return why an order is left out; a part or an order before it where the time after that was too short."""
    if found.failure.rule is Rule.NO_GAP and (bound := _binding(brief, work)):
        return bound.told("left_after")
    return sentence(f"left_{found.failure.rule.value}")


def ways_out_told(brief: Brief, work: Work, found: Reason) -> tuple[Sentence, ...]:
    """Return the changes that would help, in words, each once."""
    told = [way_out_told(brief, one) for one in found.remedies]
    bound = _binding(brief, work)
    return tuple(dict.fromkeys([bound.told("sooner"), *told] if bound else told))


def _binding(brief: Brief, work: Work) -> Bound | None:
    """Return what keeps an order, or its visit, from beginning while the ship could be worked on."""
    visit = [one for one in brief.works.values() if work.visit is not None and one.visit == work.visit]
    bounds = [bound for one in visit or [work] if (bound := bound_of(one, brief.planned))]
    latest = max(bounds, key=lambda one: one.at, default=None)
    return latest if latest and latest.at > max(work.opens_at, brief.picture.earliest) else None


def way_out_told(brief: Brief, remedy: Remedy) -> Sentence:
    """Return one change that would help, in words."""
    number = brief.works[remedy.order].number if remedy.order in brief.works else ""
    who = name_of(brief, remedy.engineer) if remedy.engineer else ""
    code, amount = remedy.change.value, remedy.number or 0
    if remedy.change in {Change.OPEN_WINDOW, Change.MOVE_DUE}:
        return sentence(code, until=local_minute(brief.clock.ends(int(amount))))
    if remedy.change is Change.FREE_ENGINEER and remedy.span:
        since, until = brief.clock.begins(remedy.span[0]), brief.clock.ends(remedy.span[1])
        return sentence(code, who=who, since=local_minute(since), until=local_minute(until))
    if remedy.change is Change.WITHOUT_PREDECESSOR:
        other = brief.works.get(remedy.name or "")
        return sentence(code, name=other.number if other else "")
    if remedy.change is Change.RAISE_LIMIT:
        return sentence(code, who=who, hours=f"{amount / 60:.0f}")
    if remedy.change is Change.TRAIN:
        return sentence(code, who=who, name=_skill_name(brief, remedy.name or ""), level=int(amount))
    if remedy.change is Change.ADMIT:
        team = remedy.order in brief.works and brief.works[remedy.order].further
        return sentence("offer_by_hand" if team else code, who=who)
    if remedy.change is Change.EQUIP:
        tools = (tool for work in brief.works.values() for tool in work.tools)
        named = next((tool for tool in tools if tool.casefold() == remedy.name), remedy.name or "")
        return sentence(code, who=who, name=named)
    if remedy.change is Change.SUPPLY:
        return sentence(code, who=who, name=remedy.name or "", number=int(amount))
    if remedy.change is Change.CERTIFY:
        return sentence(code, who=who, name=remedy.name or "")
    if remedy.change is Change.HOME:
        return sentence(code, who=who)
    return sentence(code, order=number) if remedy.change is Change.UNLOCK else sentence(code)


def name_of(brief: Brief, engineer: str) -> str:
    """Return what an engineer of the problem is called."""
    return next((one.name for one in brief.picture.people if str(one.id) == engineer), engineer)


def _skill_name(brief: Brief, key: str) -> str:
    asked = (one for work in brief.works.values() for one in work.asked)
    return next((one.skill_name for one in asked if one.skill == key), key)
