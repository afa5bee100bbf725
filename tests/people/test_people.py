"""Stations, coverage, staff: the map has no silent holes, and rights follow the station."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from aftersail.core.masters import master_named
from aftersail.core.masters.saving import change_record, enter_record, remove_record
from aftersail.core.refusals import Forbidden
from aftersail.core.scope import entered
from aftersail.core.verdicts import Refused
from aftersail.people import queries
from aftersail.people.models import Area, Coverage, Port, StaffSkill
from aftersail.people.queries.matrix import skills_matrix

pytestmark = pytest.mark.django_db


def test_R16_a_port_without_a_station_is_listed(world):
    by = world.accounts["dispatcher"]
    with entered(by.scope()):
        values = {
            "code": "LONELY",
            "name": "孤港",
            "area": Area.objects.first(),
            "latitude": 20.0,
            "longitude": 110.0,
        }
        port = enter_record(master_named("people.ports"), by=by, values=values, at=timezone.now())
        assert port in set(queries.uncovered_ports(by))
        station = world.stations["QD"]
        cover = {"port": port, "station": station, "rank": 1}
        enter_record(master_named("people.coverage"), by=by, values=cover, at=timezone.now())
        assert port not in set(queries.uncovered_ports(by))
        assert queries.ports(by).get(pk=port.pk).primary_station == station.name


def test_R23_stations_and_ports_hang_on_the_area_tree(world):
    by = world.accounts["dispatcher"]
    with entered(by.scope()):
        assert Area.objects.count() >= 3
        master = master_named("people.areas")
        first = Area.objects.first()
        part = enter_record(
            master, by=by, values={"code": "SUB", "name": "分区", "parent": first}, at=timezone.now()
        )
        assert list(first.parts.all()) == [part]


def test_R25_the_share_of_local_staff_states_its_n(world):
    by = world.accounts["dispatcher"]
    with entered(by.scope()):
        local, everyone = queries.local_share(by, world.stations["QD"])
        assert 0 <= local <= everyone
        person = next(
            s for s in world.staff.values() if s.station_id == world.stations["QD"].pk and not s.hired_locally
        )
        change_record(
            master_named("people.staff"),
            by=by,
            record=person,
            values={"hired_locally": True},
            at=timezone.now(),
        )
        assert queries.local_share(by, world.stations["QD"]) == (local + 1, everyone)


def test_R26_a_port_has_one_primary_station_and_backups_in_order(world):
    by = world.accounts["dispatcher"]
    with entered(by.scope()):
        cover = Coverage.objects.filter(rank=1).first()
        other = next(s for s in world.stations.values() if s.pk != cover.station_id)
        values = {"port": cover.port, "station": other, "rank": 1}
        with pytest.raises(Refused):
            enter_record(master_named("people.coverage"), by=by, values=values, at=timezone.now())


def test_R27_levels_run_from_0_to_4_and_the_matrix_counts_who_works_alone(world):
    by = world.accounts["dispatcher"]
    with entered(by.scope()):
        held = StaffSkill.objects.select_related("staff").first()
        with pytest.raises(Refused):
            change_record(
                master_named("people.staff-skills"),
                by=by,
                record=held,
                values={"level": 5},
                at=timezone.now(),
            )
        matrix = skills_matrix(by)
        for i in range(len(matrix.skills)):
            assert matrix.able[i] == sum((row.levels[i] or 0) >= 2 for row in matrix.rows)


def test_a_station_manager_keeps_the_leave_of_the_own_people_only(world):
    manager = world.accounts["manager"]
    master = master_named("people.leaves")
    today = timezone.localdate()
    own = next(s for s in world.staff.values() if s.station_id in manager.reach_ids)
    foreign = next(s for s in world.staff.values() if s.station_id not in manager.reach_ids)
    with entered(manager.scope()):
        values = {"staff": own, "kind": "annual", "first_day": today, "last_day": today}
        leave = enter_record(master, by=manager, values=values, at=timezone.now())
        with pytest.raises(Forbidden):
            enter_record(master, by=manager, values=values | {"staff": foreign}, at=timezone.now())
        remove_record(master, by=manager, record=leave, at=timezone.now())
        assert not type(leave).objects.filter(pk=leave.pk).exists()


def test_a_register_of_places_never_removes(world):
    by = world.accounts["dispatcher"]
    with entered(by.scope()), pytest.raises(Refused):
        remove_record(master_named("people.ports"), by=by, record=Port.objects.first(), at=timezone.now())


@pytest.mark.parametrize("who", ["owner", "crew", "yard", "admin"])
def test_registers_of_people_are_for_the_house(world, signed_in, who):
    client = signed_in(who)
    for master in ("people.staff", "people.stations", "people.certificates"):
        assert client.get(master_named(master).url("list")).status_code == 403
    assert client.get(reverse("people:matrix")).status_code == 403
