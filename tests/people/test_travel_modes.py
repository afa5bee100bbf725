"""Ways to travel are data: speeds and fares are the house's, and every port stays within reach (R18, R26)."""

from __future__ import annotations

from decimal import Decimal
from math import inf

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from aftersail.core.scope import as_system
from aftersail.core.verdicts import Refused
from aftersail.people.models import TravelMode
from aftersail.people.queries.network import place_of, travel_table
from aftersail.people.rules.travel import DEFAULT_MODES, ModeRow, journey, unserved_km
from tests.people.conftest import enter

pytestmark = pytest.mark.django_db

ROAD = {
    "mode": "road", "setup_hours": Decimal("0.3"), "detour": Decimal("1.3"), "km_per_hour": Decimal(70), "fixed_cny": Decimal(0),
    "cny_per_km": Decimal("1.3"), "least_km": 0, "most_hours": Decimal(6), "in_use": True,
}  # fmt: skip
RAIL = ROAD | {"mode": "rail", "setup_hours": Decimal("1.5"), "km_per_hour": Decimal(190), "most_hours": None}


def test_R18_a_faster_train_shortens_journeys_and_a_dearer_one_costs_more(world):
    with as_system():
        here, there = place_of(world.ports["QDG"]), place_of(world.ports["SHG"])
        before = journey(here, there, travel_table())
    enter(
        world,
        "people.travel-modes",
        "dispatcher",
        **RAIL | {"km_per_hour": Decimal(350), "cny_per_km": Decimal(9)},
    )
    with as_system():
        after = journey(here, there, travel_table())
    assert (before.mode, after.mode) == ("air", "rail"), "the quickest way counts"
    assert after.hours < before.hours
    assert after.fare_cny > 5000


def test_a_way_out_of_use_is_not_taken(world):
    enter(world, "people.travel-modes", "dispatcher", **ROAD | {"in_use": False})
    with as_system():
        assert set(travel_table().modes) == {"rail", "air"}


def test_the_last_way_to_a_distance_cannot_be_taken_away(world):
    with pytest.raises(Refused, match="307"):
        enter(world, "people.travel-modes", "dispatcher", **RAIL | {"in_use": False})
    with as_system():
        assert not TravelMode.objects.exists()


def test_the_page_lists_the_ways_and_only_the_dispatcher_keeps_them(world, signed_in):
    enter(world, "people.travel-modes", "dispatcher", **RAIL)
    page = signed_in("manager").get(reverse("people:travel_modes"))
    assert "190" in page.content.decode()
    assert signed_in("dispatcher").get(reverse("people:travel_mode_new")).status_code == 200
    assert signed_in("manager").get(reverse("people:travel_mode_new")).status_code == 403


ROWS = st.builds(
    ModeRow,
    st.floats(0, 5),
    st.floats(1, 2),
    st.floats(20, 900),
    st.just(0.0),
    st.floats(0, 3),
    st.sampled_from([0.0, 100.0, 400.0]),
    st.sampled_from([4.0, 9.0, inf]),
)


@given(st.dictionaries(st.sampled_from(["road", "rail", "air"]), ROWS, max_size=3))
def test_what_is_said_to_be_unserved_is_and_all_before_it_is_not(modes):
    found = unserved_km(modes)
    if found is None:
        assert all(any(row.hours(km) is not None for row in modes.values()) for km in (1, 399, 20_000))
        return
    assert all(row.hours(found) is None for row in modes.values())
    if found > 1:
        assert any(row.hours(found - 1) is not None for row in modes.values())


def test_the_defaults_reach_everywhere():
    assert unserved_km(DEFAULT_MODES) is None
