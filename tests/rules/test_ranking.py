"""The nearest capable engineer is proposed, and everyone else hears why not (R17, R27, R38)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersail.dispatch.rules import (
    DEFAULT_MODES,
    RULES,
    Busy,
    Candidate,
    HeldCertificate,
    OrderNeed,
    Place,
    Proposal,
    TravelTable,
    great_circle_km,
    journey,
    nights_away,
    rank_candidates,
)
from tests.rules.moments import local

QINGDAO, DALIAN = Place("QD", 36.07, 120.33), Place("DL", 38.93, 121.65)
SHANGHAI, SANYA = Place("SH", 31.23, 121.50), Place("SY", 18.23, 109.50)
NOW = local("2025-03-03 08:00")
NEED = OrderNeed(QINGDAO, "radar", 2, NOW, NOW + timedelta(hours=24), 6)
ABLE = Candidate("e1", "Able", "QD", QINGDAO, {"radar": 3}, coverage_rank=1)


def refusal(candidate, need=NEED):
    ranking = rank_candidates(need, [candidate], NOW)
    assert not ranking.proposals
    return ranking.refusals[0]


def test_R17_the_nearest_capable_engineer_comes_first():
    far = [
        replace(ABLE, key=f"e{i}", place=place) for i, place in enumerate((SANYA, SHANGHAI, DALIAN), start=2)
    ]
    ranking = rank_candidates(replace(NEED, latest=NOW + timedelta(days=3)), [*far, ABLE], NOW)
    assert [one.candidate.place.port for one in ranking.proposals] == ["QD", "DL", "SH", "SY"]


def test_of_two_equally_near_the_less_loaded_comes_first():
    busy = replace(ABLE, key="a", load_hours=38)
    assert [one.candidate.key for one in rank_candidates(NEED, [busy, ABLE], NOW).proposals] == ["e1", "a"]


def test_a_proposal_tells_start_margin_cost_parts_and_reasons():
    proposal = rank_candidates(NEED, [ABLE], NOW).proposals[0]
    assert proposal.earliest_start == NOW + timedelta(minutes=30)
    assert proposal.due_margin_hours == 23.5
    assert proposal.score == pytest.approx(sum(proposal.cost_parts.values()))
    assert len(proposal.reasons_for) == 5


def test_R27_too_low_a_skill_is_refused_first():
    assert (
        refusal(replace(ABLE, skills={"radar": 1}, leaves=((date(2025, 3, 1), date(2025, 3, 9)),))).rule
        == "skill"
    )


def test_R38_a_missing_or_expired_certificate_is_refused():
    need = replace(NEED, certificates=("height",))
    expired = HeldCertificate("height", date(2024, 1, 1), date(2025, 3, 2))
    assert refusal(ABLE, need).rule == "certificate"
    assert "2025-03-02" in str(refusal(replace(ABLE, certificates=(expired,)), need).reason)
    held = replace(expired, expires_on=date(2025, 3, 3))
    assert rank_candidates(need, [replace(ABLE, certificates=(held,))], NOW).proposals


def test_a_certificate_that_expires_before_the_work_could_start_is_refused():
    need = replace(NEED, certificates=("height",), latest=NOW + timedelta(days=5))
    held = HeldCertificate("height", date(2024, 1, 1), date(2025, 3, 4))
    later = Busy(NOW - timedelta(hours=1), NOW + timedelta(days=3), "WO-9")
    assert refusal(replace(ABLE, certificates=(held,), assignments=(later,)), need).rule == "certificate"


def test_R38_leave_over_the_whole_window_is_refused_until_its_end():
    away = refusal(replace(ABLE, leaves=((date(2025, 3, 3), date(2025, 3, 5)),)))
    assert away.rule == "leave"
    assert away.until == local("2025-03-06 00:00")
    assert "2025-03-05" in str(away.reason)


def test_leave_that_ends_within_the_window_only_delays_the_start():
    back = rank_candidates(
        replace(NEED, latest=NOW + timedelta(days=3)),
        [replace(ABLE, leaves=((date(2025, 3, 3), date(2025, 3, 3)),))],
        NOW,
    )
    assert back.proposals[0].earliest_start == local("2025-03-04 00:30")


def test_R38_a_clash_names_the_other_order_and_when_it_ends():
    clash = refusal(replace(ABLE, assignments=(Busy(NOW, NOW + timedelta(hours=30), "WO-7"),)))
    assert clash.rule == "clash"
    assert "WO-7" in str(clash.reason)
    assert clash.until == NOW + timedelta(hours=30)


def test_after_another_promise_the_journey_begins_where_that_one_ends():
    need, until = replace(NEED, vessel="hull", latest=NOW + timedelta(days=3)), NOW + timedelta(hours=24)

    def start(place, ship):
        away = replace(ABLE, place=SHANGHAI, assignments=(Busy(NOW, until, "order", place, ship),))
        (proposal,) = rank_candidates(need, [away], NOW).proposals
        return proposal.earliest_start, proposal.travel_hours

    home = journey(SHANGHAI, QINGDAO).hours
    assert start(None, "") == (pytest.approx(until + timedelta(hours=home), abs=timedelta(minutes=1)), home)
    assert start(QINGDAO, "other hull") == (until + timedelta(minutes=30), 0.5)
    assert start(QINGDAO, "hull") == (until, 0.0), "who is on board already travels nowhere"
    need = replace(need, earliest=until + timedelta(days=1))
    assert start(QINGDAO, "hull")[1] == 0.0, "who ended there the day before stayed overnight"
    need = replace(need, earliest=until + timedelta(days=2))
    assert start(QINGDAO, "hull")[1] == home, "after a day between, the journey is from home"


def test_a_missing_boarding_permit_is_refused():
    need = replace(NEED, boarding_permit="yard-3")
    assert refusal(ABLE, need).rule == "boarding_permit"
    assert rank_candidates(need, [replace(ABLE, boarding_permits=frozenset({"yard-3"}))], NOW).proposals


def test_who_cannot_arrive_in_the_window_is_refused_by_distance():
    far = refusal(replace(ABLE, place=SANYA), replace(NEED, latest=NOW + timedelta(hours=4)))
    assert far.rule == "distance"
    assert far.until > NOW + timedelta(hours=4)


def test_when_nobody_can_keep_the_window_a_late_start_can_be_asked_for_at_a_price():
    overdue = replace(NEED, earliest=NOW - timedelta(hours=9), latest=NOW - timedelta(hours=1))
    assert not rank_candidates(overdue, [ABLE], NOW).proposals
    late = rank_candidates(overdue, [ABLE], NOW, late_hours=48).proposals[0]
    assert late.due_margin_hours == -1.5
    assert late.cost_parts["late"] > 0


def test_refusals_nearest_to_capable_come_first():
    weak, far = replace(ABLE, key="a", skills={}), replace(ABLE, key="b", place=SANYA)
    ranking = rank_candidates(replace(NEED, latest=NOW + timedelta(hours=2)), [weak, far], NOW)
    assert [one.rule for one in ranking.refusals] == ["distance", "skill"]


places = st.sampled_from([QINGDAO, DALIAN, SHANGHAI, SANYA])
busy = st.lists(
    st.tuples(st.floats(-20, 60), st.floats(1, 30)).map(
        lambda one: Busy(NOW + timedelta(hours=one[0]), NOW + timedelta(hours=one[0] + one[1]), "WO")
    ),
    max_size=4,
).map(tuple)
candidates = st.lists(
    st.builds(
        lambda key, place, level, taken, load: Candidate(
            key, key, "S", place, {"radar": level}, assignments=taken, load_hours=load
        ),
        st.text("abcdef", min_size=3, max_size=3),
        places,
        st.integers(0, 4),
        busy,
        st.floats(0, 60),
    ),
    max_size=6,
)


@given(candidates, st.floats(0, 72))
def test_everyone_is_either_proposed_or_refused_and_no_proposal_breaks_a_rule(people, window):
    need = replace(NEED, latest=NOW + timedelta(hours=window))
    ranking = rank_candidates(need, people, NOW)
    assert len(ranking.proposals) + len(ranking.refusals) == len(people)
    assert all(one.rule in RULES for one in ranking.refusals)
    for proposal in ranking.proposals:
        assert_lawful(proposal, need)
    scores = [proposal.score for proposal in ranking.proposals]
    assert scores == sorted(scores)


def assert_lawful(proposal: Proposal, need: OrderNeed) -> None:
    leaves_at = proposal.earliest_start - timedelta(hours=proposal.travel_hours)
    assert proposal.candidate.skills["radar"] >= need.level
    assert leaves_at >= NOW - timedelta(milliseconds=1)
    assert need.earliest <= proposal.earliest_start <= need.latest
    for taken in proposal.candidate.assignments:
        slack = timedelta(milliseconds=1)
        assert taken.ends_at <= leaves_at + slack or taken.starts_at >= proposal.ends_at - slack


def test_the_great_circle_from_qingdao_to_dalian_is_339_km():
    assert great_circle_km(QINGDAO, DALIAN) == pytest.approx(338.5, abs=1)


@pytest.mark.parametrize(("start", "mode"), [(DALIAN, "rail"), (SANYA, "air"), (QINGDAO, "local")])
def test_the_quickest_mode_is_taken(start, mode):
    assert journey(start, QINGDAO).mode == mode


def test_reaching_a_ship_at_anchor_takes_two_hours():
    assert journey(QINGDAO, replace(QINGDAO, at_anchor=True)).hours == 2.0


def test_an_agreed_time_overrides_the_formula_both_ways():
    table = TravelTable(agreed_hours={frozenset({"QD", "DL"}): 7.0})
    assert journey(QINGDAO, DALIAN, table).hours == journey(DALIAN, QINGDAO, table).hours == 7.5


def test_a_distance_that_no_mode_serves_is_refused():
    with pytest.raises(ValueError):
        journey(SANYA, QINGDAO, TravelTable(modes={"road": DEFAULT_MODES["road"]}))


@given(places, places)
def test_a_journey_takes_as_long_there_as_back(one, other):
    assert journey(one, other).hours == pytest.approx(journey(other, one).hours)


def test_nights_away_grow_with_the_work():
    assert [nights_away(hours) for hours in (2, 8, 9, 24)] == [0, 0, 1, 2]


def test_a_window_that_ends_before_it_begins_and_a_place_off_the_earth_are_refused():
    with pytest.raises(ValueError):
        replace(NEED, latest=NOW - timedelta(hours=1))
    with pytest.raises(ValueError):
        Place("X", 91, 0)
