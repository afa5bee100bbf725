"""The cases: made inside the database in a few statements, with the skew of a real service and the log that goes with them.

Triggers and foreign-key checks are off while filling (`session_replication_role`), so the filled log entries lie in a
lane of their own and are not part of any hash chain; entries written by requests are chained as always.
"""

from __future__ import annotations

import psycopg

from aftersail.cases.models import Case
from aftersail.cases.states import COLUMN_OF, OPEN_STATES
from aftersail.core.models import LogEntry, NumberSeries, SearchEntry
from aftersail.core.search import terms_of
from aftersail.fleet.models import Equipment
from aftersail.intake.models import Request
from aftersail.scorecard.models import CaseRollup, RollupMonth
from bench.web.columns import insert_select, without_indexes
from bench.web.ground import vacuumed
from bench.web.words import RARE, RARE_CASES, phrases

YEARS = 10
REQUESTS = 3000
"""Reports that wait to be made cases, one for each create by form."""

FILLED_LANE = 100
OPEN_MIX = {
    "registered": 12, "acknowledged": 10, "triaged": 22, "diagnosing": 12, "planned": 12, "dispatched": 6, "on_site": 6,
    "suspended": 6, "temp_restored": 3, "resolved_remote": 4, "restored": 4, "confirming": 3,
}  # fmt: skip
"""Of a hundred open cases, how many stand where."""

UNITS = """
create temp table bench_unit as
select row_number() over (order by e.id) - 1 as n, e.id as equipment_id, v.id as vessel_id, v.customer_id, v.open_to_yard_id,
    v.station_id, s.code as station, v.steward_id, v.hull_code || ' ' || v.name as ship, e.name || ' ' || e.serial_number as unit,
    null::varchar[] as terms, coalesce(v.delivered_on, current_date) as delivered_on
from fleet_equipment e join fleet_vessel v on v.id = e.vessel_id join people_station s on s.id = v.station_id
"""
PHRASES = "create temp table bench_phrase (n int primary key, title text, description text, terms varchar[])"
CASES = """
create temp table bench_case as
with drawn as (
    select n, now() - (interval '1 day' * 365.25 * {years}) * (1 - n::float8 / {size}) - random() * interval '6 hours' as reported_at,
        floor({units} * random() ^ 2)::int as unit, floor({phrases} * random() ^ 1.5)::int as phrase,
        random() as luck, random() as fate, random() as severe
    from generate_series(1, {size}) n
), aged as (
    select *, extract(epoch from now() - reported_at) / 86400 as age_days from drawn
), judged as (
    select *, luck < greatest(0.004, exp(-age_days / 20)) as is_open from aged
)
select n, uuidv7(reported_at - clock_timestamp()) as id, unit, phrase, reported_at, severe, fate, is_open,
    case when is_open then ({mix})[1 + floor(100 * fate)::int]
        when fate < 0.96 then 'closed' when fate < 0.98 then 'merged' when fate < 0.99 then 'rejected' else 'cancelled' end as state,
    n % {rare_every} = {rare_every} / 2 and n / {rare_every} < {rare} as is_rare
from judged
"""
NUMBERED = """
create temp table bench_row as
select c.*, u.equipment_id, u.vessel_id, u.customer_id, u.open_to_yard_id, u.station_id, u.steward_id, u.ship, u.unit as unit_name,
    u.delivered_on, u.terms as unit_terms, p.title, p.terms as phrase_terms,
    p.description || case when c.is_rare then ' {word}' else '' end as description,
    'SC-' || u.station || '-' || to_char(c.reported_at at time zone 'Asia/Shanghai', 'YYYYMM') as series,
    row_number() over (partition by u.station, to_char(c.reported_at at time zone 'Asia/Shanghai', 'YYYYMM') order by c.n) as place
from bench_case c join bench_unit u on u.n = c.unit join bench_phrase p on p.n = c.phrase
order by c.n
"""
NUMBER = "series || '-' || lpad(place::text, greatest(4, length(place::text)), '0')"
SEVERITY = (
    "case when severe < 0.05 then 'S1' when severe < 0.25 then 'S2' when severe < 0.8 then 'S3' else 'S4' end"
)
STAGE = """case when reported_at::date < delivered_on then 'commissioning' when reported_at::date < delivered_on + 90 then 'takeover'
    when reported_at::date < delivered_on + 730 then 'warranty' else 'in_service' end"""
KEYS = "array_remove(array[id, vessel_id, customer_id, open_to_yard_id, station_id], null)"
EVENTS = (
    """
bench_row, lateral (values
    (true, 0, 'cases.CaseOpened', jsonb_build_object('number', NUMBER, 'title', title), true),
    (state <> 'registered', 3, 'cases.CaseTriaged',
        jsonb_build_object('severity', SEVERITY, 'stage', STAGE, 'baseline', 'B-A v1', 'warranty', 'in'), false),
    (state not in ('registered', 'acknowledged', 'triaged'), 20, 'cases.CaseMoved',
        jsonb_build_object('move', 'diagnose', 'source', 'triaged', 'target', 'diagnosing', 'reason', ''), true),
    (state in ('closed', 'restored', 'confirming'), 60, 'cases.CaseMoved',
        jsonb_build_object('move', 'restore', 'source', 'on_site', 'target', 'restored', 'reason', ''), true),
    (state = 'closed', 110, 'cases.CaseClosed', jsonb_build_object('number', NUMBER, 'unconfirmed', false, 'note', ''), true)
) happened (took_place, after_hours, event, data, for_customer) where took_place
""".replace("NUMBER", NUMBER)
    .replace("SEVERITY", SEVERITY)
    .replace("STAGE", STAGE)
)


def filled(connection: psycopg.Connection, size: int) -> bool:
    """Tell whether the database holds (at least) so many cases already."""
    return bool(connection.execute("select 1 from cases_case offset %s limit 1", [size - 1]).fetchone())


def fill(connection: psycopg.Connection, size: int, seed: float = 0.42) -> None:
    """Make `size` cases with log, search entries, rollup, and requests that wait; `connection` is a superuser's."""
    connection.execute("set session_replication_role = replica")
    connection.execute("set work_mem = '256MB'")
    connection.execute("select setseed(%s)", [seed])
    _draw(connection, size)
    with without_indexes(connection, "cases_case", "core_logentry", "core_searchentry"):
        _put_cases(connection)
        _put_log(connection)
        _put_search(connection)
    _put_rollup(connection)
    _put_requests(connection)
    _put_series(connection)
    connection.execute("drop table bench_case, bench_row, bench_unit, bench_phrase")
    connection.execute("set session_replication_role = origin")
    vacuumed(
        connection,
        *(model._meta.db_table for model in (Case, LogEntry, SearchEntry, CaseRollup, Request, Equipment)),
    )
    connection.execute("vacuum (analyze)")
    connection.execute("checkpoint")


def _draw(connection: psycopg.Connection, size: int) -> None:
    connection.execute(UNITS)
    rows = connection.execute("select n, ship, unit from bench_unit").fetchall()
    with connection.cursor() as cursor:
        cursor.executemany(
            "update bench_unit set terms = %s where n = %s",
            [(terms_of(ship, unit), n) for n, ship, unit in rows],
        )
    connection.execute(PHRASES)
    known = phrases()
    with connection.cursor() as cursor, cursor.copy("copy bench_phrase from stdin") as copy:
        for n, phrase in enumerate(known):
            copy.write_row((n, phrase.title, phrase.description, phrase.terms))
    mix = [state for state, share in OPEN_MIX.items() for _ in range(share)]
    numbers = {
        "years": YEARS,
        "size": size,
        "units": len(rows),
        "phrases": len(known),
        "rare_every": size // RARE_CASES,
        "rare": RARE_CASES,
    }
    connection.execute(CASES.format(mix=f"array[{', '.join(map(repr, mix))}]", **numbers))
    connection.execute(NUMBERED.format(word=RARE))


def _put_cases(connection: psycopg.Connection) -> None:
    over = "state = 'closed'"
    given = {
        "id": "id", "version": "1", "created_at": "reported_at", "number": NUMBER, "state": "state", "title": "title",
        "description": "description", "channel": "case when fate < 0.6 then 'phone' else 'portal' end", "equipment_id": "equipment_id",
        "vessel_id": "vessel_id", "customer_id": "customer_id", "open_to_yard_id": "open_to_yard_id", "station_id": "station_id",
        "owner_id": "steward_id", "stage": STAGE, "severity": f"case when state = 'registered' then '' else {SEVERITY} end",
        "reporter_name": "'郑轮机'", "baseline_code": "case when state = 'registered' then '' else 'B-A v1' end",
        "baseline_trace": """'[{"rule": "B-A", "edition": 1, "fits": true, "why": []}]'""", "response_hours": "2", "onsite_hours": "48",
        "restore_days": "7", "warranty": "case when reported_at::date < delivered_on + 730 then 'in' else 'out' end",
        "reported_at": "reported_at", "acknowledged_at": "case when state <> 'registered' then least(now(), reported_at + interval '3 hours') end",
        "restored_at": f"case when {over} then least(now(), reported_at + interval '60 hours' + severe * interval '9 days') end",
        "confirmed_at": f"case when {over} then least(now(), reported_at + interval '90 hours' + severe * interval '9 days') end",
        "closed_at": f"case when {over} then least(now(), reported_at + interval '110 hours' + severe * interval '9 days') end",
        "response_due_at": "reported_at + interval '2 hours'", "restore_due_at": "reported_at + interval '7 days'",
        "next_due_at": "case when is_open then reported_at + interval '7 days' + fate * interval '20 days' end",
        "cost_cny": "round((severe * 9000)::numeric, 2)",
    }  # fmt: skip
    insert_select(connection, Case, given, "bench_row")


def _put_log(connection: psycopg.Connection) -> None:
    given = {
        "at": "least(now(), reported_at + after_hours * interval '1 hour')", "event": "event", "account_name": "'秦若澜'", "subject_type": "'cases.case'",
        "subject_id": "id", "thread_id": "id", "for_customer": "for_customer", "data": "data", "keys": KEYS,
        "recorded_at": "reported_at + after_hours * interval '1 hour'", "lane": str(FILLED_LANE), "place": "row_number() over ()",
    }  # fmt: skip
    insert_select(connection, LogEntry, given, EVENTS)


def _put_search(connection: psycopg.Connection) -> None:
    rare = "array['{}']::varchar[]".format("','".join(terms_of(RARE)))
    number = f"string_to_array(lower({NUMBER}), '-')::varchar[] || lower({NUMBER})::varchar"
    given = {
        "subject_id": "id", "subject_type": "'cases.case'", "title": f"{NUMBER} || ' ' || title", "detail": "ship",
        "terms": f"phrase_terms || unit_terms || {number} || case when is_rare then {rare} else '{{}}' end", "keys": KEYS, "at": "reported_at",
    }  # fmt: skip
    insert_select(connection, SearchEntry, given, "bench_row")


def _put_rollup(connection: psycopg.Connection) -> None:
    month = "date_trunc('month', reported_at at time zone 'Asia/Shanghai')::date"
    counted = f"""(
        select {month} as month, station_id, stage, owner_id, count(*) as cases, count(*) filter (where state = any({_array(OPEN_STATES)})) as open_cases,
            count(restored_at) as restored, count(*) filter (where restored_at > restore_due_at) as late, sum(visits_made) as visits,
            sum(cost_cny) as cost_cny
        from cases_case where state = any({_array(COLUMN_OF)}) group by 1, 2, 3, 4
    ) counted"""
    cells = {
        name: name
        for name in (
            "month",
            "station_id",
            "stage",
            "owner_id",
            "cases",
            "open_cases",
            "restored",
            "late",
            "visits",
            "cost_cny",
        )
    }
    insert_select(connection, CaseRollup, cells, counted)
    insert_select(
        connection,
        RollupMonth,
        {"month": "month", "dirty": "false", "refreshed_at": "now()"},
        f"(select distinct {month} as month from cases_case) m",
    )


def _put_requests(connection: psycopg.Connection) -> None:
    given = {
        "id": "uuidv7()", "version": "1", "created_at": "now()", "number": "'SR-BN-' || lpad(n::text, 6, '0')", "state": "'received'",
        "channel": "'phone'", "text": "title || '。' || description", "vessel_id": "vessel_id", "equipment_id": "equipment_id",
        "customer_id": "customer_id", "station_id": "station_id", "reporter_name": "'郑轮机'", "received_at": "now() - interval '1 hour'",
        "tracking_code": "'BN' || lpad(n::text, 14, '0')", "stage": STAGE,
    }  # fmt: skip
    insert_select(connection, Request, given, f"bench_row where n <= {REQUESTS}")


def _put_series(connection: psycopg.Connection) -> None:
    insert_select(
        connection, NumberSeries, {"key": "series", "last": "max(place)"}, "bench_row group by series"
    )


def _array(values: object) -> str:
    return "array['" + "','".join(sorted(values)) + "']"  # type: ignore[call-overload]
