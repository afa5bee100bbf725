"""The bare SQL beside each scenario: what the database alone needs, prepared, over one connection, in the same run."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

import psycopg

from aftersail.cases.models import Case
from aftersail.core.ids import new_id
from bench.web.cost import cpu_ms
from bench.web.stage import Stage
from bench.web.words import COMMON, RARE, TWO_CHARACTERS

REPEATS = 60
WARMING = 8
SECONDS = 4.0


@dataclass(frozen=True, slots=True)
class Bare:
    """Median time and mean processor time of the database, in milliseconds."""

    p50_ms: float
    cpu_ms: float


ROW = """c.id, c.number, c.title, c.state, c.severity, c.stage, c.service_type, c.channel, c.vessel_id, v.hull_code, v.name, c.equipment_id,
    e.name, c.customer_id, c.station_id, c.owner_id, o.name, c.warranty, c.reported_at, c.next_due_at, c.closed_at, c.cost_cny, c.version"""
JOINED = """cases_case c join fleet_vessel v on v.id = c.vessel_id left join fleet_equipment e on e.id = c.equipment_id
    left join people_staff o on o.id = c.owner_id"""
LIST = f"""select {ROW}, (select count(*) from (select 1 from cases_case where severity = %(severity)s limit 1001) capped)
    from {JOINED} where c.severity = %(severity)s order by c.reported_at desc, c.id desc limit 81"""
SEARCH = f"""with found as materialized (select subject_id from core_searchentry where terms @> %(terms)s::varchar[] order by at desc limit 81)
    select {ROW} from {JOINED} where c.id in (select subject_id from found) order by c.reported_at desc"""
LANES = {
    "todo": "state in ('registered', 'acknowledged', 'triaged')",
    "doing": "state in ('diagnosing', 'planned', 'dispatched', 'on_site')",
    "waiting": "state in ('suspended', 'temp_restored')",
    "verify": "state in ('resolved_remote', 'restored', 'confirming')",
    "done": "state = 'closed' and closed_at > now() - interval '7 days'",
}
BOARD = " union all ".join(
    f"(select {ROW}, (select count(*) from (select 1 from cases_case where {lane} limit 1000) n) from {JOINED} where c.{lane}"
    f" order by {'closed_at desc' if name == 'done' else 'next_due_at'} limit 40)"
    for name, lane in LANES.items()
)
CASE = f"""select {ROW}, c.description, (select jsonb_agg(jsonb_build_object('at', l.at, 'who', l.account_name, 'event', l.event, 'data', l.data)
    order by l.at desc) from core_logentry l where l.thread_id = c.id) from {JOINED} where c.id = %(id)s"""
LOG = """insert into core_logentry (at, event, account_name, subject_type, subject_id, thread_id, for_customer, data, keys, lane, place, previous, digest)
    values (now(), 'cases.CaseMoved', '', 'cases.case', %(id)s, %(id)s, true, '{"move": "diagnose"}', array[%(id)s]::uuid[], 0, 0, '', '')"""
SEARCHABLE = """insert into core_searchentry (subject_id, subject_type, title, detail, terms, keys, house_only, at)
    values (%(id)s, 'cases.case', 'SC', '', array['柴油', '油发', '发电', '电机'], array[%(id)s]::uuid[], false, now())"""
NUMBER = """insert into core_numberseries as s (key, last) values ('bench', 1) on conflict (key) do update set last = s.last + 1 returning last"""
CHANGE = "update cases_case set state = 'diagnosing', version = version + 1 where id = %(id)s"

AGGREGATE = """select owner_id, month, sum(cases) from scorecard_caserollup where stage = %(stage)s and month > now() - interval '18 months'
    group by 1, 2"""


def bare_of(stage: Stage, name: str, known: dict[str, Bare]) -> Bare:
    """Return the bare figures of a scenario, measured at its first form and kept for the second."""
    if name not in known:
        known[name] = measured_bare(stage, _statements(stage)[name])
    return known[name]


def _statements(stage: Stage) -> dict[str, Callable[[psycopg.Connection, int], Any]]:
    def read(statement: str, **values: Any) -> Callable[[psycopg.Connection, int], Any]:
        return lambda connection, _n: connection.execute(statement, values, prepare=True).fetchall()

    def case(connection: psycopg.Connection, n: int) -> Any:
        return connection.execute(
            CASE, {"id": stage.case_ids[n % len(stage.case_ids)]}, prepare=True
        ).fetchall()

    def change(connection: psycopg.Connection, n: int) -> None:
        values = {"id": stage.open_ids[n % len(stage.open_ids)]}
        with connection.transaction():
            connection.execute(CHANGE, values, prepare=True)
            connection.execute(LOG, values, prepare=True)

    copied = _copy_of_a_case()

    def create(connection: psycopg.Connection, _n: int) -> None:
        values = {"id": new_id(), "like": stage.case_ids[0]}
        with connection.transaction():
            (place,) = connection.execute(NUMBER, prepare=True).fetchone() or (0,)
            connection.execute(copied, values | {"number": f"SC-BENCH-{place}"}, prepare=True)
            connection.execute(LOG, values, prepare=True)
            connection.execute(SEARCHABLE, values, prepare=True)

    return {
        "list": read(LIST, severity="S2"),
        "search_rare": read(SEARCH, terms=[RARE.lower()]),
        "search_common": read(SEARCH, terms=[COMMON]),
        "search_two": read(SEARCH, terms=[TWO_CHARACTERS]),
        "board": read(BOARD),
        "case": case,
        "aggregate": read(AGGREGATE, stage="warranty"),
        "create": create,
        "change": change,
    }


def _copy_of_a_case() -> str:
    columns = [field.column for field in Case._meta.concrete_fields]
    values = ", ".join(
        {"id": "%(id)s", "number": "%(number)s", "request_id": "null"}.get(c, f'"{c}"') for c in columns
    )
    named = ", ".join(f'"{c}"' for c in columns)
    return f"insert into cases_case ({named}) select {values} from cases_case where id = %(like)s"


def measured_bare(stage: Stage, work: Callable[[psycopg.Connection, int], Any]) -> Bare:
    """Return what the database alone needs for a piece of work, given a connection and a running number."""
    with psycopg.connect(stage.ground.url, autocommit=True) as connection:
        connection.execute("set role aftersail_everything")
        backend = [connection.info.backend_pid]
        for n in range(WARMING):
            work(connection, n)
        times: list[float] = []
        before, until = cpu_ms(backend), time.perf_counter() + SECONDS
        while len(times) < REPEATS and time.perf_counter() < until:
            begun = time.perf_counter()
            work(connection, len(times))
            times.append((time.perf_counter() - begun) * 1000)
        return Bare(median(times), (cpu_ms(backend) - before) / len(times))
