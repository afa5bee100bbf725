"""The warranty verdict: which clause, until when, covering what; and it never changes for a past date."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersail.fleet.rules import HourReading, WarrantyFacts, WarrantyTerm, add_months, warranty_verdict

TERM = WarrantyTerm("GW-12/18", months_from_delivery=12, months_from_shipment=18, hours_limit=2000)
DELIVERED = WarrantyFacts(shipped_on=date(2023, 12, 1), delivered_on=date(2024, 3, 10))


def test_twelve_months_from_delivery_end_the_day_before_the_anniversary():
    assert warranty_verdict(TERM, DELIVERED, date(2025, 3, 9)).status == "in"
    assert warranty_verdict(TERM, DELIVERED, date(2025, 3, 9)).days_left == 0
    assert warranty_verdict(TERM, DELIVERED, date(2025, 3, 10)).status == "out"


def test_whichever_ends_first_counts():
    early = WarrantyFacts(shipped_on=date(2023, 1, 1), delivered_on=date(2024, 3, 10))
    assert warranty_verdict(TERM, early, date(2024, 4, 1)).until == date(2024, 6, 30)


def test_the_verdict_names_clause_days_and_cover():
    verdict = warranty_verdict(TERM, DELIVERED, date(2025, 3, 1))
    assert (verdict.clause, verdict.days_left, verdict.covers) == (
        "GW-12/18",
        8,
        ("parts", "labour", "travel"),
    )
    assert "2025-03-09" in str(verdict.reasons[0])


def test_cover_follows_the_clause():
    parts_only = WarrantyTerm("P", months_from_delivery=12, covers_labour=False, covers_travel=False)
    assert warranty_verdict(parts_only, DELIVERED, date(2024, 6, 1)).covers == ("parts",)


def test_running_hours_may_end_it_before_the_date():
    facts = WarrantyFacts(
        delivered_on=date(2024, 3, 10),
        readings=(HourReading(date(2024, 9, 1), 1999), HourReading(date(2024, 10, 1), 2001)),
    )
    assert warranty_verdict(TERM, facts, date(2024, 9, 15)).hours_left == 1
    assert warranty_verdict(TERM, facts, date(2024, 10, 1)).status == "out"


def test_an_excluded_cause_is_not_covered():
    term = WarrantyTerm("G", months_from_delivery=12, excluded_causes=frozenset({"3.2"}))
    facts = WarrantyFacts(delivered_on=date(2024, 3, 10), cause="3.2")
    assert warranty_verdict(term, facts, date(2024, 4, 1)).status == "out"


def test_without_a_start_or_a_term_the_verdict_is_unknown_and_says_what_to_enter():
    assert warranty_verdict(TERM, WarrantyFacts(), date(2024, 4, 1)).status == "unknown"
    assert warranty_verdict(None, DELIVERED, date(2024, 4, 1)).status == "unknown"
    assert warranty_verdict(TERM, WarrantyFacts(), date(2024, 4, 1)).reasons


def test_a_warranty_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError):
        WarrantyTerm("X", months_from_delivery=-1)
    with pytest.raises(ValueError):
        WarrantyTerm("X")
    with pytest.raises(ValueError):
        WarrantyFacts(delivered_on=date(2024, 3, 10), agreed_until=date(2024, 3, 1))


def test_a_month_added_to_the_last_of_january_is_the_last_of_february():
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2024, 11, 30), 3) == date(2025, 2, 28)


days = st.dates(date(2018, 1, 1), date(2030, 1, 1))
maybe_days = st.none() | days
readings = st.lists(st.builds(HourReading, days, st.floats(0, 5000)), max_size=4).map(tuple)


@given(maybe_days, maybe_days, maybe_days, readings, readings, days)
def test_later_events_never_change_the_verdict_for_a_past_date(
    shipped, commissioned, delivered, first, later, at
):
    term = WarrantyTerm("T", 12, 12, 18, hours_limit=2000)
    known = [day if day is not None and day <= at else None for day in (shipped, commissioned, delivered)]
    then = WarrantyFacts(*known, readings=tuple(one for one in first if one.on <= at))
    future = tuple(HourReading(max(one.on, at + timedelta(days=1)), one.hours) for one in later)
    now = WarrantyFacts(shipped, commissioned, delivered, readings=(*first, *future))
    assert warranty_verdict(term, then, at).status == warranty_verdict(term, now, at).status
    assert warranty_verdict(term, then, at).days_left == warranty_verdict(term, now, at).days_left


@given(maybe_days, days, days)
def test_once_out_of_warranty_always_out(shipped, delivered, at):
    facts = WarrantyFacts(shipped_on=shipped, delivered_on=delivered)
    if warranty_verdict(TERM, facts, at).status == "out":
        assert warranty_verdict(TERM, facts, at + timedelta(days=400)).status == "out"
