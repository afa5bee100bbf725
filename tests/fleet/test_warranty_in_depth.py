"""Warranty of units: adjustments, parts, suppliers, and verdicts of past days that later entries never change."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aftersail.core.masters import master_named
from aftersail.core.masters.saving import change_record, enter_record
from aftersail.core.verdicts import Refused
from aftersail.fleet import queries
from aftersail.fleet.models import Equipment, SupplierWarranty, Vessel, WarrantyAdjustment, WarrantyTerm
from aftersail.fleet.rules import Adjustment, SupplierTerm, WarrantyFacts, recourse_of, warranty_verdict
from aftersail.fleet.rules import WarrantyTerm as Term

TERM = Term(
    "T", months_from_delivery=12, hours_limit=2000, travel_months=6, repaired="longer", repaired_months=6
)
START = date(2024, 1, 1)


def judged(*changes, at, term=TERM):
    return warranty_verdict(term, WarrantyFacts(delivered_on=START, adjustments=changes), at)


def test_an_extension_moves_the_end_and_names_its_paper():
    verdict = judged(Adjustment("extended", date(2024, 6, 1), months=3, paper="K-9"), at=date(2025, 3, 31))
    assert (verdict.status, verdict.until) == ("in", date(2025, 3, 31))
    assert any("K-9" in str(reason) for reason in verdict.reasons)


def test_days_of_suspension_are_added_and_nothing_is_covered_meanwhile():
    pause = Adjustment("suspended", date(2024, 3, 1), date(2024, 3, 30), paper="K-10")
    assert judged(pause, at=date(2024, 3, 15)).status == "out"
    assert judged(pause, at=date(2024, 5, 1)).until == date(2025, 1, 30)


def test_a_repaired_part_gets_the_longer_of_both_by_its_clause():
    repair = Adjustment("repaired", date(2024, 12, 1))
    assert judged(repair, at=date(2025, 2, 1)).until == date(2025, 5, 31)
    assert judged(Adjustment("repaired", date(2024, 2, 1)), at=date(2024, 9, 1)).until == date(2024, 12, 31)


def test_travel_ends_before_parts_and_labour():
    verdict = judged(at=date(2024, 9, 1))
    assert verdict.covers == ("parts", "labour")


def test_the_supplier_behind_us_is_named_with_the_last_day():
    theirs = SupplierTerm("Supplier X", Term("S", months_from_delivery=18), "magnetron", 30)
    back = recourse_of([theirs], WarrantyFacts(delivered_on=START), date(2025, 3, 1))
    assert back.open
    assert "Supplier X" in str(back.said)
    assert "2025-06-30" in str(back.said)


def test_a_verdict_reads_in_the_language_of_each_reader():
    from django.utils import translation

    with translation.override("zh-hans"):
        first = judged(at=date(2024, 2, 1))
    with translation.override("en"):
        assert "Runs to" in str(first.reasons[0])
    with translation.override("zh-hans"):
        assert "Runs to" not in str(first.reasons[0])


@pytest.mark.parametrize(
    ("register", "values", "told"),
    [
        ("fleet.warranty-terms", {"clause": "Z", "title": "z", "months_from_delivery": 0, "valid_from": START}, "before it starts"),
        ("fleet.supplier-warranties", {"clause": "Z", "supplier": "z", "months_from_shipment": 0, "valid_from": START}, "before it starts"),
        ("fleet.warranty-adjustments", {"kind": "agreed", "since_on": date(2026, 1, 1), "until_on": date(2001, 1, 1), "paper": "p"}, "before it starts"),
        ("fleet.warranty-adjustments", {"kind": "extended", "since_on": START, "paper": "p"}, "how many months"),
    ],
)  # fmt: skip
def test_a_warranty_that_ends_before_it_starts_is_refused(world, system_scope, register, values, told):
    from django.utils import translation

    if "kind" in values:
        values = values | {"equipment": world.radar}
    with translation.override("en"), pytest.raises(Refused, match=told):
        enter_record(master_named(register), by=world.account("quality"), values=values, at=timezone.now())


def test_a_part_runs_under_the_term_of_the_whole_unless_it_has_its_own(world, system_scope):
    today = timezone.localdate()
    verdict = queries.warranty_of(world.vessel, world.radar_transceiver, today)
    whole = queries.warranty_of(world.vessel, world.radar, today)
    assert verdict.clause == whole.clause
    assert any(reason.code == "inherited" for reason in verdict.reasons)
    own = WarrantyTerm.objects.create(
        clause="OWN-60", title="t", months_from_shipment=60, valid_from=date(2030, 1, 1)
    )
    WarrantyAdjustment.objects.create(
        equipment=world.radar_transceiver, kind="term", since_on=date(2020, 1, 1), term=own, paper="K"
    )
    assert queries.warranty_of(world.vessel, world.radar_transceiver, today).clause == "OWN-60"
    assert queries.warranty_of(world.vessel, world.radar, today).clause == whole.clause


edits = st.lists(
    st.tuples(st.sampled_from(["delivered", "shipped", "hours", "months", "new term", "extend", "withdraw", "supplier", "parent"]), st.integers(1, 700)),
    min_size=1,
    max_size=5,
)  # fmt: skip


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(edits, st.integers(0, 400))
def test_R74_later_edits_never_change_the_verdict_of_a_past_day_as_known_then(
    world, system_scope, edits, ago
):
    """Terms, units and agreements are edited at random; what was known before stays what it was."""
    on = timezone.localdate() - timedelta(days=ago)
    units = [
        Equipment.objects.select_related("model", "parent").get(pk=u.pk)
        for u in (world.radar, world.radar_transceiver)
    ]
    vessel = Vessel.objects.get(pk=world.vessel.pk)
    known_at = timezone.now()
    before = [queries.warranty_as_known(vessel, unit, on, known_at) for unit in units]
    for kind, n in edits:
        edit(world, kind, n)
    again = [Equipment.objects.select_related("model", "parent").get(pk=u.pk) for u in units]
    after = [
        queries.warranty_as_known(Vessel.objects.get(pk=vessel.pk), unit, on, known_at) for unit in again
    ]
    assert after == before


def edit(world, kind, n):
    """Change one thing that a verdict rests on."""
    today = timezone.localdate()
    if kind == "delivered":
        Vessel.objects.filter(pk=world.vessel.pk).update(delivered_on=today - timedelta(days=n))
    elif kind == "shipped":
        Equipment.objects.filter(pk=world.radar.pk).update(shipped_on=today - timedelta(days=n))
    elif kind == "hours":
        Equipment.objects.filter(pk=world.radar.pk).update(
            running_hours=n * 10, running_hours_at=timezone.now()
        )
    elif kind == "parent":
        Equipment.objects.filter(pk=world.radar_transceiver.pk).update(parent=None if n % 2 else world.radar)
    elif kind == "months":
        WarrantyTerm.objects.update(months_from_delivery=n % 40 + 1, hours_limit=n)
    elif kind == "new term":
        WarrantyTerm.objects.get_or_create(
            clause=f"N-{n}", defaults={"title": "n", "vessel": world.vessel, "months_from_delivery": n % 60 + 1, "valid_from": date(2000, 1, 1)}
        )  # fmt: skip
    elif kind == "extend":
        WarrantyAdjustment.objects.create(
            equipment=world.radar,
            kind="extended",
            since_on=today - timedelta(days=n),
            months=n % 24 + 1,
            paper="p",
        )
    elif kind == "withdraw":
        WarrantyAdjustment.objects.update(withdrawn=bool(n % 2))
    else:
        SupplierWarranty.objects.update(months_from_shipment=n % 36 + 1)


def test_the_api_gives_yesterdays_verdict_as_known_then(world, signed_in, system_scope):
    unit, yesterday = world.radar, timezone.localdate() - timedelta(days=1)
    old = timezone.now() - timedelta(days=400)
    for model in (Equipment, Vessel, WarrantyTerm, SupplierWarranty):
        model.objects.update(created_at=old)
    url = f"/api/v1/fleet/equipment/{unit.pk}/warranty?on={yesterday}"
    client = signed_in("crew")
    first = client.get(url).json()
    assert (first["status"], first["clause"]) == ("in", "BX-STD-12")
    assert first["evidence"]
    change_record(
        master_named("fleet.warranty-terms"), by=world.account("quality"), record=WarrantyTerm.objects.get(clause="BX-STD-12"),
        values={"months_from_delivery": 1}, at=timezone.now(),
    )  # fmt: skip
    again = client.get(url).json()
    assert {k: v for k, v in again.items() if k != "known_at"} == {
        k: v for k, v in first.items() if k != "known_at"
    }
    page = client.get(f"/fleet/equipment/{unit.pk}/warranty/?on={yesterday}").content.decode()
    assert "From what is on record now" in page


def test_what_ends_soon_is_listed_soonest_first(world, signed_in):
    page = signed_in("quality").get("/fleet/warranties/?days=90").content.decode()
    assert world.radar.serial_number in page
