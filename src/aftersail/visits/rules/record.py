"""Decisions about one visit: its stamps, steps and limits, when work is done, what hours and money follow; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from aftersail.core.verdicts import ALLOWED, Reason, Verdict, all_of, refuse

SHOWN_IN = ZoneInfo("Asia/Shanghai")
CLOCK_SKEW = timedelta(minutes=5)
"""How far a device's clock may be off before its time is called the future, or set right: less is the way through the network."""

STAMPS: dict[str, Reason] = {
    "accepted": _("accepted"),
    "set_out": _("set out"),
    "arrived": _("arrived"),
    "began": _("work began"),
    "finished": _("work finished"),
    "signed": _("signed"),
}
LABOUR_CNY_AN_HOUR = Decimal(180)
"""Default, ours: an installation replaces it when rates become records of their own."""


OVERRUN_STEP = timedelta(hours=1)
"""Work that goes on past its promised end without a word is reckoned to take an hour more, then another."""


def expected_end(at: datetime) -> datetime:
    """Return until when work that nobody has called done is reckoned to go on: an hour, to the next quarter.

    At 16:05 until 17:15.
    """
    quarter = timedelta(minutes=15)
    later = at + OVERRUN_STEP
    whole = later.replace(minute=0, second=0, microsecond=0)
    return whole + -((whole - later) // quarter) * quarter


@dataclass(frozen=True, slots=True)
class StepFact:
    """A step as carried out; `result` is empty, pass, fail or skipped."""

    place: int
    required: bool
    hold_point: bool
    result: str
    note: str = ""
    skip_approved: bool = False


@dataclass(frozen=True, slots=True)
class FinishFacts:
    """What must be known before work is called done."""

    steps: tuple[StepFact, ...]
    outcome: str
    test_result: str
    work_done: str
    permanent_agreed: bool = True


def check_stamps(stamps: dict[str, datetime | None], now: datetime) -> Verdict:
    """Refuse stamps (by the names of `STAMPS`) that are out of order or in the future; all reasons."""
    given = [(name, at) for name in STAMPS if (at := stamps.get(name)) is not None]
    disordered = [
        refuse(format_lazy(
            _("“{then}” ({then_at}) is earlier than “{first}” ({first_at}). Correct the time."),
            then=STAMPS[then], then_at=_shown(then_at), first=STAMPS[first], first_at=_shown(first_at),
        ))
        for (first, first_at), (then, then_at) in pairwise(given) if then_at < first_at
    ]  # fmt: skip
    future = [
        refuse(format_lazy(_("“{stamp}” ({at}) lies in the future. Check the clock of the device."), stamp=STAMPS[name], at=_shown(at)))
        for name, at in given if at > now + CLOCK_SKEW
    ]  # fmt: skip
    return all_of(*disordered, *future)


def judged_result(result: str, reading: Decimal | None, low: Decimal | None, high: Decimal | None) -> str:
    """Return the result of a step: a reading outside its limits fails, whatever was ticked.

    >>> judged_result("pass", Decimal("22.0"), Decimal("22.8"), Decimal("25.2"))
    'fail'
    """
    if reading is None or result == "skipped" or (low is None and high is None):
        return result
    outside = (low is not None and reading < low) or (high is not None and reading > high)
    return "fail" if outside else result or "pass"


def may_record_step(
    *, result: str, measured: bool, reading: Decimal | None, hold_point: bool, note: str, skip_approved: bool
) -> Verdict:
    """Whether a step's result may be written so: skipping needs a reason and somebody's approval (R57)."""
    if result not in {"", "pass", "fail", "skipped"}:
        return refuse(_("A step is passed, failed or skipped."))
    if result == "skipped":
        return all_of(
            refuse(_("A hold point cannot be skipped.")) if hold_point else ALLOWED,
            ALLOWED if note.strip() else refuse(_("Say why the step is skipped.")),
            ALLOWED if skip_approved else refuse(_("Name who approved skipping the step.")),
        )
    if result == "pass" and measured and reading is None:
        return refuse(_("Enter the reading of this step."))
    if result == "fail" and not note.strip() and reading is None:
        return refuse(_("Say what failed."))
    return ALLOWED


def previous_steps_settled(place: int, steps: Iterable[StepFact]) -> Verdict:
    """Steps are signed off in order: no step after an unsettled required one, none after an open hold point (R57)."""
    before = [step for step in steps if step.place < place]
    held = [step for step in before if step.hold_point and step.result != "pass"]
    if held:
        return refuse(format_lazy(_("Step {place} is a hold point and not passed yet."), place=held[0].place))
    undone = [step for step in before if step.required and not step.result]
    if undone:
        return refuse(
            format_lazy(_("Settle step {place} first; steps are signed off in order."), place=undone[0].place)
        )
    return ALLOWED


def may_finish(facts: FinishFacts) -> Verdict:
    """Whether work may be called done (R57, R58); every reason why not."""
    undone = [step.place for step in facts.steps if step.required and not step.result]
    held = [step.place for step in facts.steps if step.hold_point and step.result != "pass"]
    unexcused = [
        s.place
        for s in facts.steps
        if s.result == "skipped" and s.required and not (s.note.strip() and s.skip_approved)
    ]
    checks = [
        refuse(format_lazy(_("Required steps are not done: {places}."), places=_places(undone)))
        if undone
        else ALLOWED,
        refuse(format_lazy(_("Hold points are not passed: {places}."), places=_places(held)))
        if held
        else ALLOWED,
        refuse(
            format_lazy(
                _("Steps were skipped without reason and approval: {places}."), places=_places(unexcused)
            )
        )
        if unexcused
        else ALLOWED,
        ALLOWED if facts.outcome in {"restored", "temporary", "not"} else refuse(_("Choose the outcome.")),
        ALLOWED if facts.work_done.strip() else refuse(_("Write what was done.")),
        ALLOWED
        if facts.test_result.strip() or facts.outcome == "not"
        else refuse(_("Record the test that showed the equipment working.")),
    ]
    if facts.outcome == "temporary" and not facts.permanent_agreed:
        checks.append(
            refuse(_("Agree with the user by when the permanent repair will be made, and enter the day."))
        )
    failed = [step.place for step in facts.steps if step.required and step.result == "fail"]
    if failed and facts.outcome == "restored":
        checks.append(
            refuse(
                format_lazy(
                    _("Required steps failed: {places}. Then the equipment is not restored for good."),
                    places=_places(failed),
                )
            )
        )
    return all_of(*checks)


def stands_as_seen(stands: Any, believed: str | None) -> bool:
    """Whether a field stands as somebody saw it last; numbers by their value.

    >>> stands_as_seen(Decimal("1305.50"), "1305.5")
    True
    """
    if isinstance(stands, Decimal):
        try:
            return believed is not None and stands == Decimal(believed)
        except InvalidOperation:
            return False
    return str(stands if stands is not None else "") == (believed or "")


def prefilled_hours(
    stamps: dict[str, datetime | None], waits: Sequence[tuple[datetime, datetime]] = ()
) -> dict[str, Decimal]:
    """Return hours of travel, wait and work as the stamps tell them, to a tenth; kinds without both stamps are left out."""
    hours: dict[str, Decimal] = {}
    set_out, arrived = stamps.get("set_out"), stamps.get("arrived")
    began, finished = stamps.get("began"), stamps.get("finished")
    if set_out and arrived:
        hours["travel"] = _tenths(arrived - set_out)
    waited = sum(((end - start) for start, end in waits), timedelta())
    if began and finished:
        hours["work"] = _tenths(finished - began - waited)
    if arrived and began:
        waited += began - arrived
    if waited > timedelta(minutes=3):
        hours["wait"] = _tenths(waited)
    return {kind: value for kind, value in hours.items() if value > 0}


def labour_cost(hours: Iterable[Decimal], rate: Decimal = LABOUR_CNY_AN_HOUR) -> Decimal:
    """Return CNY for hours of travel, wait and work at one rate: 2.5 h at 180 are 450.00."""
    return (sum(hours, Decimal(0)) * rate).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _tenths(span: timedelta) -> Decimal:
    return Decimal(str(max(span, timedelta()) / timedelta(hours=1))).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _places(numbers: Sequence[int]) -> str:
    return pgettext("between numbers", ", ").join(map(str, numbers))


def _shown(at: datetime) -> str:
    return at.astimezone(SHOWN_IN).strftime("%Y-%m-%d %H:%M")


@dataclass(frozen=True, slots=True)
class Reckoned:
    """When something happened by the server's reckoning, and whether the device's clock leaves that in doubt."""

    at: datetime
    doubtful: bool


def when_it_happened(
    made_at: datetime, *, sent_at: datetime, received_at: datetime, last: datetime | None
) -> Reckoned:
    """Reckon when a command of a device happened.

    made_at, sent_at: by the device's clock; received_at: by ours; last: what was reckoned for the command before.
    A clock that is off by more than five minutes when it sends is set right by as much. Commands happen one after
    another and not in the future: a time that says otherwise is moved to where it can be, and doubtful.
    """
    skew = received_at - sent_at
    reckoned = made_at + skew if abs(skew) > CLOCK_SKEW else made_at
    at = max(reckoned, last) if last is not None else reckoned
    at = min(at, received_at)
    return Reckoned(at, abs(at - reckoned) > CLOCK_SKEW)
