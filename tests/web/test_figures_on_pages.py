"""What people read for figures, spans of time, clocks and trends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from aftersail.web import formats, sparklines
from aftersail.web.clocks import clock_words


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    "write", [formats.number, formats.percent, formats.cny, formats.duration, formats.hours]
)
def test_a_missing_figure_reads_no_data_and_never_zero(write):
    assert write(None) == "no data"


def test_not_a_number_reads_no_data():
    assert formats.number(float("nan")) == "no data"


def test_thousands_are_grouped_by_three_in_both_languages():
    with translation.override("zh-hans"):
        assert formats.number(1_234_567) == "1,234,567"
    assert formats.cny(Decimal("-1250.5"), 2) == "-¥1,250.50"


def test_a_share_is_written_as_a_percentage():
    assert formats.percent(Decimal("0.9285"), 2) == "92.85%"


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (20, "under 1 min"),
        (59 * 60, "59 min"),
        (3600, "1 h"),
        (timedelta(hours=5, minutes=12), "5 h 12 min"),
        (-97_200, "1 d 3 h"),
    ],
)
def test_a_span_is_written_by_its_two_largest_units(span, words):
    assert formats.duration(span) == words


def test_distance_from_now_looks_both_ways():
    now = datetime(2026, 3, 18, 6, tzinfo=UTC)
    assert formats.ago(now - timedelta(hours=3), now) == "3 hours ago"
    assert formats.ago(now + timedelta(days=2), now) == "in 2 days"


def test_an_instant_is_shown_in_the_time_zone_of_the_installation():
    assert formats.moment(datetime(2026, 3, 18, 20, 5, tzinfo=UTC)) == "2026-03-19 04:05"


@pytest.mark.parametrize(
    ("state", "left", "reason", "tone", "words"),
    [
        ("running", timedelta(hours=5), "", "info", "5 h left"),
        ("running", timedelta(minutes=40), "", "attention", "40 min left"),
        ("running", timedelta(hours=-1), "", "bad", "1 h overdue"),
        ("paused", timedelta(hours=2), "waiting for the ship", "waiting", "Paused: waiting for the ship"),
        ("met", None, "", "good", "Met"),
        ("missed", 7200, "", "bad", "Missed by 2 h"),
        ("none", None, "", "neutral", "no data"),
    ],
)
def test_a_clock_says_in_words_what_its_colour_repeats(state, left, reason, tone, words):
    found = clock_words(state, left, reason)
    assert (found[0], found[2]) == (tone, words)


def test_a_gap_in_a_trend_is_not_drawn_through():
    assert sparklines.trend_svg([1, 2, None, 3, 4]).count("<polyline") == 2


def test_a_trend_of_one_value_is_not_drawn():
    assert sparklines.trend_svg([None, 5]) == ""
