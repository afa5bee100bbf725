"""Whoever is proposed first is found without judging those who could not come before (R17)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from aftersail.dispatch.rules import DEFAULT_TABLE, rank_candidates
from aftersail.dispatch.rules.first import LATE_HOURS, first_proposed, homes_of, least_cost
from tests.rules.test_ranking import ABLE, DALIAN, NEED, NOW, SANYA, SHANGHAI, candidates


def first_of(need, people):
    return first_proposed(need, homes_of(need, people, DEFAULT_TABLE), NOW, DEFAULT_TABLE)


@given(candidates, st.floats(0, 72), st.lists(st.sampled_from([None, 1, 2]), min_size=6, max_size=6))
def test_R17_it_is_the_first_of_all_whom_the_ranking_proposes(people, window, ranks):
    people = [replace(one, coverage_rank=rank) for one, rank in zip(people, ranks, strict=False)]
    need = replace(NEED, latest=NOW + timedelta(hours=window))
    every = rank_candidates(need, people, NOW).proposals
    every = every or rank_candidates(need, people, NOW, late_hours=LATE_HOURS).proposals
    found = first_of(need, people)
    assert (found and (found.score, found.travel_hours, found.candidate.key)) == (
        (every[0].score, every[0].travel_hours, every[0].candidate.key) if every else None
    )


@given(candidates)
def test_nobody_costs_less_than_the_least_of_their_home(people):
    need = replace(NEED, latest=NOW + timedelta(days=9))
    for one in rank_candidates(need, people, NOW).proposals:
        home = one.candidate.place
        assert one.score >= least_cost(need, home, one.candidate.coverage_rank, DEFAULT_TABLE)


def asked_of(*people):
    """Let each home be asked for its people; return what was found and who was asked for."""
    asked = []

    def home(one):
        return least_cost(
            NEED, one.place, one.coverage_rank, DEFAULT_TABLE
        ), lambda: asked.append(one.key) or [one]

    need = replace(NEED, latest=NOW + timedelta(days=2))
    found = first_proposed(need, [home(one) for one in people], NOW, DEFAULT_TABLE)
    return found.candidate.key if found else None, asked


def test_whoever_lives_farther_than_the_best_costs_is_not_asked_for():
    far = replace(ABLE, key="far", place=SHANGHAI)
    assert asked_of(ABLE, far) == ("e1", ["e1"])
    assert asked_of(replace(ABLE, skills={}), far) == ("far", ["e1", "far"])


def test_whoever_lives_near_but_is_fully_booked_comes_after_somebody_a_little_farther():
    booked = replace(ABLE, load_hours=4000)
    assert asked_of(booked, replace(ABLE, key="free", place=DALIAN)) == ("free", ["e1", "free"])


def test_when_nobody_can_at_all_there_is_no_first():
    assert first_of(NEED, [replace(ABLE, skills={}), replace(ABLE, key="e2", skills={}, place=SANYA)]) is None
