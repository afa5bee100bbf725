"""The customer says on a page that it works again; nobody else says it for them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from aftersail.cases.actions import moving
from aftersail.cases.models import Case
from aftersail.cases.queries.clocks import shown_clocks

pytestmark = pytest.mark.django_db


@pytest.fixture
def solved(triaged):
    """Return a case that was solved from afar."""
    case = triaged()
    Case.objects.filter(pk=case.pk).update(state="resolved_remote")
    case.refresh_from_db()
    return case


def test_a_crew_is_asked_and_confirms(solved, signed_in):
    crew, page = signed_in("crew"), reverse("cases:case", args=[solved.pk])
    address = reverse("cases:confirm", args=[solved.pk])
    assert address in crew.get(page).content.decode()
    assert crew.post(address).status_code == 302
    solved.refresh_from_db()
    assert solved.confirmed_at is not None
    assert address not in crew.get(page).content.decode()


@pytest.mark.parametrize("username", ["engineer", "dispatcher", "quality"])
def test_the_house_does_not_confirm_for_the_customer(solved, signed_in, username):
    someone, address = signed_in(username), reverse("cases:confirm", args=[solved.pk])
    assert address not in someone.get(reverse("cases:case", args=[solved.pk])).content.decode()
    assert someone.post(address).status_code in {403, 409, 422}
    solved.refresh_from_db()
    assert solved.confirmed_at is None


def test_nothing_is_confirmed_before_it_is_solved(triaged, signed_in):
    case = triaged()
    assert signed_in("crew").post(reverse("cases:confirm", args=[case.pk])).status_code in {403, 409, 422}
    case.refresh_from_db()
    assert case.confirmed_at is None


def test_clocks_of_a_cancelled_case_do_not_run_on(triaged, world, now):
    case = triaged()
    assert "running" in {clock.state for clock in shown_clocks(case, now)}
    moving.move_case(by=world.account("dispatcher"), case=case, move="cancel", at=now, reason="船方自行处理")
    assert not {clock.state for clock in shown_clocks(case, now)} - {"met", "missed"}
