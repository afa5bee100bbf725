"""Dispatch keeps to rosters, to approved leave, to the kind of task and to permits that end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from aftersail.core.scope import as_system
from aftersail.core.verdicts import Refused
from aftersail.dispatch.models import Assignment
from aftersail.dispatch.queries.proposals import proposal_for
from aftersail.people.models import (
    AgreedJourney,
    Certificate,
    CertificateKind,
    Leave,
    RosterLine,
    ShiftPattern,
    StaffSkill,
    TaskType,
)

pytestmark = pytest.mark.django_db


def refused(order, now):
    with as_system():
        return {one.candidate.key: one for one in proposal_for(order, now).ranking.refusals}


def off_duty(story, who, cycle="O"):
    pattern = ShiftPattern.objects.create(code=cycle, name=cycle, cycle=cycle)
    staff = story.world.staff[who]
    RosterLine.objects.create(
        staff=staff, pattern=pattern, first_day=timezone.localdate(story.now) - timedelta(days=2)
    )
    return staff


def test_R38_a_day_off_of_the_roster_is_not_proposed_but_may_be_called_in_with_a_reason(story):
    order = story.order()
    with as_system():
        staff = off_duty(story, "engineer")
    assert refused(order, story.now)[staff.number].rule == "roster"
    with pytest.raises(Refused):
        story.assign(order, who="engineer")
    story.assign(order, who="engineer", override_reason="紧急,本人同意加班")
    with as_system():
        assert Assignment.objects.filter(order=order, staff=staff).exists()


def test_R38_work_begins_on_the_first_day_of_duty(story):
    order = story.order()
    with as_system():
        staff = off_duty(story, "engineer", cycle="OOOODDDD")
        best = {p.candidate.key: p for p in proposal_for(order, story.now).ranking.proposals}[staff.number]
    begins = timezone.localdate(best.earliest_start)
    assert begins == timezone.localdate(story.now) + timedelta(days=2)


def test_R38_only_approved_leave_keeps_somebody_from_being_sent(story):
    order, today = story.order(), timezone.localdate(story.now)
    staff = story.world.staff["engineer"]
    with as_system():
        leave = Leave.objects.create(
            staff=staff,
            first_day=today - timedelta(days=1),
            last_day=today + timedelta(days=9),
            state="requested",
        )
    assert staff.number not in refused(order, story.now)
    with as_system():
        Leave.objects.filter(pk=leave.pk).update(state="approved")
    assert refused(order, story.now)[staff.number].rule == "leave"


def test_R27_the_level_is_that_of_the_orders_kind_of_task(story):
    staff = story.world.staff["engineer"]
    with as_system():
        teach = TaskType.objects.create(code="TEACH", name="操作培训", name_en="Operator training")
        StaffSkill.objects.create(staff=staff, skill=story.world.skills["RAD"], task=teach, level=1)
    assert staff.number not in refused(story.order(), story.now)
    other = story.order(task=teach)
    assert refused(other, story.now)[staff.number].rule == "skill"


def test_R27_who_is_supervised_must_still_be_free_and_fit(story):
    order, today = story.order(level=3), timezone.localdate(story.now)
    learner, teacher = story.world.staff["second_engineer"], story.world.staff["engineer"]
    with as_system():
        Leave.objects.create(
            staff=learner, first_day=today - timedelta(days=1), last_day=today + timedelta(days=9)
        )
    with pytest.raises(Refused, match=str(today + timedelta(days=9))):
        story.assign(order, who="second_engineer", override_reason="带教", team=[teacher])


def test_R27_two_below_the_level_do_not_supervise_each_other(story):
    order = story.order(level=4)
    with pytest.raises(Refused):
        story.assign(
            order, who="engineer", override_reason="带教", team=[story.world.staff["second_engineer"]]
        )


def test_a_boarding_permit_of_any_kind_marked_so_is_asked_for_and_its_end_blocks(story):
    staff = story.world.staff["engineer"]
    with as_system():
        kind = CertificateKind.objects.create(code="dock_pass", name="船坞登船证", boarding=True)
    order = story.order(certificate_kinds=["dock_pass"])
    assert refused(order, story.now)[staff.number].rule == "boarding_permit"
    with as_system():
        paper = Certificate.objects.create(
            staff=staff,
            kind=kind,
            valid_from=date(2020, 1, 1),
            expires_on=story.now.date() + timedelta(days=300),
        )
    assert staff.number not in refused(order, story.now)
    with as_system():
        Certificate.objects.filter(pk=paper.pk).update(expires_on=story.now.date() - timedelta(days=1))
    assert refused(order, story.now)[staff.number].rule == "boarding_permit"


def test_a_certificate_that_never_expires_covers_every_day(story):
    staff = story.world.staff["engineer"]
    with as_system():
        kind = CertificateKind.objects.create(code="diploma", name="学历证书", never_expires=True)
        Certificate.objects.create(staff=staff, kind=kind, valid_from=date(2020, 1, 1))
    assert staff.number not in refused(story.order(certificate_kinds=["diploma"]), story.now)


def test_R26_the_proposal_travels_by_the_agreed_hours(story):
    order, staff = story.order(), story.world.staff["other_engineer"]
    with as_system():
        home = story.world.other_station.port
        AgreedJourney.objects.create(first_port=home, second_port=story.world.ports["QDG"], travel_hours=2)
        best = {p.candidate.key: p for p in proposal_for(order, story.now).ranking.proposals}[staff.number]
    assert (best.mode, best.travel_hours) == ("agreed", 2.5)


def test_the_team_calendar_and_the_timeline_show_who_is_promised_where(story, world, signed_in):
    made = story.assign(story.order())
    client = signed_in("dispatcher")
    day = timezone.localdate(made.starts_at)
    page = client.get(reverse("people:calendar") + f"?station=QD&from={day}&days=7").content.decode()
    assert "team-busy" in page
    assert world.vessel.hull_code in page
    life = client.get(reverse("people:life", args=[made.staff_id])).content.decode()
    assert world.vessel.hull_code in life
    with as_system():
        leave = Leave.objects.create(staff=made.staff, first_day=day, last_day=day, state="requested")
    told = client.get(reverse("people:leave", args=[leave.pk])).content.decode()
    assert "Promised work in these days" in told
