"""Property: whatever happens aboard, the ledger replayed says what the register holds, and the past stays as it was."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aftersail.core.scope import as_system
from aftersail.core.verdicts import Refused
from aftersail.fleet.actions import state_changes as actions
from aftersail.fleet.models import Equipment, ProductVersion, Vessel
from aftersail.fleet.queries.ledger import last_step_on, state_as_known, state_on, stored_state
from aftersail.fleet.rules.technical_state import compared, paths_of, replayed
from aftersail.fleet.states import StateStep

DAY = timedelta(days=1)
KINDS = st.sampled_from(["swap", "swap_with_parts", "remove", "software", "version", "correct", "again"])
STEPS = st.lists(st.tuples(KINDS, st.integers(0, 7), st.integers(0, 3)), min_size=1, max_size=9)


class Undone(Exception):
    """Takes everything back that an example did."""


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_R14_the_state_replayed_from_its_events_is_the_stored_one_and_the_past_never_changes(world, steps):
    with as_system():
        try:
            with transaction.atomic():
                _live_through(world, steps)
                raise Undone
        except Undone:
            pass


def _live_through(world: Any, steps: list[tuple[str, int, int]]) -> None:
    vessel = Vessel.objects.get(pk=world.vessel.pk)
    _fit_parts(world, vessel)
    version = ProductVersion.objects.create(model=world.radar_model, code="HR-300/B", software="4.2")
    clock = datetime(2030, 1, 1, 2, tzinfo=UTC)
    remembered: dict[date, Any] = {clock.date() - DAY: state_on(vessel.pk, clock.date() - DAY)}
    for number, (kind, which, days) in enumerate(steps):
        clock += DAY * days
        _do(world, vessel, kind, which, number, version, clock)
        now = clock.date()
        assert state_on(vessel.pk, now) == stored_state(vessel.pk)
        for day, state in remembered.items():
            if day < now:
                assert state_on(vessel.pk, day) == state
        remembered[now] = state_on(vessel.pk, now)
        assert state_as_known(vessel.pk, now, clock) == remembered[now]


def _fit_parts(world: Any, vessel: Vessel) -> None:
    from aftersail.core.masters import master_named
    from aftersail.core.masters.saving import enter_record

    whole = world.radar_transceiver
    for place in range(2):
        whole = enter_record(
            master_named("fleet.equipment"), by=None, at=datetime(2029, 12, 1, tzinfo=UTC),
            values={
                "vessel": vessel, "parent": whole, "model": world.radar_model, "serial_number": f"P-{place}", "name": f"组件 {place}",
                "position": f"1.{place}",
            },
        )  # fmt: skip


def _do(world: Any, vessel: Vessel, kind: str, which: int, number: int, version: Any, at: datetime) -> None:
    aboard = list(
        Equipment.objects.filter(vessel=vessel, removed_on=None)
        .select_related("model", "vessel__station")
        .order_by("pk")
    )
    if not aboard:
        return
    unit = aboard[which % len(aboard)]
    engineer, quality, crew = (world.accounts[name] for name in ("engineer", "quality", "crew"))
    try:
        with transaction.atomic():
            if kind == "correct":
                actions.correct_state(
                    by=quality, equipment=unit, reason="抄错", at=at, software_version=f"c{number}"
                )
                return
            serial = f"NEW-{number}"
            if kind == "again":
                gone = Equipment.objects.filter(model=unit.model).exclude(removed_on=None).first()
                serial = gone.serial_number if gone else serial
            change = actions.plan_change(
                by=engineer, equipment=unit, kind="swap" if kind in {"swap_with_parts", "again"} else kind, reason="试验", at=at,
                new_serial=serial, new_software=f"s{number}" if kind == "software" else "",
                new_version=version if kind == "version" else None, parts_stay=kind != "swap_with_parts",
            )  # fmt: skip
            fitted = max(
                last_step_on(unit) or at.date(), at.date() - 2 * DAY
            )  # verified later than it was fitted
            actions.install_change(by=engineer, change=change, installed_on=fitted, whereto="factory", at=at)
            before = state_on(vessel.pk, at.date())
            actions.verify_change(by=quality, change=change, at=at)
            assert state_on(vessel.pk, at.date()) == before  # installed and half verified does not count
            actions.verify_change(by=crew, change=change, at=at)
    except Refused:
        pass  # a version of another model, a unit that is in this state already: nothing happened


FACTS = st.dictionaries(
    st.sampled_from(["parent", "name", "serial", "software", "version"]),
    st.sampled_from(["", "u1", "u2", "x", "y"]),
)
LEDGERS = st.lists(
    st.tuples(st.sampled_from(["u1", "u2", "u3"]), st.sampled_from(list(StateStep.values)), FACTS),
    max_size=20,
)


@given(ledger=LEDGERS, later=LEDGERS)
def test_a_replayed_ledger_goes_on_from_where_it_stood(ledger, later):
    whole = replayed([*ledger, *later])
    base = [(unit, StateStep.INSTALLED.value, node.as_data()) for unit, node in replayed(ledger).items()]
    assert replayed([*base, *later]) == whole
    assert set(whole) <= {unit for unit, _step, _facts in [*ledger, *later]}


@given(ledger=LEDGERS)
def test_a_state_differs_in_nothing_from_itself_and_every_unit_has_one_place(ledger):
    nodes = replayed(ledger)
    in_a_ring = {unit for unit, node in nodes.items() if _climbs_in_a_ring(unit, nodes)}
    paths = paths_of(nodes)
    assert {node.unit for node in paths.values()} == set(nodes) - in_a_ring
    assert all(not line.kinds for line in compared(paths, paths))
    assert all(line.kinds == ("added",) for line in compared({}, paths))


def _climbs_in_a_ring(unit: str, nodes: Any) -> bool:
    seen, at = set(), unit
    while at in nodes:
        if at in seen:
            return True
        seen.add(at)
        at = nodes[at].parent
    return False
