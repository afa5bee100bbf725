"""Real maintenance logs come in whole, change nothing the second time, and go out again without a trace."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

import pytest
from django.utils import timezone

from aftersail.core.importing.batches import undo_import
from aftersail.core.importing.from_file import import_content, parse_import_file
from aftersail.core.models import ImportBatch, LogEntry
from aftersail.fleet.models import Customer, Equipment, MaintenanceRecord, Vessel

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system_scope")]
SHARED = Path(os.environ.get("AFTERSAIL_SHARED_DATA") or Path(__file__).parents[3] / "shared" / "data")
EXCAVATORS = SHARED / "uwa_excavators" / "excavators-cleaned.csv"
VALVE_SEATS = SHARED / "smrd" / "valveseat.csv"


def mapping(name: str):
    return parse_import_file(files("aftersail.fleet").joinpath("mappings", f"{name}.toml").read_text("utf-8"))


def bring_in(path: Path, name: str, **options) -> ImportBatch:
    return import_content(
        by=None,
        register="fleet.maintenance",
        name=path.name,
        content=path.read_bytes(),
        at=timezone.now(),
        columns=mapping(name),
        **options,
    ).batch


@pytest.mark.skipif(not EXCAVATORS.exists(), reason="the excavators' log is not on this machine")
def test_every_row_of_the_excavators_log_is_accounted_for_and_the_second_time_changes_nothing():
    first = bring_in(EXCAVATORS, "uwa_excavators", skip_bad=True)
    assert first.state == "committed"
    assert first.rows_in == 5485 == first.created + first.refused
    assert first.refused < 10
    assert all(issue["message"] and issue["row"] for issue in first.issues)
    assert MaintenanceRecord.objects.count() == first.created
    assert sorted(Equipment.objects.values_list("serial_number", flat=True)) == ["A", "B", "C", "D", "E"]

    second = bring_in(EXCAVATORS, "uwa_excavators", skip_bad=True)
    assert (second.created, second.updated, second.unchanged) == (0, 0, first.created)
    assert second.refused == first.refused

    undo_import(first, by=None, at=timezone.now())
    assert not MaintenanceRecord.objects.exists()
    assert not Equipment.objects.exists()
    assert not Vessel.objects.exists()
    assert not Customer.objects.exists()


@pytest.mark.skipif(not EXCAVATORS.exists(), reason="the excavators' log is not on this machine")
def test_without_leave_to_skip_bad_rows_the_log_changes_nothing():
    before = LogEntry.objects.count()
    batch = bring_in(EXCAVATORS, "uwa_excavators")
    assert batch.state == "checked"
    assert batch.refused
    assert not MaintenanceRecord.objects.exists()
    assert not Vessel.objects.exists()
    assert LogEntry.objects.count() == before


@pytest.mark.skipif(not VALVE_SEATS.exists(), reason="the valve seats' log is not on this machine")
def test_a_log_of_ages_is_dated_from_the_declared_day_and_ends_of_observation_are_refused():
    batch = bring_in(VALVE_SEATS, "valve_seats", skip_bad=True)
    assert batch.rows_in == batch.created + batch.refused == 89
    assert batch.created == 48
    record = MaintenanceRecord.objects.get(equipment__serial_number="E327")
    assert str(record.happened_on) == "2000-04-08"
    again = bring_in(VALVE_SEATS, "valve_seats", skip_bad=True)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 48)
