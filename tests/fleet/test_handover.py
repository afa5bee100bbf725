"""The handover from yard to service, walked through its pages: R20, R41, R42, and what stays of it (R09)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from aftersail.core.ids import new_id
from aftersail.core.scope import as_system
from aftersail.fleet.actions.paper import print_papers
from aftersail.fleet.models import (
    Equipment,
    FrozenState,
    Handover,
    HandoverItem,
    HandoverPaper,
    Leftover,
    Milestone,
    ReadinessItem,
    ServiceAccount,
    ServiceBaseline,
    Vessel,
)
from aftersail.fleet.states import HandoverState
from tests.fleet.drawing import PNG

pytestmark = pytest.mark.django_db


def begun(signed_in, world, who="dispatcher"):
    client = signed_in(who)
    answer = client.post(reverse("fleet:start_handover", args=[world.yard_vessel.pk]), {"id": str(new_id())})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    with as_system():
        return client, Handover.objects.get(vessel=world.yard_vessel)


def step(client, handover, name, **data):
    with as_system():
        handover.refresh_from_db()
    sent = {"version": handover.version} | data
    return client.post(reverse("fleet:handover_move", args=[handover.pk, name]), sent)


def checked(client, handover, delivered_on):
    with as_system():
        handover.refresh_from_db()
        parts = set(handover.items.values_list("part", flat=True))
    sent = {"version": handover.version, "delivered_on": delivered_on.isoformat(), "place": "上海"}
    assert client.post(reverse("fleet:handover_particulars", args=[handover.pk]), sent).status_code == 302
    for part in parts:
        client.post(reverse("fleet:handover_check_part", args=[handover.pk]), {"part": part})


def signed(client, handover, *sides):
    for side in sides or ("yard", "user", "maker"):
        sent = {"side": side, f"{side}-name": "郑轮机", f"{side}-post": "轮机长", f"{side}-image": PNG}
        answer = client.post(reverse("fleet:handover_sign", args=[handover.pk]), sent)
        assert answer.status_code == 302, answer.content.decode()[-3000:]


def accepted(signed_in, world, delivered_on=None):
    client, handover = begun(signed_in, world)
    checked(client, handover, delivered_on or timezone.localdate())
    assert step(client, handover, "check").status_code == 302
    signed(client, handover)
    answer = step(client, handover, "accept", unready_reason="待补", late_reason="")
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    with as_system():
        handover.refresh_from_db()
    return client, handover


def test_R41_acceptance_opens_the_account_starts_warranty_and_closes_the_yards_access(
    world, signed_in, django_capture_on_commit_callbacks
):
    today = timezone.localdate()
    _client, handover = accepted(signed_in, world)
    with as_system():
        vessel = Vessel.objects.get(pk=world.yard_vessel.pk)
        account = ServiceAccount.objects.get(vessel=vessel)
        delivery = Milestone.objects.get(vessel=vessel, kind="delivery")
    assert handover.state == HandoverState.ACCEPTED
    assert (vessel.delivered_on, vessel.open_to_yard_id, vessel.stage) == (today, None, "in_service")
    assert delivery.actual_on == today
    assert (account.lag_working_days, account.late, account.handover_id) == (0, False, handover.pk)
    assert signed_in("yard").get(reverse("fleet:vessel", args=[vessel.pk])).status_code == 404


def test_a_handover_is_found_by_its_number_by_those_who_see_the_ship(world, signed_in):
    client, handover = begun(signed_in, world)
    assert handover.number in client.get("/search/", {"q": handover.number}).content.decode()
    assert (
        f"/fleet/handovers/{handover.pk}/"
        not in signed_in("crew").get("/search/", {"q": handover.number}).content.decode()
    )


def test_R41_conversion_lag_is_flagged_after_three_working_days(world, signed_in):
    today = timezone.localdate()
    client, _handover = accepted(signed_in, world, today - timedelta(14))
    with as_system():
        account = ServiceAccount.objects.get(vessel=world.yard_vessel)
    assert account.lag_days == 14
    assert account.lag_working_days > 3
    assert account.late
    page = client.get(reverse("fleet:accounts"), {"late": "1"}).content.decode()
    assert world.yard_vessel.hull_code in page
    listed = client.get("/api/v1/fleet/service-accounts", {"late": "true"}).json()
    assert [row["vessel_id"] for row in listed["items"]] == [str(world.yard_vessel.pk)]


def test_R41_a_delivered_ship_without_account_waits_in_sight_and_opens_with_a_reason(world, signed_in):
    client = signed_in("dispatcher")
    with as_system():
        ServiceAccount.objects.filter(vessel=world.vessel).delete()
        Vessel.objects.filter(pk=world.vessel.pk).update(stage="delivery")
    page = client.get(reverse("fleet:accounts")).content.decode()
    assert "Waiting for their account" in page
    assert world.vessel.hull_code in page
    url = reverse("fleet:open_account", args=[world.vessel.pk])
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "本系统启用前已交付"}).status_code == 302
    with as_system():
        assert ServiceAccount.objects.get(vessel=world.vessel).late
        assert Vessel.objects.get(pk=world.vessel.pk).stage == "in_service"


@pytest.mark.parametrize(
    ("steward", "deputy"), [("steward", None), (None, "manager"), ("steward", "steward")]
)
def test_R42_the_account_stays_closed_without_exactly_one_steward_and_one_deputy(
    world, signed_in, steward, deputy
):
    with as_system():
        Vessel.objects.filter(pk=world.yard_vessel.pk).update(
            steward=world.staff.get(steward), deputy=world.staff.get(deputy)
        )
    client, handover = begun(signed_in, world)
    checked(client, handover, timezone.localdate())
    step(client, handover, "check")
    signed(client, handover)
    answer = step(client, handover, "accept", unready_reason="待补")
    assert answer.status_code == 422
    assert "The service account cannot open" in answer.content.decode()
    with as_system():
        assert not ServiceAccount.objects.filter(vessel=world.yard_vessel).exists()
        assert Vessel.objects.get(pk=world.yard_vessel.pk).delivered_on is None


def test_R20_leftovers_go_onto_the_warranty_list_by_themselves(world, signed_in):
    client, handover = begun(signed_in, world)
    checked(client, handover, timezone.localdate())
    with as_system():
        item = handover.items.filter(part="test").first()
    url = reverse("fleet:check_item", args=[item.pk])
    with as_system():
        item.refresh_from_db()
    bare = {"version": item.version, "result": "missing", "note": "航行试验报告缺页"}
    refused = client.post(url, bare)
    assert refused.status_code == 422
    assert "航行试验报告缺页" in refused.content.decode()
    due = timezone.localdate() + timedelta(30)
    assert (
        client.post(url, bare | {"owed_by": "yard", "party": "质检处", "due_on": due.isoformat()}).status_code
        == 302
    )
    step(client, handover, "check")
    signed(client, handover)
    step(client, handover, "accept", unready_reason="待补")
    with as_system():
        owed = Leftover.objects.get(vessel=world.yard_vessel)
    assert owed.listed_on == timezone.localdate()
    assert (owed.owed_by, owed.yard_id, owed.service_type) == ("yard", world.yard.pk, "commissioning")
    # The yard's access to the hull is closed, but not to what it owes.
    yard = signed_in("yard")
    assert owed.text[:20] in yard.get(reverse("fleet:owed")).content.decode()
    assert yard.get(reverse("fleet:owed_item", args=[owed.pk])).status_code == 200
    assert yard.get(reverse("fleet:handover", args=[handover.pk])).status_code == 404
    assert yard.post(reverse("fleet:settle_leftover", args=[owed.pk, "fixed"])).status_code == 302
    assert signed_in("steward").post(
        reverse("fleet:settle_leftover", args=[owed.pk, "fixed"])
    ).status_code in {404, 422}
    assert client.post(reverse("fleet:settle_leftover", args=[owed.pk, "accepted"])).status_code == 302


def test_nothing_is_signed_before_every_item_is_answered(world, signed_in):
    client, handover = begun(signed_in, world)
    answer = step(client, handover, "check")
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Not checked yet" in text
    assert "Enter the day of delivery" in text
    sent = {"side": "yard", "yard-name": "陈", "yard-image": PNG}
    assert client.post(reverse("fleet:handover_sign", args=[handover.pk]), sent).status_code == 422


def test_yard_and_user_sign_for_their_own_side_only(world, signed_in):
    client, handover = begun(signed_in, world)
    checked(client, handover, timezone.localdate())
    step(client, handover, "check")
    yard = signed_in("yard")
    url = reverse("fleet:handover_sign", args=[handover.pk])
    assert yard.post(url, {"side": "maker", "maker-name": "某", "maker-image": PNG}).status_code == 422
    assert yard.post(url, {"side": "yard", "yard-name": "陈", "yard-image": PNG}).status_code == 302
    assert yard.post(url, {"side": "yard", "yard-name": "陈", "yard-image": PNG}).status_code == 422
    crew = signed_in("other_crew")
    assert crew.post(url, {"side": "user", "user-name": "任", "user-image": PNG}).status_code == 302
    with as_system():
        handover.refresh_from_db()
    assert handover.state == HandoverState.CHECKED
    signed(client, handover, "maker")
    with as_system():
        handover.refresh_from_db()
    assert handover.state == HandoverState.SIGNED


def test_R09_delivery_below_full_readiness_warns_and_needs_a_reason(world, signed_in):
    client, handover = begun(signed_in, world)
    with as_system():
        ReadinessItem.objects.create(vessel=world.yard_vessel, part="spares", title="随船备件")
        ReadinessItem.objects.create(
            vessel=world.yard_vessel, part="training", title="培训", done_on=timezone.localdate()
        )
    checked(client, handover, timezone.localdate())
    step(client, handover, "check")
    signed(client, handover)
    refused = step(client, handover, "accept")
    assert refused.status_code == 422
    assert "stands at 50 %" in refused.content.decode()
    assert step(client, handover, "accept", unready_reason="用户急用").status_code == 302
    log = client.get(reverse("fleet:vessel", args=[world.yard_vessel.pk])).content.decode()
    assert "Delivered at 50 % readiness" in log


def test_what_was_accepted_never_changes_and_is_printed_in_both_languages(world, signed_in):
    client, handover = accepted(signed_in, world)
    with as_system():
        assert print_papers(handover.pk) == 2
        papers = list(HandoverPaper.objects.filter(handover=handover))
        hashes = {paper.language: paper.content_hash for paper in papers}
        for change in (
            lambda: HandoverItem.objects.filter(handover=handover).update(note="改"),
            lambda: Handover.objects.filter(pk=handover.pk).update(place="别处"),
            lambda: HandoverPaper.objects.filter(handover=handover).update(content={}),
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                change()
    for language in ("zh-hans", "en"):
        pdf = client.get(reverse("fleet:handover_paper", args=[handover.pk, 1, language]))
        assert pdf.getvalue()[:5] == b"%PDF-" if pdf.streaming else pdf.content[:5] == b"%PDF-"
    sent = {"id": str(new_id()), "text": "第 3 项序列号应为 HR300-0002"}
    assert client.post(reverse("fleet:handover_correct", args=[handover.pk]), sent).status_code == 302
    with as_system():
        second = HandoverPaper.objects.filter(handover=handover, edition=2)
        assert {paper.language: paper.content_hash for paper in second} == hashes
        assert print_papers(handover.pk) == 2


def test_a_double_click_begins_one_handover_and_the_number_is_gapless(world, signed_in):
    client, handover = begun(signed_in, world)
    again = client.post(reverse("fleet:start_handover", args=[world.yard_vessel.pk]), {"id": str(new_id())})
    assert again.status_code == 302
    with as_system():
        assert Handover.objects.filter(vessel=world.yard_vessel).count() == 1
    assert handover.number.startswith("HO-SH-")
    assert handover.number.endswith("-0001")


def test_the_whole_handover_goes_by_the_api_alike(world, signed_in):
    client = signed_in("dispatcher")
    api = "/api/v1/fleet"
    made = client.post(
        f"{api}/handovers/of/{world.yard_vessel.pk}", {"id": str(new_id())}, content_type="application/json"
    )
    assert made.status_code == 200, made.content
    handover = made.json()
    for item in handover["items"]:
        answer = client.post(
            f"{api}/handover-items/{item['id']}/check",
            {"version": item["version"], "result": "ok"},
            content_type="application/json",
        )
        assert answer.status_code == 200, answer.content
    url = f"{api}/handovers/{handover['id']}"
    today = timezone.localdate().isoformat()
    assert (
        client.post(
            f"{url}/steps/check", {"version": 1, "delivered_on": today}, content_type="application/json"
        ).status_code
        == 200
    )
    for side in ("yard", "user", "maker"):
        sent = {"side": side, "name": "某人", "image": PNG}
        assert client.post(f"{url}/sign", sent, content_type="application/json").status_code == 200
    stale = client.post(f"{url}/steps/accept", {"version": 1}, content_type="application/json")
    assert stale.status_code == 409
    now = client.get(url).json()
    done = client.post(f"{url}/steps/accept", {"version": now["version"]}, content_type="application/json")
    assert done.status_code == 200, done.content
    assert done.json()["state"] == "accepted"


def test_R74_a_model_without_an_active_baseline_blocks_acceptance_and_delivery(world, signed_in):
    today = timezone.localdate()
    client, handover = begun(signed_in, world)
    checked(client, handover, today)
    assert step(client, handover, "check").status_code == 302
    signed(client, handover)
    with as_system():
        family = Equipment.objects.filter(vessel=world.yard_vessel).first().model.family
        ServiceBaseline.objects.filter(family=family).update(valid_until=today - timedelta(1))
        milestone, _made = Milestone.objects.get_or_create(vessel=world.yard_vessel, kind="delivery")
    refused = step(client, handover, "accept")
    assert refused.status_code == 422
    assert world.radar_model.code in refused.content.decode()
    sent = {"version": milestone.version, "planned_on": "", "actual_on": today.isoformat(), "reason": "x"}
    reached = client.post(reverse("fleet:move_date", args=[milestone.pk]), sent)
    assert reached.status_code == 422
    assert world.radar_model.code in reached.content.decode()
    with as_system():
        assert Vessel.objects.get(pk=world.yard_vessel.pk).delivered_on is None
        ServiceBaseline.objects.filter(family=family).update(valid_until=None)
    assert step(client, handover, "accept").status_code == 302


def test_R14_what_is_aboard_is_frozen_as_delivered_when_the_handover_is_accepted(world, signed_in):
    accepted(signed_in, world)
    with as_system():
        state = FrozenState.objects.get(vessel=world.yard_vessel, kind="as_delivered")
        serials = set(
            Equipment.objects.filter(vessel=world.yard_vessel).values_list("serial_number", flat=True)
        )
    assert state.state_on == timezone.localdate()
    assert len(state.nodes) == len(serials)
