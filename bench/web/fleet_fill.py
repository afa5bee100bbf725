"""A fleet of its own size: ships with a hundred nodes each in three levels, their ledgers, what was frozen at delivery."""

from __future__ import annotations

import psycopg

from aftersail.fleet.models import (
    Equipment,
    FrozenState,
    FunctionCode,
    FunctionCodeScheme,
    Milestone,
    StateEvent,
    Vessel,
)
from bench.web.columns import insert_select
from bench.web.ground import vacuumed

NODES_A_SHIP = 100
"""Ten units, each of three subunits of two items and itself: 10 × (1 + 3 + 6)."""

SHIPS = """
create temp table bench_ship as
select n, uuidv7() as id, c.id as customer_id, s.id as station_id, s.port_id, current_date - (400 + n %% 3000) as delivered_on
from generate_series(0, %(ships)s - 1) n
join (select row_number() over (order by code) - 1 as k, id, count(*) over () as total from fleet_customer where code like 'K%%') c on c.k = n %% c.total
join (select row_number() over (order by code) - 1 as k, id, port_id, count(*) over () as total from people_station where not headquarters) s
    on s.k = n %% s.total
"""
NODES = """
create temp table bench_node as
with models as (select array_agg(id order by code) as ids, array_agg(code order by code) as codes from fleet_productmodel where code like 'H%' or code like 'G%'),
shape as (
    select r, null::int as s, null::int as i from generate_series(0, 9) r
    union all select r, s, null from generate_series(0, 9) r, generate_series(0, 2) s
    union all select r, s, i from generate_series(0, 9) r, generate_series(0, 2) s, generate_series(0, 1) i
)
select uuidv7() as id, v.id as vessel_id, v.n, v.delivered_on, r, s, i,
    ids[1 + r % array_length(ids, 1)] as model_id, codes[1 + r % array_length(codes, 1)] as model,
    'FB' || lpad(v.n::text, 5, '0') || '-' || r || coalesce('-' || s, '') || coalesce('-' || i, '') as serial,
    case when s is null then (r + 1) || ' 号设备' when i is null then '子单元 ' || s else '部件 ' || i end as name,
    case when s is null then 'S' || (r % 8 + 1) || '.' || lpad(r::text, 2, '0') else '' end as code,
    case when s is null then 'unit' when i is null then 'subunit' else 'item' end as level,
    case when s is null then '' when i is null then s::text else s || '.' || i end as position,
    case when s is null and (v.n + r) % 10 = 0 then '3.1' when s is null then '3.0' else '' end as software
from bench_ship v, shape, models
"""
PARENTS = """
create temp table bench_tree as
select n.*, p.id as parent_id from bench_node n left join bench_node p on p.vessel_id = n.vessel_id and p.r = n.r
    and ((n.i is not null and p.s = n.s and p.i is null) or (n.i is null and n.s is not null and p.s is null))
    and n.s is not null
"""
FACTS = """jsonb_build_object('parent', coalesce(parent_id::text, ''), 'position', position, 'name', name, 'code', code, 'level', level,
    'model', model, 'serial', serial, 'version', '', 'software', case when software = '' then '' else '3.0' end)"""


def fill_fleet(connection: psycopg.Connection, nodes: int) -> None:
    """Make so many nodes with their ledgers; `connection` is a superuser's, triggers are off while filling."""
    connection.execute("set session_replication_role = replica")
    connection.execute("set work_mem = '256MB'")
    connection.execute(SHIPS.replace("%(ships)s", str(nodes // NODES_A_SHIP)).replace("%%", "%"))
    connection.execute(NODES)
    connection.execute("create index on bench_node (vessel_id, r)")
    connection.execute("analyze bench_node")
    connection.execute(PARENTS)
    born = {"id": "uuidv7()", "version": "1", "created_at": "now()"}
    insert_select(
        connection, FunctionCodeScheme, born | {"code": "'BENCH'", "name": "'编码'"}, "(select 1) one"
    )
    scheme = "(select id from fleet_functioncodescheme where code = 'BENCH')"
    codes = born | {"code": "'S' || n", "name": "'系统 ' || n", "scheme_id": scheme}
    insert_select(connection, FunctionCode, codes, "generate_series(1, 8) n")
    insert_select(connection, Vessel, born | {
        "id": "id", "hull_code": "'FB-' || lpad(n::text, 5, '0')", "name": "'船队 ' || n", "customer_id": "customer_id", "station_id": "station_id",
        "home_port_id": "port_id", "lies_at_id": "port_id", "delivered_on": "delivered_on", "code_scheme_id": scheme,
    }, "bench_ship")  # fmt: skip
    insert_select(connection, Milestone, born | {
        "vessel_id": "id", "kind": "kind", "planned_on": "delivered_on - before", "actual_on": "delivered_on - before",
    }, "bench_ship, (values ('mooring_trial', 60), ('sea_trial', 30), ('delivery', 0)) k(kind, before)")  # fmt: skip
    insert_select(connection, Equipment, born | {
        "id": "id", "vessel_id": "vessel_id", "parent_id": "parent_id", "model_id": "model_id", "serial_number": "serial", "name": "name",
        "function_code": "code", "level": "level", "position": "position", "software_version": "software", "commissioned_on": "delivered_on - 70",
        "shipped_on": "delivered_on - 200", "label_token": "left(replace(id::text, '-', ''), 24)",
    }, "bench_tree")  # fmt: skip
    told = {"vessel_id": "vessel_id", "equipment_id": "id", "recorded_at": "now()"}
    arrived = told | {"step": "'installed'", "happened_on": "delivered_on - 70", "facts": FACTS}
    insert_select(connection, StateEvent, arrived, "bench_tree")
    renewed = told | {
        "step": "'software'",
        "happened_on": "delivered_on + 300",
        "facts": """'{"software": "3.1"}'""",
    }
    insert_select(connection, StateEvent, renewed, "bench_tree where software = '3.1'")
    kept = f"(select vessel_id, max(delivered_on) as on_day, jsonb_agg({FACTS} || jsonb_build_object('unit', id)) as nodes from bench_tree group by 1) k"
    insert_select(connection, FrozenState, born | {
        "vessel_id": "vessel_id", "kind": "'as_delivered'", "state_on": "on_day", "frozen_at": "now()", "nodes": "nodes", "digest": "''",
    }, kept)  # fmt: skip
    connection.execute("drop table bench_ship, bench_node, bench_tree")
    connection.execute("set session_replication_role = origin")
    vacuumed(
        connection,
        *(model._meta.db_table for model in (Vessel, Equipment, StateEvent, FrozenState, Milestone)),
    )
