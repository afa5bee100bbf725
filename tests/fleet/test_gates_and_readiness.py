"""Before delivery: the service plan of a hull in per cent, and the gates on its way (R08, R09)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from aftersail.core.ids import new_id
from aftersail.core.scope import as_system
from aftersail.fleet.actions import load_default_gates
from aftersail.fleet.models import GateReview, Milestone, ReadinessItem, Vessel

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def review(world, signed_in):
    with as_system():
        assert load_default_gates(by=None, at=timezone.now()) > 0
        assert load_default_gates(by=None, at=timezone.now()) == 0
    client = signed_in("quality")
    url = reverse("fleet:begin_gate", args=[world.yard_vessel.pk])
    assert client.post(url, {"gate": "mooring_trial", "id": str(new_id())}).status_code == 302
    with as_system():
        return GateReview.objects.get(vessel=world.yard_vessel)


def answered(client, item, answer, **more):
    with as_system():
        item.refresh_from_db()
    sent = {"version": item.version, "answer": answer, "evidence": "", "signer": "", "reason": ""} | more
    return client.post(reverse("fleet:answer_point", args=[item.pk]), sent)


def test_R08_a_gate_is_not_passed_with_an_open_mandatory_point_unless_it_is_waived_by_name_and_reason(
    world, signed_in, review
):
    client = signed_in("quality")
    passing = reverse("fleet:pass_gate", args=[review.pk])
    refused = client.post(passing)
    assert refused.status_code == 422
    assert "Open and mandatory" in refused.content.decode()
    with as_system():
        items = list(review.items.filter(mandatory=True))
    first, *others = items
    for item in others:
        assert answered(client, item, "met", evidence="记录 01").status_code == 302
    nameless = answered(client, first, "waived", signer="", reason="")
    assert nameless.status_code == 422
    assert "Name who signs" in nameless.content.decode()
    assert answered(signed_in("dispatcher"), first, "waived", signer="调度", reason="急").status_code == 422
    assert answered(client, first, "waived", signer="唐守正", reason="备件随后空运到位").status_code == 302
    assert client.post(passing).status_code == 302
    with as_system():
        review.refresh_from_db()
    assert review.state == "passed"
    assert answered(client, first, "open").status_code == 422


def test_R08_a_hull_does_not_enter_a_stage_whose_gate_is_not_passed(world, signed_in, review):
    client = signed_in("dispatcher")
    url = reverse("fleet:enter_stage", args=[world.yard_vessel.pk])
    refused = client.post(url, {"move": "moor", "on": TODAY.isoformat()})
    assert refused.status_code == 422
    assert "has not been passed" in refused.content.decode()
    quality = signed_in("quality")
    with as_system():
        items = list(review.items.all())
    for item in items:
        answered(quality, item, "met")
    quality.post(reverse("fleet:pass_gate", args=[review.pk]))
    assert client.post(url, {"move": "moor", "on": TODAY.isoformat()}).status_code == 302
    with as_system():
        assert Vessel.objects.get(pk=world.yard_vessel.pk).stage == "mooring_trial"


def test_R09_readiness_counts_what_is_done_and_follows_the_dates(world, signed_in):
    client = signed_in("dispatcher")
    vessel = world.yard_vessel
    panel = reverse("fleet:readiness_panel", args=[vessel.pk])
    assert "No service plan yet" in client.get(panel).content.decode()
    assert client.post(reverse("fleet:plan_readiness", args=[vessel.pk])).status_code == 302
    with as_system():
        points = list(ReadinessItem.objects.filter(vessel=vessel))
        assert {one.part for one in points} == {"staff", "spares", "training", "documents"}
        for one in points[: len(points) // 2]:
            ReadinessItem.objects.filter(pk=one.pk).update(done_on=TODAY)
        Milestone.objects.create(vessel=vessel, kind="delivery", planned_on=TODAY + timedelta(5))
    share = len(points) // 2 * 100 // len(points)
    text = client.get(panel).content.decode()
    assert f"({len(points) // 2}/{len(points)})" in text
    assert "overdue" in text
    life = client.get(f"/api/v1/fleet/vessels/{vessel.pk}/life").json()
    assert life["readiness_percent"] == share
    assert (
        signed_in("other_crew").get(f"/api/v1/fleet/vessels/{vessel.pk}/life").json()["readiness_percent"]
        is None
    )
    again = client.post(reverse("fleet:plan_readiness", args=[vessel.pk]))
    assert again.status_code == 302
    with as_system():
        assert ReadinessItem.objects.filter(vessel=vessel).count() == len(points)
