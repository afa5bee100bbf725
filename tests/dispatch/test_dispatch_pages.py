"""Facts about the pages of dispatch: the queue, the proposal with its reasons, sending and calling back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from aftersail.cases.models import WorkOrder
from aftersail.cases.states import OrderState
from aftersail.core.ids import new_id
from aftersail.core.scope import as_system
from aftersail.dispatch.models import Assignment


@pytest.fixture
def visitor(story):
    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(story.account(name), backend="aftersail.core.signin.PasswordBackend")
        client.cookies["aftersail_language"] = "en"
        return client

    return signed_in


def sending(order: WorkOrder, **changes: object) -> dict[str, object]:
    start = timezone.localtime() + timedelta(hours=20)
    values = {
        "id": new_id(), "version": order.version, "starts_at": f"{start:%Y-%m-%dT%H:%M}",
        "ends_at": f"{start + timedelta(hours=4):%Y-%m-%dT%H:%M}", "override_reason": "",
    }  # fmt: skip
    return values | changes


def test_the_queue_shows_the_order_and_exports_it(story, visitor):
    order = story.order()
    client = visitor("dispatcher")
    assert order.number in client.get("/dispatch/").content.decode()
    assert client.get("/dispatch/?format=xlsx").status_code == 200


def test_the_proposal_names_who_can_and_why_others_cannot(story, visitor):
    order = story.order()
    page = visitor("dispatcher").get(f"/dispatch/orders/{order.pk}/").content.decode()
    assert "程远帆" in page
    assert "level 0, the work needs 2" in page or "level" in page


def test_sending_from_the_page_and_calling_back(story, visitor):
    order = story.order()
    client = visitor("dispatcher")
    url = f"/dispatch/orders/{order.pk}/assign/{story.world.staff['engineer'].pk}/"
    assert client.get(url).status_code == 200
    assert client.post(url, sending(order)).status_code == 302
    with as_system():
        made = Assignment.objects.get(order=order)
    assert client.get(f"/dispatch/orders/{order.pk}/").status_code == 200
    refused = client.post(
        f"/dispatch/assignments/{made.pk}/release/", {"version": made.version, "reason": ""}
    )
    assert refused.status_code == 422
    assert (
        client.post(
            f"/dispatch/assignments/{made.pk}/release/", {"version": made.version, "reason": "改期"}
        ).status_code
        == 302
    )
    with as_system():
        assert WorkOrder.objects.get(pk=order.pk).state == OrderState.APPROVED


def test_R17_the_page_asks_why_and_keeps_what_was_typed(story, visitor):
    order = story.order()
    url = f"/dispatch/orders/{order.pk}/assign/{story.world.staff['other_engineer'].pk}/"
    client = visitor("dispatcher")
    values = sending(order)
    answer = client.post(url, values)
    assert answer.status_code == 422
    assert str(values["starts_at"]) in answer.content.decode()
    assert client.post(url, values | {"override_reason": "熟悉该船"}).status_code == 302


def test_who_cannot_go_is_folded_and_nobody_is_left_out(story, visitor):
    order = story.order()
    page = visitor("dispatcher").get(f"/dispatch/orders/{order.pk}/")
    refusals = page.context["refusals"]
    summary = f'<details class="fold mb-3"><summary>{len(refusals)} cannot go'
    folded = page.content.decode().partition(summary)[2]
    assert refusals
    assert all(one.candidate.name in folded for one, _staff in refusals)


def test_when_nobody_can_the_nearest_reason_is_told(story, visitor):
    order = story.order(level=4)
    page = visitor("dispatcher").get(f"/dispatch/orders/{order.pk}/").content.decode()
    assert "Nearest to a yes" in page


def test_a_double_click_promises_once(story, visitor):
    order = story.order()
    client, values = visitor("dispatcher"), sending(order)
    url = f"/dispatch/orders/{order.pk}/assign/{story.world.staff['engineer'].pk}/"
    client.post(url, values)
    client.post(url, values)
    with as_system():
        assert Assignment.objects.count() == 1


def test_the_crew_sees_who_comes_but_not_why(story, visitor):
    order = story.order()
    story.assign(
        order,
        who="other_engineer",
        override_reason="熟悉该船",
        starts_at=story.now + timedelta(hours=12),
        ends_at=story.now + timedelta(hours=16),
    )
    page = visitor("crew").get(f"/dispatch/cases/{order.case_id}/panel/").content.decode()
    assert "孔祥舟" in page
    assert "熟悉该船" not in page
    assert visitor("crew").get(f"/dispatch/orders/{order.pk}/").status_code == 403
    assert visitor("other_crew").get(f"/dispatch/cases/{order.case_id}/panel/").status_code == 404
