"""Vessel 360 and the page of a unit show the whole life, the warranty verdict and the label."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from aftersail.core.scope import entered
from aftersail.fleet import queries
from aftersail.fleet.states import LifecycleStage

pytestmark = pytest.mark.django_db


def test_R02_the_timeline_shows_every_stage_from_the_yard_to_service(world):
    by, today = world.accounts["dispatcher"], timezone.localdate()
    with entered(by.scope()):
        for vessel in (world.vessel, world.old_vessel, world.yard_vessel):
            tree = queries.tree_of(by, vessel, today)
            life = queries.life_of(vessel, queries.vessel_standing(vessel, queries.flat(tree), today), today)
            labels = [str(step["label"]) for step in life]
            assert len(labels) >= 8
            assert {
                str(LifecycleStage.TAKEOVER.label),
                str(LifecycleStage.WARRANTY.label),
                str(LifecycleStage.IN_SERVICE.label),
            } <= set(labels)
            assert sum(step["state"] == "current" for step in life) <= 1


def test_a_vessel_is_in_warranty_while_some_unit_aboard_is(world):
    by, today = world.accounts["dispatcher"], timezone.localdate()
    with entered(by.scope()):
        tree = queries.tree_of(by, world.vessel, today)
        assert (
            queries.vessel_standing(world.vessel, queries.flat(tree), today).stage == LifecycleStage.WARRANTY
        )
        units = queries.flat(tree)
        assert {branch.unit.pk for branch in units} >= {world.radar.pk, world.radar_transceiver.pk}
        alone = {b.unit.pk: queries.warranty_of(world.vessel, b.unit, today) for b in units}
        assert all(b.warranty == alone[b.unit.pk] for b in units)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("who", ["dispatcher", "manager", "owner", "auditor"])
def test_R04_the_vessels_page_opens_for_house_and_owner(world, signed_in, who, language):
    answer = signed_in(who, language).get(reverse("fleet:vessel", args=[world.vessel.pk]))
    assert answer.status_code == 200
    assert world.vessel.hull_code in answer.content.decode()


def test_the_yard_sees_its_open_hull_without_the_owners_contacts(world, signed_in):
    client = signed_in("yard")
    page = client.get(reverse("fleet:vessel", args=[world.yard_vessel.pk]))
    assert page.status_code == 200
    assert "Contacts" not in page.content.decode()
    assert client.get(reverse("fleet:vessel", args=[world.vessel.pk])).status_code == 404
    assert client.get(reverse("fleet:contacts")).status_code == 403


def test_the_units_page_shows_clause_days_left_and_a_label_that_opens_the_fault_report(world, signed_in):
    client = signed_in("dispatcher")
    text = client.get(reverse("fleet:equipment", args=[world.radar.pk])).content.decode()
    verdict = queries.warranty_of(world.vessel, world.radar, timezone.localdate())
    assert verdict.status == "in"
    assert verdict.clause in text
    assert str(verdict.days_left) in text
    svg = client.get(reverse("fleet:equipment_qr", args=[world.radar.pk]))
    assert svg["Content-Type"] == "image/svg+xml"
    for page, pk in (("fleet:equipment_label", world.radar.pk), ("fleet:vessel_labels", world.vessel.pk)):
        assert client.get(reverse(page, args=[pk])).content[:5] == b"%PDF-"


def test_hours_are_read_on_the_page_and_by_the_crew(world, signed_in):
    client = signed_in("crew")
    url = reverse("fleet:equipment_hours", args=[world.generator.pk])
    assert client.get(url).status_code == 200
    unit = world.generator
    sent = {
        "version": unit.version,
        "hours": "1",
        "read_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
        "reason": "",
    }
    refused = client.post(url, sent)
    assert refused.status_code == 422
    assert client.post(url, sent | {"reason": "new meter", "hours": "2"}).status_code in {302, 422}
