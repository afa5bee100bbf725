"""Facts about parts sold outside warranty: who sees them, what they cost, what is delivered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aftersail.core.ids import new_id
from aftersail.core.models import Account
from aftersail.core.scope import as_system
from aftersail.core.verdicts import Refused
from aftersail.supply.actions import market
from aftersail.supply.models import PartsOrder
from aftersail.supply.queries.figures import market_figures

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def enter(world) -> Callable[[str], Client]:
    """Return a function that signs somebody in, in English."""

    def sign_in(name: str) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(world.accounts[name], backend="aftersail.core.signin.PasswordBackend")
        client.cookies["aftersail_language"] = "en"
        return client

    return sign_in


@pytest.fixture
def quoted(stores, world) -> PartsOrder:
    """Five bolts quoted to the customer for its ship."""
    desk = world.accounts["dispatcher"]
    with as_system():
        order = market.open_order(
            by=desk, id=new_id(), customer=world.customer, vessel=world.vessel, station=world.station, at=NOW
        )
        market.add_line(by=desk, order=order, id=new_id(), part=stores.bolt, quantity=5, at=NOW)
        market.send_quotation(by=desk, order=order, valid_until=NOW.date() + timedelta(20), at=NOW)
    return order


def test_R93_a_quotation_becomes_an_order_by_the_customer_and_is_delivered_in_parts(
    stores, world, quoted, enter
):
    buyer, desk = enter("owner"), enter("dispatcher")
    url = f"/supply/orders/{quoted.pk}/"
    page = buyer.get(url).content.decode()
    assert "40.00" in page
    assert "house only" not in page
    assert "5.00" not in page.replace("25.00", "")
    assert "Margin (house only)" in desk.get(url).content.decode()
    assert (
        buyer.post(
            f"{url}moves/order/", {"version": quoted.version, "customer_reference": "PO-9"}
        ).status_code
        == 302
    )
    with as_system():
        quoted.refresh_from_db()
        line = quoted.lines.get()
        assert (quoted.state, line.at_once, line.unit_cost_cny) == ("ordered", False, Decimal("5.00"))
        stores.put(4)

    def deliver(quantity: int) -> int:
        with as_system():
            quoted.refresh_from_db()
        sent = {
            "version": quoted.version,
            "line": str(line.pk),
            "place": str(stores.store.pk),
            "quantity": quantity,
        }
        return desk.post(f"{url}moves/deliver/", sent).status_code

    assert deliver(6) == 422
    assert deliver(5) == 422
    assert deliver(3) == 302
    with as_system():
        quoted.refresh_from_db()
        assert quoted.state == "partly"
        stores.put(2)
    assert deliver(2) == 302
    with as_system():
        quoted.refresh_from_db()
        assert (quoted.state, stores.total()) == ("delivered", (1, 0))
        figures = market_figures(Account.objects.get(username="dispatcher"))
    assert figures["margin"].value == pytest.approx(37.5)
    assert (figures["filled"].value, figures["filled"].n) == (0, 1)


def test_R93_customers_see_their_own_quotations_only_and_no_draft(stores, world, quoted, enter):
    desk = world.accounts["dispatcher"]
    with as_system():
        other = market.open_order(
            by=desk, id=new_id(), customer=world.other_customer, station=world.other_station, at=NOW
        )
        draft = market.open_order(
            by=desk, id=new_id(), customer=world.customer, station=world.station, at=NOW
        )
    buyer = enter("owner")
    listed = buyer.get("/supply/orders/").content.decode()
    assert quoted.number in listed
    assert other.number not in listed
    assert draft.number not in listed
    for hidden in (other, draft):
        assert buyer.get(f"/supply/orders/{hidden.pk}/").status_code == 404
        assert buyer.get(f"/api/v1/supply/orders/{hidden.pk}").status_code == 404
    assert "unit_cost" not in buyer.get(f"/api/v1/supply/orders/{quoted.pk}/lines").content.decode()
    assert buyer.get("/supply/orders/figures/").status_code == 403


def test_R93_figures_of_no_order_say_no_data(world):
    with as_system():
        figures = market_figures(Account.objects.get(username="dispatcher"))
    assert {code: figure.value for code, figure in figures.items()} == dict.fromkeys(figures)


def test_R93_the_quotation_prints_in_both_languages(quoted, enter):
    for language in ("zh", "en"):
        answer = enter("owner").get(f"/supply/orders/{quoted.pk}/quotation/{language}/")
        assert answer.status_code == 200
        assert answer.content.startswith(b"%PDF")


def test_an_expired_quotation_is_not_ordered_and_an_empty_one_not_sent(stores, world, quoted):
    desk: Any = world.accounts["dispatcher"]
    with as_system():
        PartsOrder.objects.filter(pk=quoted.pk).update(valid_until=NOW.date() - timedelta(1))
        quoted.refresh_from_db()
        with pytest.raises(Refused):
            market.place_order(by=desk, order=quoted, at=NOW)
        empty = market.open_order(
            by=desk, id=new_id(), customer=world.customer, station=world.station, at=NOW
        )
        with pytest.raises(Refused):
            market.send_quotation(by=desk, order=empty, valid_until=NOW.date(), at=NOW)
        with pytest.raises(Refused):
            market.open_order(
                by=desk,
                id=new_id(),
                customer=world.customer,
                vessel=world.yard_vessel,
                station=world.station,
                at=NOW,
            )
