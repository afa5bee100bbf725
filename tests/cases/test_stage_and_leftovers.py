"""Every case and request carries its stage of life (R02); what cases before delivery left over goes along (R20)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from aftersail.cases.actions.carrying import bring_leftovers
from aftersail.cases.actions.closing_to_yard import follow_vessel
from aftersail.cases.actions.opening import open_case
from aftersail.cases.actions.owed import note_leftover, settle_leftover
from aftersail.cases.actions.talking import give_task
from aftersail.cases.models import Case
from aftersail.core.ids import new_id
from aftersail.core.scope import as_system
from aftersail.fleet.actions.handover import start_handover
from aftersail.fleet.models import Leftover, Milestone, Vessel
from aftersail.intake.actions import identify_request, receive_request
from aftersail.intake.models import Request

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def opened(world, vessel, unit):
    return open_case(
        by=world.accounts["dispatcher"], id=new_id(), vessel=vessel, equipment=unit, title="雷达无图像", channel="phone",
        reported_at=NOW - timedelta(hours=5), at=NOW - timedelta(hours=5),
    )  # fmt: skip


def test_R02_a_case_cannot_be_saved_without_its_stage(world):
    with as_system():
        case = opened(world, world.vessel, world.radar)
        assert case.stage == "warranty"
        with pytest.raises(IntegrityError), transaction.atomic():
            Case.objects.filter(pk=case.pk).update(stage="")


def test_R02_a_request_carries_the_stage_of_its_ship_and_gets_it_when_the_ship_is_named(world):
    with as_system():
        common = {"channel": "phone", "text": "雷达没有回波", "reporter_name": "郑轮机", "at": NOW}
        known = receive_request(
            by=world.accounts["dispatcher"], id=new_id(), equipment=world.old_radar, **common
        )
        assert known.stage == "legacy"
        unknown = receive_request(by=world.accounts["dispatcher"], id=new_id(), vessel_text="某船", **common)
        assert unknown.stage == ""
        named = identify_request(
            by=world.accounts["dispatcher"],
            request=unknown,
            vessel=world.vessel,
            equipment=world.radar,
            at=NOW,
        )
        assert named.stage == "warranty"
        with pytest.raises(IntegrityError), transaction.atomic():
            Request.objects.filter(pk=known.pk).update(stage="")


def test_R20_leftovers_of_commissioning_and_trials_come_into_the_handover_by_themselves(world):
    by = world.accounts["dispatcher"]
    with as_system():
        first = opened(world, world.yard_vessel, world.yard_radar)
        assert first.stage == "commissioning"
        due = NOW.date() + timedelta(40)
        cable = note_leftover(
            by=by, case=first, id=new_id(), text="电缆标识不全", party=world.yard.name, due_on=due, at=NOW
        )
        Milestone.objects.create(
            vessel=world.yard_vessel, kind="mooring_trial", actual_on=NOW.date() - timedelta(10)
        )
        second = opened(world, world.yard_vessel, world.yard_radar)
        assert second.stage == "trial"
        note_leftover(by=by, case=second, id=new_id(), text="备件未到", party="", due_on=None, at=NOW)
        start_handover(by=by, vessel=world.yard_vessel, id=new_id(), at=NOW)
        brought = {one.text: one for one in Leftover.objects.filter(vessel=world.yard_vessel)}
        assert brought["电缆标识不全"].service_type == "commissioning"
        assert (brought["电缆标识不全"].owed_by, brought["电缆标识不全"].yard_id) == ("yard", world.yard.pk)
        assert brought["电缆标识不全"].due_on == due
        assert brought["备件未到"].service_type == "trial_support"
        assert brought["备件未到"].equipment_id == world.yard_radar.pk
        settle_leftover(by=by, item=cable, at=NOW)
        assert Leftover.objects.get(source=cable.pk).fixed_on is not None


def test_R20_what_the_yard_was_asked_to_do_becomes_a_leftover_and_its_cases_close_to_it(world):
    by = world.accounts["dispatcher"]
    with as_system():
        case = opened(world, world.yard_vessel, world.yard_radar)
        assert case.open_to_yard_id == world.yard.pk
        due = NOW.date() + timedelta(5)
        give_task(
            by=by, case=case, id=new_id(), party=world.yard.organisation, text="补焊支架", due_on=due, at=NOW
        )
        for _twice in range(2):
            bring_leftovers(world.yard_vessel, NOW)
        owed = Leftover.objects.get(vessel=world.yard_vessel)
        assert (owed.text, owed.owed_by, owed.yard_id, owed.due_on) == (
            "补焊支架",
            "yard",
            world.yard.pk,
            due,
        )
        Vessel.objects.filter(pk=world.yard_vessel.pk).update(open_to_yard=None)
        follow_vessel(Vessel.objects.get(pk=world.yard_vessel.pk))
        assert Case.objects.get(pk=case.pk).open_to_yard_id is None
