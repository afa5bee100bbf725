"""The told history, built in memory: it repeats, it is lawful, and the anomalies are in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from itertools import pairwise
from statistics import mean

import pytest

from aftersail.cases.models import Case, OrderMember, WorkOrder
from aftersail.cases.queries.clocks import stamps_of
from aftersail.cases.rules import check_stamp_order
from aftersail.cases.states import CASE, OPEN_STATES, WORK_ORDER
from aftersail.core.models import LogEntry, NumberSeries
from aftersail.core.states import Machine
from aftersail.dispatch.models import Assignment
from aftersail.intake.models import Request
from aftersail.people.models import Certificate, Leave
from aftersail.satisfaction.models import SatisfactionCard
from aftersail.supply.models import PartIssue, Tool
from aftersail.visits.models import Visit, VisitStep
from aftersail.visits.states import VISIT
from aftersail.web.demo import anomalies
from aftersail.web.demo.chronicle import VISIT_EVENTS
from aftersail.web.demo.load import build
from aftersail.web.demo.setting import LOCAL
from aftersail.web.demo.telling import Tale

TODAY = date(2026, 5, 20)
SCALE = 0.25


def built(seed: int, scale: float) -> Tale:
    return build(seed=seed, today=TODAY, scale=scale, progress=lambda _what, _share: None)


@pytest.fixture(scope="module")
def tale() -> Tale:
    return built(20260101, SCALE)


def printed(tale: Tale) -> list[str]:
    """Every field of every row; accounts are left out for their salted hash, log entries for the order of a set."""
    return [
        repr([(field.attname, getattr(row, field.attname)) for field in model._meta.concrete_fields])
        for model, rows in tale.stage.sheet.rows.items()
        for row in rows
        if model.__name__ not in {"Account", "LogEntry"}
    ]


def test_the_same_seed_and_day_give_the_same_rows_and_another_seed_others() -> None:
    first, second, other = (printed(built(seed, 0.02)) for seed in (1, 1, 2))
    assert first == second
    assert first != other


def moves_of(entries: Iterable[LogEntry], event: str) -> dict[object, list[tuple[str, str, str]]]:
    told = defaultdict(list)
    for entry in entries:
        if entry.event == event and entry.data["move"] != "confirmed":
            told[entry.subject_id].append((entry.data["move"], entry.data["source"], entry.data["target"]))
    return told


def assert_lawful(
    machine: Machine, told: dict[object, list[tuple[str, str, str]]], states: dict[object, str]
) -> None:
    for subject, moves in told.items():
        assert moves[0][1] == machine.initial
        assert all(
            source in machine.named(move).sources and target == machine.named(move).target
            for move, source, target in moves
        )
        assert all(earlier[2] == later[1] for earlier, later in pairwise(moves))
        assert moves[-1][2] == states[subject]


def test_every_logged_move_of_a_case_and_of_an_order_is_in_the_transition_table(tale: Tale) -> None:
    sheet = tale.stage.sheet
    log = sheet.of(LogEntry)
    assert_lawful(CASE, moves_of(log, "cases.CaseMoved"), {row.pk: row.state for row in sheet.of(Case)})
    assert_lawful(
        WORK_ORDER, moves_of(log, "cases.OrderMoved"), {row.pk: row.state for row in sheet.of(WorkOrder)}
    )


def test_every_logged_step_of_a_visit_is_in_the_transition_table(tale: Tale) -> None:
    named = {kind.event_name: move for move, kind in VISIT_EVENTS.items()}
    at = {row.pk: str(VISIT.initial) for row in tale.stage.sheet.of(Visit)}
    for entry in tale.stage.sheet.of(LogEntry):
        if entry.event in named:
            transition = VISIT.named(named[entry.event])
            assert at[entry.subject_id] in transition.sources
            at[entry.subject_id] = str(transition.target)
    assert at == {row.pk: str(row.state) for row in tale.stage.sheet.of(Visit)}


def test_every_logged_event_can_be_read_back_and_none_lies_in_the_future(tale: Tale) -> None:
    from aftersail.core.events import Event

    for entry in tale.stage.sheet.of(LogEntry):
        Event.registry[entry.event].from_data(entry.data)
        assert entry.at <= tale.stage.present


def test_stamps_of_cases_stand_in_order(tale: Tale) -> None:
    for story in tale.cases:
        assert check_stamp_order(stamps_of(story.case), now=tale.stage.present), story.case.number


def test_nobody_is_in_two_places_at_once(tale: Tale) -> None:
    booked = defaultdict(list)
    for row in tale.stage.sheet.of(Assignment):
        if row.released_at is None:
            booked[row.staff_id].append((row.starts_at, row.ends_at))
    for spans in booked.values():
        assert all(earlier[1] <= later[0] for earlier, later in pairwise(sorted(spans)))


def test_nobody_is_sent_while_on_leave_or_with_a_lapsed_permit(tale: Tale) -> None:
    sheet = tale.stage.sheet
    leaves = defaultdict(list)
    for leave in sheet.of(Leave):
        if leave.state == "approved":
            leaves[leave.staff_id].append((leave.first_day, leave.last_day))
    permits = {row.staff_id: row.expires_on for row in sheet.of(Certificate) if row.kind.code == "boarding"}
    for row in sheet.of(Assignment):
        day = row.starts_at.astimezone(LOCAL).date()
        assert permits[row.staff_id] > day
        assert not any(first <= day <= last for first, last in leaves[row.staff_id])


@pytest.mark.parametrize("model", [Request, Case, WorkOrder, Visit])
def test_numbers_are_gapless_in_each_series(tale: Tale, model: type) -> None:
    series = defaultdict(list)
    for row in tale.stage.sheet.of(model):
        key, _, place = row.number.rpartition("-")
        series[key].append(int(place))
    last = {row.key: row.last for row in tale.stage.sheet.of(NumberSeries)}
    for key, places in series.items():
        assert sorted(places) == list(range(1, len(places) + 1))
        assert last[key] == len(places)


def test_the_present_looks_alive(tale: Tale) -> None:
    present = tale.stage.present
    open_cases = [story.case for story in tale.cases if story.case.state in OPEN_STATES]
    assert len({case.state for case in open_cases}) >= 5
    assert any(case.next_due_at and case.next_due_at < present for case in open_cases)
    assert any(visit.planned_from > present for visit in tale.stage.sheet.of(Visit))
    assert any(request.state == "received" for request in tale.stage.sheet.of(Request))


def test_keys_of_isolation_are_those_of_the_ship(tale: Tale) -> None:
    for story in tale.cases:
        case, vessel = story.case, story.vessel
        assert (case.customer_id, case.station_id, case.vessel_id) == (
            vessel.customer_id,
            vessel.station_id,
            vessel.pk,
        )
        assert case.open_to_yard_id == vessel.open_to_yard_id
    assert any(story.case.open_to_yard == tale.stage.yards[0] for story in tale.cases)


def test_the_seal_of_one_generator_wears_out(tale: Tale) -> None:
    worn = [story for story in tale.cases if story.report.fault.key == anomalies.WEAR_OUT_FAULT]
    weak = [story for story in worn if story.report.unit.model.code == anomalies.WEAR_OUT_MODEL]
    assert len(weak) > 5 * (len(worn) - len(weak))
    units = [
        unit
        for unit in tale.stage.units
        if unit.model.code == anomalies.WEAR_OUT_MODEL and unit.running_hours
    ]
    failed = mean(float(story.report.unit.running_hours) for story in weak)
    assert failed > 1.3 * mean(float(unit.running_hours) for unit in units)


def test_one_batch_of_one_yard_jams(tale: Tale) -> None:
    jammed = [story for story in tale.cases if story.report.fault.key == anomalies.BATCH_FAULT]
    flawed = [story for story in jammed if story.report.unit.batch == anomalies.BATCH]
    assert len(flawed) > 0.8 * len(jammed)
    assert {story.vessel.built_by.code for story in flawed} == {anomalies.BATCH_YARD}


def late_share(cases: list[Case]) -> float:
    return mean(
        case.arrived_at > case.onsite_due_at for case in cases if case.arrived_at and case.onsite_due_at
    )


def test_one_station_is_late_in_one_summer(tale: Tale) -> None:
    first, last = anomalies.busy_season(TODAY)
    own = [story.case for story in tale.cases if story.vessel.station.code == anomalies.OVERLOADED_STATION]
    summer = [case for case in own if first <= case.reported_at.date() <= last]
    rest = [case for case in own if case not in summer]
    assert late_share(summer) > late_share(rest) + 0.2


def first_visits(tale: Tale, family: str) -> dict[object, list[bool]]:
    fixed: dict[object, list[bool]] = defaultdict(list)
    made = defaultdict(list)
    for visit in tale.stage.sheet.of(Visit):
        if visit.signed_at:
            made[visit.order.case_id].append(visit)
    for story in tale.cases:
        if (
            story.report.unit.model.family.code == family
            and story.case.restored_at
            and story.case.visits_made
        ):
            fixed[min(made[story.case.pk], key=signed_at).lead_id].append(story.case.visits_made == 1)
    return fixed


def signed_at(visit: Visit) -> datetime:
    assert visit.signed_at is not None
    return visit.signed_at


def test_one_engineer_seldom_repairs_one_family_at_the_first_visit(tale: Tale) -> None:
    station, family = anomalies.SHORT_OF_SKILL
    weak = tale.stage.engineers[station][0].pk
    fixed = first_visits(tale, family)
    others = [one for lead, all_of_them in fixed.items() if lead != weak for one in all_of_them]
    assert mean(fixed[weak]) < mean(others) - 0.2


def test_one_customer_slips_away(tale: Tale) -> None:
    begins, present = tale.stage.begins, tale.stage.present
    third = (present - begins) / 3
    cards = [
        c
        for c in tale.stage.sheet.of(SatisfactionCard)
        if c.overall and c.case.customer.code == anomalies.SLIPPING_CUSTOMER
    ]
    before = [card.overall for card in cards if card.handed_out_at < begins + third]
    lately = [card.overall for card in cards if card.handed_out_at > present - third]
    assert mean(lately) < mean(before) - 0.7
    asked = [
        story.report.at for story in tale.cases if story.vessel.customer.code == anomalies.SLIPPING_CUSTOMER
    ]
    assert sum(at > present - third for at in asked) < 0.8 * sum(at < begins + third for at in asked)


def test_ships_of_orders_that_wait_can_be_reached_in_the_days_ahead(tale: Tale) -> None:
    waiting = [one for one in tale.stage.sheet.of(WorkOrder) if one.state in {"draft", "approved"}]
    assert waiting
    for order in waiting:
        assert order.window_from < order.window_until
        assert order.window_until > tale.stage.present


def test_visits_still_to_be_made_have_the_steps_of_their_procedure_before_them(tale: Tale) -> None:
    ahead = [
        one
        for one in tale.stage.sheet.of(Visit)
        if one.state in {"assigned", "accepted", "travelling", "arrived", "working"}
    ]
    assert ahead
    steps = Counter(one.visit_id for one in tale.stage.sheet.of(VisitStep) if not one.result)
    assert all(steps[one.pk] == len(one.procedure.steps) > 0 for one in ahead)


def test_some_orders_that_wait_need_a_team_an_order_before_them_a_visit_a_part_or_a_tool(tale: Tale) -> None:
    sheet = tale.stage.sheet
    waiting = {one.pk: one for one in sheet.of(WorkOrder) if one.state == "approved"}
    members = Counter(one.order_id for one in sheet.of(OrderMember))
    assert members
    assert all(waiting[pk].team_size == 1 + n for pk, n in members.items())
    tied = [(one, one.after or one.visit_with) for one in waiting.values() if one.after or one.visit_with]
    assert tied
    for order, other in tied:
        assert other is not None
        assert other.pk in waiting
        assert order.case.vessel_id == other.case.vessel_id
    owed = [one for one in sheet.of(PartIssue) if one.state == "backordered" and one.work_ref in waiting]
    assert any(one.expected_on and one.expected_on > tale.stage.today for one in owed)
    tools = {one.tool_class for one in sheet.of(Tool)}
    asked = {tool for one in waiting.values() for tool in one.tool_classes}
    assert asked
    assert asked <= tools
