"""Each ship has one service manager and one deputy; a gap, or both on leave, raises an alert (R42); vessel 360 (R04)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from aftersail.core.models import LogEntry, Notification
from aftersail.core.scope import as_system
from aftersail.core.work import deliver
from aftersail.fleet.actions.accounts import tell_unattended
from aftersail.fleet.models import Milestone, Vessel
from aftersail.fleet.queries.owners import unattended
from aftersail.people.models import Leave

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def away(world, *names):
    for name in names:
        Leave.objects.create(staff=world.staff[name], first_day=TODAY, last_day=TODAY + timedelta(3))


def test_R42_both_on_leave_raises_one_alert_a_day_and_one_of_them_present_raises_none(world, signed_in):
    with as_system():
        away(world, "steward")
        assert unattended(Vessel.objects.all(), TODAY) == []
        away(world, "manager")
        alone = {one.vessel.hull_code for one in unattended(Vessel.objects.all(), TODAY)}
        assert alone == {world.vessel.hull_code, world.old_vessel.hull_code}
        assert tell_unattended(on=TODAY, at=timezone.now()) == 2
        assert tell_unattended(on=TODAY, at=timezone.now()) == 0
        entry = LogEntry.objects.filter(event="fleet.StewardAway", subject_id=world.vessel.pk).get()
    deliver(entry.pk)
    with as_system():
        told = set(Notification.objects.filter(entry_id=entry.pk).values_list("account__username", flat=True))
    assert {"dispatcher", "manager", "steward"} <= told
    page = signed_in("dispatcher").get(reverse("fleet:vessel", args=[world.vessel.pk])).content.decode()
    assert "both on leave" in page
    accounts = signed_in("dispatcher").get(reverse("fleet:accounts")).content.decode()
    assert "Ships with nobody present" in accounts
    assert "both on leave" in accounts


def test_R42_a_ship_without_a_deputy_stands_out(world, signed_in):
    with as_system():
        Vessel.objects.filter(pk=world.vessel.pk).update(deputy=None)
        (one,) = unattended(Vessel.objects.all(), TODAY)
    assert (one.vessel.pk, one.gap) == (world.vessel.pk, "no_deputy")
    page = signed_in("manager").get(reverse("fleet:vessel", args=[world.vessel.pk])).content.decode()
    assert "Service manager or deputy missing" in page


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_R04_the_ships_page_gathers_what_there_is_to_know(world, signed_in, language):
    with as_system():
        Milestone.objects.create(vessel=world.vessel, kind="overhaul", planned_on=TODAY + timedelta(30))
    client = signed_in("dispatcher", language)
    page = client.get(reverse("fleet:vessel", args=[world.vessel.pk])).content.decode()
    assert world.staff["steward"].name in page
    assert world.radar.serial_number in page
    assert (TODAY + timedelta(30)).isoformat() in page
    panels = (
        "cases:vessel_panel", "visits:vessel_panel", "care:vessel_panel", "satisfaction:vessel_panel", "fleet:handover_panel",
        "fleet:readiness_panel", "fleet:tasks_panel", "fleet:dates_panel",
    )  # fmt: skip
    for name in panels:
        url = reverse(name, args=[world.vessel.pk])
        assert url in page
        assert client.get(url).status_code == 200


def test_R04_the_customer_sees_its_own_cases_live_and_no_other_ship(world, signed_in):
    crew = signed_in("crew")
    assert crew.get(reverse("fleet:vessel", args=[world.vessel.pk])).status_code == 200
    assert crew.get(reverse("cases:vessel_panel", args=[world.vessel.pk])).status_code == 200
    for name in (
        "fleet:vessel",
        "cases:vessel_panel",
        "fleet:handover_panel",
        "fleet:dates_panel",
        "fleet:tasks_panel",
    ):
        assert crew.get(reverse(name, args=[world.yard_vessel.pk])).status_code == 404
