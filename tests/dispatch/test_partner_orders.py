"""Work orders given to partners: within scope and papers only; the partner sees its own and nothing else (R21, R22)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from aftersail.cases.models import WorkOrder
from aftersail.core.ids import new_id
from aftersail.core.models import Account, Organisation
from aftersail.core.scope import as_system
from aftersail.dispatch.models import PartnerOrder
from aftersail.people.models import Partner, PartnerQualification, PartnerScope
from tests.people.conftest import DAY, engaged_partner, enter

pytestmark = pytest.mark.django_db


def supplier(name: str) -> tuple[Organisation, Account]:
    body = Organisation.objects.create(name=name, kind="supplier")
    return body, Account.objects.create(username=name, name=name, roles=["supplier"], organisation=body)


def offer(client: Any, order: WorkOrder, partner: Partner, **changes: Any) -> Any:
    start = timezone.localtime() + timedelta(hours=2)
    sent = {
        "id": str(new_id()), "version": order.version, "starts_at": f"{start:%Y-%m-%dT%H:%M}",
        "ends_at": f"{start + timedelta(hours=6):%Y-%m-%dT%H:%M}", "agreed_cost_cny": "5200", "reason": "本站工程师均在外",
    } | changes  # fmt: skip
    return client.post(reverse("dispatch:offer", args=[order.pk, partner.pk]), sent)


def step(client: Any, given: PartnerOrder, name: str, note: str = "") -> Any:
    with as_system():
        version = PartnerOrder.objects.get(pk=given.pk).version
    return client.post(
        reverse("dispatch:partner_step", args=[given.pk, name]), {"version": version, "note": note}
    )


def test_R21_a_partner_takes_an_order_from_offer_to_confirmation(story, signed_in):
    body, account = supplier("泊远")
    partner, order, desk = (
        engaged_partner(story.world, organisation=body),
        story.order(),
        signed_in("dispatcher"),
    )
    panel = desk.get(reverse("dispatch:partners_panel", args=[order.pk])).content.decode()
    assert "within scope, papers in order" in panel
    assert offer(desk, order, partner).status_code == 302
    with as_system():
        given = PartnerOrder.objects.get()
        assert WorkOrder.objects.get(pk=order.pk).state == "assigned"
    theirs = signed_in(account)
    assert given.number in theirs.get(reverse("web:home")).content.decode()
    assert step(theirs, given, "accept").status_code == 302
    report = {
        "version": 2, "report": "更换电源模块", "work_hours": "5", "actual_cost_cny": "5000",
        "finished_at": f"{timezone.localtime() - timedelta(minutes=1):%Y-%m-%dT%H:%M}",
    }  # fmt: skip
    assert theirs.post(reverse("dispatch:partner_report", args=[given.pk]), report).status_code == 302
    refused = step(desk, given, "return")
    assert refused.status_code == 422
    assert "must be done again" in refused.content.decode()
    assert step(desk, given, "return", "试验未做").status_code == 302
    with as_system():
        version = PartnerOrder.objects.get(pk=given.pk).version
    theirs.post(reverse("dispatch:partner_report", args=[given.pk]), report | {"version": version})
    assert step(desk, given, "confirm").status_code == 302
    with as_system():
        kept = PartnerOrder.objects.get(pk=given.pk)
        assert (kept.state, kept.reworks, kept.actual_cost_cny) == ("confirmed", 1, Decimal(5000))
        assert WorkOrder.objects.get(pk=order.pk).state == "done"


def test_R21_outside_its_scope_a_partner_is_refused(story, signed_in):
    partner, order = engaged_partner(story.world, skill="GEN"), story.order()
    desk = signed_in("dispatcher")
    answer = offer(desk, order, partner)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Outside the scope" in page
    assert "本站工程师均在外" in page
    with as_system():
        assert not PartnerOrder.objects.exists()
        assert WorkOrder.objects.get(pk=order.pk).state == "approved"


def test_R21_a_qualification_that_ends_before_the_work_does_is_refused(story, signed_in):
    today = timezone.localdate()
    partner, order = engaged_partner(story.world, until=today + DAY), story.order()
    start = timezone.localtime() + timedelta(hours=2)
    answer = offer(
        signed_in("dispatcher"), order, partner, ends_at=f"{start + timedelta(days=3):%Y-%m-%dT%H:%M}"
    )
    assert answer.status_code == 422
    assert (today + DAY).isoformat() in answer.content.decode()


def test_R21_a_renewed_qualification_lets_the_partner_work_on(story, signed_in):
    today = timezone.localdate()
    partner, order = engaged_partner(story.world, until=today + DAY), story.order()
    enter(
        story.world, "people.partner-qualifications", partner=partner, kind="船舶修理资质", valid_from=today - DAY,
        expires_on=today + 700 * DAY,
    )  # fmt: skip
    assert offer(signed_in("dispatcher"), order, partner).status_code == 302


def test_R21_the_database_itself_refuses_a_partner_outside_scope_or_papers(story):
    partner, order, now = engaged_partner(story.world), story.order(), timezone.now()
    with as_system():
        values = {
            "order": order, "case": order.case, "partner": partner, "number": order.number, "vessel_name": "x", "port_name": "x",
            "scope": "x", "starts_at": now, "ends_at": now + timedelta(hours=4), "agreed_cost_cny": 1, "reason": "x", "offered_at": now,
            "keys": [partner.pk],
        }  # fmt: skip

        def refused() -> None:
            with pytest.raises(IntegrityError), transaction.atomic():
                PartnerOrder.objects.create(**values)

        Partner.objects.filter(pk=partner.pk).update(state="suspended")
        refused()
        Partner.objects.filter(pk=partner.pk).update(state="active")
        scope = PartnerScope.objects.get()
        PartnerScope.objects.update(area=story.world.ports["SHG"].area)
        refused()
        PartnerScope.objects.update(area=scope.area)
        PartnerQualification.objects.update(expires_on=timezone.localdate() - DAY)
        refused()
        PartnerQualification.objects.update(expires_on=timezone.localdate() + 90 * DAY)
        PartnerOrder.objects.create(**values)


def test_R21_a_partner_sees_its_own_orders_and_nothing_else(story, signed_in):
    body, account = supplier("泊远")
    _other_body, stranger = supplier("他家")
    partner, order = engaged_partner(story.world, organisation=body), story.order()
    offer(signed_in("dispatcher"), order, partner)
    with as_system():
        given = PartnerOrder.objects.get()
    own, foreign = signed_in(account), signed_in(stranger)
    page = reverse("dispatch:partner_order", args=[given.pk])
    assert own.get(page).status_code == 200
    assert foreign.get(page).status_code == 404
    assert step(foreign, given, "accept").status_code == 404
    assert given.number not in foreign.get(reverse("dispatch:partner_orders")).content.decode()
    for address in (
        reverse("cases:case", args=[order.case_id]), reverse("dispatch:proposal", args=[order.pk]),
        reverse("people:rates"), reverse("people:partner", args=[partner.pk]),
    ):  # fmt: skip
        assert own.get(address).status_code in {403, 404}
    assert step(own, given, "confirm").status_code == 422, "a partner never judges its own work"


def test_R21_a_partner_that_cannot_take_the_order_is_folded_under_its_english_name(story, signed_in):
    partner = engaged_partner(story.world)
    order = story.order(port=story.world.ports["SHG"])
    with as_system():
        Partner.objects.filter(pk=partner.pk).update(name_en="Boyuan Ship Service")
    page = signed_in("dispatcher").get(reverse("dispatch:partners_panel", args=[order.pk])).content.decode()
    above, _, folded = page.partition("1 partner cannot take it, and why")
    assert "No partner can take this order" in above
    assert "Outside the scope of Boyuan Ship Service" in folded
    assert partner.name not in page


def test_the_house_reads_ship_and_port_in_english_and_the_partner_as_the_order_names_them(story, signed_in):
    body, account = supplier("泊远")
    partner, order, desk = (
        engaged_partner(story.world, organisation=body),
        story.order(),
        signed_in("dispatcher"),
    )
    with as_system():
        type(order.case.vessel).objects.filter(pk=order.case.vessel_id).update(name_en="Haiou 1")
        type(order.port).objects.filter(pk=order.port_id).update(name_en="Qingdao")
    offer(desk, order, partner)
    with as_system():
        given = PartnerOrder.objects.get()
    for address in (reverse("dispatch:partner_orders"), reverse("dispatch:partner_order", args=[given.pk])):
        ours, theirs = (client.get(address).content.decode() for client in (desk, signed_in(account)))
        assert f"{order.case.vessel.hull_code} Haiou 1" in ours
        assert ">Qingdao<" in ours
        assert given.vessel_name not in ours
        assert given.vessel_name in theirs
        assert given.port_name in theirs


def test_R21_a_declined_order_is_withdrawn_and_waits_again(story, signed_in):
    body, account = supplier("泊远")
    partner, order, desk = (
        engaged_partner(story.world, organisation=body),
        story.order(),
        signed_in("dispatcher"),
    )
    offer(desk, order, partner)
    with as_system():
        given = PartnerOrder.objects.get()
    assert step(signed_in(account), given, "decline").status_code == 422, "a reason is needed"
    assert step(signed_in(account), given, "decline", "无人").status_code == 302
    assert step(desk, given, "withdraw", "改派").status_code == 302
    with as_system():
        assert WorkOrder.objects.get(pk=order.pk).state == "approved"


def test_R21_a_station_manager_may_offer_without_reading_what_was_agreed(story, signed_in):
    partner, order = engaged_partner(story.world), story.order()
    manager = signed_in(story.account("manager"))
    assert offer(manager, order, partner).status_code == 302
    assert manager.get(reverse("people:rates")).status_code == 403
    assert manager.get(reverse("people:partner", args=[partner.pk])).status_code == 200


def at(hours: float) -> str:
    return f"{timezone.localtime() + timedelta(hours=hours):%Y-%m-%dT%H:%M}"


def test_R21_no_offer_sends_more_of_a_partners_people_than_it_has(story, signed_in):
    partner, desk = engaged_partner(story.world), signed_in("dispatcher")
    first, second, third = (story.order() for _n in range(3))
    assert offer(desk, first, partner).status_code == 302
    refused = offer(desk, second, partner, starts_at=at(7), ends_at=at(9))
    assert refused.status_code == 422
    assert "as many of its people out" in refused.content.decode()
    body = {
        "id": str(new_id()), "partner_id": str(partner.pk), "starts_at": f"{at(7)}:00+08:00", "ends_at": f"{at(9)}:00+08:00",
        "agreed_cost_cny": "10.00", "reason": "人手不足",
    }  # fmt: skip
    url = f"/api/v1/dispatch/orders/{second.pk}/offer"
    answer = desk.post(url, body, content_type="application/json")
    assert answer.status_code == 422
    assert "as many of its people out" in answer.content.decode()
    assert offer(desk, third, partner, starts_at=at(9), ends_at=at(11)).status_code == 302, "other hours"
    with as_system():
        Partner.objects.update(people_at_once=2)
    assert desk.post(url, body, content_type="application/json").status_code == 201


@pytest.mark.parametrize("state", ["declined", "reported"])
def test_an_order_turned_down_or_done_takes_nobody_of_the_partner_any_more(story, signed_in, state):
    partner, desk = engaged_partner(story.world), signed_in("dispatcher")
    offer(desk, story.order(), partner)
    with as_system():
        PartnerOrder.objects.update(state=state)
    assert offer(desk, story.order(), partner).status_code == 302


def test_orders_that_the_one_who_offers_may_not_see_take_the_partners_people_as_well(story, signed_in):
    partner = engaged_partner(story.world)
    offer(signed_in("dispatcher"), story.order(), partner)
    with as_system():
        PartnerOrder.objects.update(keys=[partner.pk])
    manager = signed_in("manager")
    assert PartnerOrder.objects.visible_to(story.account("manager")).count() == 0
    refused = offer(manager, story.order(), partner)
    assert refused.status_code == 422
    assert "as many of its people out" in refused.content.decode()


def test_R21_a_program_is_refused_like_a_page_and_offers_once(story, signed_in):
    partner, order, desk = engaged_partner(story.world), story.order(), signed_in("dispatcher")
    now = timezone.now()
    body = {
        "id": str(new_id()), "partner_id": str(partner.pk), "starts_at": (now + timedelta(hours=1)).isoformat(),
        "ends_at": (now + timedelta(days=500)).isoformat(), "agreed_cost_cny": "10.00", "reason": "人手不足",
    }  # fmt: skip
    url = f"/api/v1/dispatch/orders/{order.pk}/offer"
    refused = desk.post(url, body, content_type="application/json")
    assert refused.status_code == 422
    assert "Renew it first" in refused.content.decode()
    body["ends_at"] = (now + timedelta(hours=5)).isoformat()
    assert desk.post(url, body, content_type="application/json").status_code == 201
    assert desk.post(url, body, content_type="application/json").status_code == 201
    with as_system():
        assert PartnerOrder.objects.count() == 1
