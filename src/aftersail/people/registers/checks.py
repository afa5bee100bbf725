"""What a record of a register must keep as a whole, and what follows once it is written."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersail.core.log import record as log
from aftersail.core.models import Account
from aftersail.core.verdicts import ALLOWED, Verdict, refuse
from aftersail.people.actions.levels import finish_steps, raise_level
from aftersail.people.events import StaffPromoted
from aftersail.people.models import (
    AgreedJourney,
    Area,
    Certificate,
    Leave,
    PlanItem,
    Promotion,
    RosterLine,
    Staff,
    TrainingSeat,
    TravelMode,
)
from aftersail.people.models.staff import Grade
from aftersail.people.queries.network import modes_of
from aftersail.people.rules.coverage import has_circle
from aftersail.people.rules.grades import may_rise
from aftersail.people.rules.rosters import may_be_away, overlapping
from aftersail.people.rules.travel import unserved_km
from aftersail.people.states import COUNTING


def area_is_in_a_tree(area: Area) -> Verdict:
    """An area is no part of itself, however far round."""
    parents: dict[object, object | None] = dict(Area.objects.exclude(pk=area.pk).values_list("pk", "parent"))
    parents[area.pk] = area.parent_id
    if area.parent_id and has_circle(parents, area.pk):
        return refuse(_("An area cannot be part of itself or of one of its own parts. Choose another area."))
    return ALLOWED


def every_port_can_be_reached(one: TravelMode) -> Verdict:
    """With the way as it is entered, some way serves every distance: else journeys could not be reckoned."""
    others = TravelMode.objects.exclude(pk=one.pk).exclude(mode=one.mode)
    left_out = unserved_km(modes_of([*others, one]))
    if left_out is None:
        return ALLOWED
    told = _("No way to travel would serve {km} km. Widen this one, or another, first.")
    return refuse(format_lazy(told, km=left_out))


def journey_is_between_two(one: AgreedJourney) -> Verdict:
    """A journey leads from one port to another, and is agreed once whichever way it is written."""
    if one.first_port_id == one.second_port_id:
        return refuse(_("A journey leads from one port to another."))
    twin = AgreedJourney.objects.filter(first_port=one.second_port_id, second_port=one.first_port_id)
    if twin.exclude(pk=one.pk).exists():
        return refuse(_("This journey is entered already, the other way round; it holds both ways."))
    return ALLOWED


def certificate_ends(paper: Certificate) -> Verdict:
    """A certificate names its end, unless its kind never ends."""
    if paper.expires_on is None and not paper.kind.never_expires:
        told = _("{kind} ends: enter the day on which it expires.")
        return refuse(format_lazy(told, kind=paper.kind.name))
    if paper.expires_on is not None and paper.kind.never_expires:
        return refuse(_("This kind of certificate never expires: leave the day empty."))
    return ALLOWED


def leave_is_alone(leave: Leave) -> Verdict:
    """A person is on leave once at a time."""
    if leave.state not in COUNTING:
        return ALLOWED
    others = Leave.objects.filter(staff=leave.staff_id, state__in=COUNTING).exclude(pk=leave.pk)
    near = others.filter(first_day__lte=leave.last_day, last_day__gte=leave.first_day)
    return may_be_away(
        first=leave.first_day, last=leave.last_day, others=near.values_list("first_day", "last_day")
    )


def roster_line_is_alone(line: RosterLine) -> Verdict:
    """A person works one pattern at a time."""
    others = RosterLine.objects.filter(staff=line.staff_id).exclude(pk=line.pk)
    clash = overlapping(others.values_list("first_day", "last_day"), line.first_day, line.last_day)
    if clash is None:
        return ALLOWED
    told = _("This person is on a roster already from {first}. End that line first, or begin later.")
    return refuse(format_lazy(told, first=clash[0].isoformat()))


def promotion_is_a_step(promotion: Promotion) -> Verdict:
    """A promotion goes up by one grade and comes after the one before; a kept one is not rewritten into another grade."""
    kept = Promotion.objects.filter(pk=promotion.pk).first()
    if kept is not None:
        same = (kept.to_grade, kept.staff_id, kept.promoted_on) == (
            promotion.to_grade, promotion.staff_id, promotion.promoted_on,
        )  # fmt: skip
        return (
            ALLOWED
            if same
            else refuse(_("A promotion stands as it was made; only its grounds are worded anew."))
        )
    staff = Staff.objects.get(pk=promotion.staff_id)
    before = Promotion.objects.filter(staff=staff).order_by("-promoted_on").first()
    since = before.promoted_on if before else staff.hired_on
    return may_rise(
        held=staff.grade,
        wanted=promotion.to_grade,
        on=promotion.promoted_on,
        since=since,
        active=staff.active,
    )


def promote(promotion: Promotion, changed: frozenset[str], *, by: Account | None, at: datetime) -> None:
    """Give the person the grade that a new promotion names."""
    if promotion.from_grade:
        return
    staff = Staff.objects.select_for_update().get(pk=promotion.staff_id)
    before, after = staff.grade, promotion.to_grade
    promotion.change(from_grade=before)
    staff.change(grade=after)
    names = dict(Grade.choices)
    event = StaffPromoted(person=staff.name, before=str(names[before]), after=str(names[after]))
    log(event, by=by, about=staff, at=at)


def seat_result_is_lawful(seat: TrainingSeat) -> Verdict:
    """Nobody passes a course that has not begun; a result is not forgotten once it raised a level."""
    if seat.score is not None and seat.result in {TrainingSeat.Result.ENROLLED, TrainingSeat.Result.ABSENT}:
        return refuse(_("A score belongs to somebody who came: choose passed or failed."))
    kept = TrainingSeat.objects.filter(pk=seat.pk).first()
    if kept is not None and kept.result == TrainingSeat.Result.PASSED != seat.result:
        return refuse(_("This result has raised a level already. Judge the level anew in the skill matrix."))
    return ALLOWED


def raise_by_training(
    seat: TrainingSeat, changed: frozenset[str], *, by: Account | None, at: datetime
) -> None:
    """Let a passed course raise the level it teaches, with the course as grounds."""
    course = seat.training
    if seat.result != TrainingSeat.Result.PASSED or "result" not in changed or course.skill is None:
        return
    if course.raises_to:
        grounds = gettext("Training “%(title)s” passed") % {"title": course.title}
        raise_level(
            staff=seat.staff,
            skill=course.skill,
            task=course.task,
            to=course.raises_to,
            basis=grounds,
            by=by,
            at=at,
        )


def item_is_lawful(item: PlanItem) -> Verdict:
    """A step lies within its plan and nobody is their own mentor."""
    plan = item.plan
    if not plan.first_day <= item.due_on <= plan.last_day:
        told = _("The step must be due between {first} and {last}, the days of the plan.")
        return refuse(format_lazy(told, first=str(plan.first_day), last=str(plan.last_day)))
    if item.mentor_id and item.mentor_id == plan.staff_id:
        return refuse(_("Nobody is their own mentor. Choose somebody who holds the level."))
    return ALLOWED


def follow_level(held: Any, changed: frozenset[str], *, by: Account | None, at: datetime) -> None:
    """Finish the steps of plans whose level has been reached."""
    finish_steps(held, by=by, at=at)
