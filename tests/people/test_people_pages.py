"""What the people chapter's pages say of holes: ports nobody answers for, certificates that have ended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from aftersail.core.scope import as_system
from aftersail.people.lists import covering_cell, expiry_cell, level_cell
from aftersail.people.models import Area, Coverage, Port


def test_a_certificate_that_has_ended_or_ends_soon_says_so():
    today = timezone.localdate()
    with translation.override("en"):
        assert "Expired" in expiry_cell(today - timedelta(days=1))
        assert "Ends soon" in expiry_cell(today)
        assert expiry_cell(today + timedelta(days=400)) == (today + timedelta(days=400)).isoformat()
        assert expiry_cell(None) == "—"


def test_a_level_is_told_with_what_it_allows():
    with translation.override("en"):
        assert [level_cell(level).split(" · ")[1] for level in (0, 2, 4)] == [
            "not held",
            "works alone",
            "teaches",
        ]


@pytest.mark.django_db
def test_R16_a_port_without_a_station_stands_out_in_the_list_and_on_its_page(world, signed_in):
    client = signed_in("dispatcher")
    with as_system():
        port = Port.objects.create(
            code="LONELY", name="孤港", area=Area.objects.first(), latitude=20, longitude=110
        )
    said = "No station"
    with translation.override("en"):
        told = str(covering_cell(None))
    assert told in client.get(reverse("people:ports") + "?q=LONELY").content.decode()
    assert said in client.get(reverse("people:port", args=[port.pk])).content.decode()
    with as_system():
        Coverage.objects.create(port=port, station=world.stations["QD"], rank=1)
    page = client.get(reverse("people:port", args=[port.pk])).content.decode()
    assert world.stations["QD"].name_en in page
    assert said not in page
