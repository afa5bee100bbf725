"""The registers of the people chapter: what is kept, by whom, and how it is found."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from aftersail.core.masters import Master, Searched, one_by_one
from aftersail.people.models import (
    AgreedJourney,
    Area,
    Certificate,
    Coverage,
    Leave,
    Port,
    Skill,
    Staff,
    StaffSkill,
    Station,
    TravelMode,
)
from aftersail.people.permissions import (
    DISPATCHERS,
    KEEPERS,
    READERS,
    may_keep_places,
    may_keep_staff_of,
    may_keep_station,
)
from aftersail.people.registers.checks import (
    area_is_in_a_tree,
    certificate_ends,
    every_port_can_be_reached,
    follow_level,
    journey_is_between_two,
    leave_is_alone,
)


def _find_staff(person: Staff) -> Searched:
    return Searched(
        f"{person.name} {person.number}", str(person.station), (person.name_en, person.get_grade_display())
    )


def _find_station(station: Station) -> Searched:
    return Searched(f"{station.name} {station.code}", str(station.port), (station.name_en, station.phone))


AREAS = Master(
    app="people", noun="area", plural="areas", slug="areas", model=Area,
    label=_("Areas"), new_label=_("New area"), icon="map-2",
    fields=("code", "name", "name_en", "parent"),
    readers=READERS, writers=DISPATCHERS, may_write=may_keep_places, check=area_is_in_a_tree,
    help=_("Directions of sea; every figure can be read by area."),
)  # fmt: skip

PORTS = Master(
    app="people", noun="port", plural="ports", slug="ports", model=Port,
    label=_("Ports"), new_label=_("New port"), icon="anchor",
    fields=("code", "name", "name_en", "area", "latitude", "longitude"),
    readers=READERS, writers=DISPATCHERS, may_write=may_keep_places,
    help=_("Where ships lie, with coordinates in degrees; a port without a station is marked."),
)  # fmt: skip

STATIONS = Master(
    app="people", noun="station", plural="stations", slug="stations", model=Station,
    label=_("Service stations"), new_label=_("New station"), icon="building-lighthouse",
    fields=("code", "name", "name_en", "port", "area", "headquarters", "phone", "opened_on"),
    readers=READERS, writers=KEEPERS, may_write=may_keep_station, searched=_find_station, house_only=True,
)  # fmt: skip

COVERAGE = Master(
    app="people", noun="coverage", plural="coverage_list", slug="coverage", model=Coverage,
    label=_("Coverage"), new_label=_("New coverage"), icon="map-pin",
    fields=("port", "station", "rank"),
    readers=READERS, writers=DISPATCHERS, may_write=may_keep_places, removable=True,
    help=_("Which station answers for a port: rank 1 first, then its backups."),
)  # fmt: skip

JOURNEYS = Master(
    app="people", noun="journey", plural="journeys", slug="journeys", model=AgreedJourney,
    label=_("Agreed journeys"), new_label=_("New agreed journey"), icon="route",
    fields=("first_port", "second_port", "travel_hours", "note"),
    readers=READERS, writers=DISPATCHERS, may_write=may_keep_places, check=journey_is_between_two, removable=True,
    help=_("Hours between two ports, both ways, where the reckoned ones are wrong: a ferry, a bridge, a closed road."),
)  # fmt: skip

TRAVEL_MODES = Master(
    app="people", noun="travel_mode", plural="travel_modes", slug="travel-modes", model=TravelMode,
    label=_("Ways to travel"), new_label=_("New way to travel"), icon="route",
    fields=(
        "mode", "setup_hours", "detour", "km_per_hour", "fixed_cny", "cny_per_km", "least_km", "most_hours", "in_use",
    ),
    readers=READERS, writers=DISPATCHERS, may_write=may_keep_places, check=every_port_can_be_reached,
    help=_("Speeds and fares by which journeys are reckoned. The quickest way counts; a journey agreed for two ports goes before."),
)  # fmt: skip

STAFF = Master(
    app="people", noun="staff", plural="staff_list", slug="staff", model=Staff,
    label=_("Staff"), new_label=_("New staff member"), icon="users",
    fields=(
        "number", "name", "name_en", "station", "post", "grade", "serves_on_board", "hired_locally", "hire_source", "home_port",
        "experience_years", "experience", "hired_on", "left_on", "active",
    ),
    readers=READERS, writers=KEEPERS, may_write=lambda account, person: may_keep_staff_of(account, person.station_id),
    searched=_find_staff, house_only=True,
)  # fmt: skip

SKILLS = Master(
    app="people", noun="skill", plural="skills", slug="skills", model=Skill,
    label=_("Skills"), new_label=_("New skill"), icon="tools",
    fields=("code", "name", "name_en"),
    readers=READERS, writers=DISPATCHERS, may_write=may_keep_places,
)  # fmt: skip

STAFF_SKILLS = Master(
    app="people", noun="staff_skill", plural="staff_skills", slug="staff-skills", model=StaffSkill,
    label=_("Skill levels"), new_label=_("New skill level"), icon="checklist",
    fields=("staff", "skill", "task", "level", "basis"),
    readers=READERS, writers=KEEPERS, may_write=lambda account, held: may_keep_staff_of(account, held.staff.station_id),
    removable=True, settled=one_by_one(follow_level),
    help=_("0 none, 1 under supervision, 2 alone, 3 difficult work, 4 teaches."),
)  # fmt: skip

CERTIFICATES = Master(
    app="people", noun="certificate", plural="certificates", slug="certificates", model=Certificate,
    label=_("Certificates"), new_label=_("New certificate"), icon="certificate",
    fields=("staff", "kind", "number", "valid_from", "expires_on"),
    readers=READERS, writers=KEEPERS,
    may_write=lambda account, paper: may_keep_staff_of(account, paper.staff.station_id), removable=True,
    check=certificate_ends,
)  # fmt: skip

LEAVES = Master(
    app="people", noun="leave", plural="leaves", slug="leaves", model=Leave,
    label=_("Leave"), new_label=_("New leave"), icon="calendar-event",
    fields=("staff", "kind", "first_day", "last_day", "note"),
    readers=READERS, writers=KEEPERS,
    may_write=lambda account, leave: may_keep_staff_of(account, leave.staff.station_id), removable=True,
    check=leave_is_alone, help=_("What a manager enters here is approved; people ask for their own leave on the calendar."),
)  # fmt: skip
