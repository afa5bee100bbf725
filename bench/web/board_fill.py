"""A board of its own size: two hundred people with nineteen hundred promises in two weeks, and a hundred orders that wait."""

from __future__ import annotations

from datetime import date

import psycopg

from aftersail.cases.models import Case, WorkOrder
from aftersail.dispatch.models import Assignment
from aftersail.people.models import Certificate, Staff, StaffSkill
from bench.web.columns import insert_select
from bench.web.ground import vacuumed

PEOPLE, PROMISED, WAITING = 200, 1900, 100
BORN = {"id": "uuidv7()", "version": "1", "created_at": "now()"}

STATIONS = "(select row_number() over (order by code) - 1 as k, id, port_id, count(*) over () as total from people_station where not headquarters) s"
"""Stations, numbered."""

ITEMS = """
create temp table bench_item as
with person as (
    select row_number() over (order by f.number) - 1 as k, f.id, s.id as station_id, s.port_id
    from people_staff f join people_station s on s.id = f.station_id where f.active and f.serves_on_board limit {people}
), old as (
    select row_number() over (order by number) - 1 as n, c.* from (select * from cases_case where state = 'closed' order by number limit {items}) c
)
select o.n, o.id as like_id, uuidv7() as case_id, uuidv7() as order_id, p.id as staff_id, p.station_id, p.port_id, n < {promised} as promised,
    (array['S1', 'S2', 'S3', 'S3', 'S4'])[1 + n % 5] as severity,
    ('{first}'::date + (n / {people} %% 5 + 7 * (n / {people} / 5))::int + time '08:30') at time zone 'Asia/Shanghai'
        + interval '30 minutes' * (n %% 4) as begins_at
from old o join person p on p.k = o.n %% {people}
"""


def fill_board(connection: psycopg.Connection, first: date) -> None:
    """Make people, orders and promises in the two weeks from `first`, a Monday; `connection` is a superuser's, triggers are off."""
    connection.execute("set session_replication_role = replica")
    _people(connection)
    shape = {"people": PEOPLE, "items": PROMISED + WAITING, "promised": PROMISED, "first": first}
    connection.execute(ITEMS.format(**shape).replace("%%", "%"))
    cases = {str(field.column): f'o."{field.column}"' for field in Case._meta.concrete_fields}
    insert_select(connection, Case, cases | BORN | {
        "id": "i.case_id", "number": "'PB-' || lpad(i.n::text, 5, '0')", "request_id": "null", "station_id": "i.station_id",
        "severity": "i.severity", "state": "case when i.promised then 'dispatched' else 'planned' end", "closed_at": "null",
        "reported_at": "now() - interval '2 days'",
    }, "bench_item i join cases_case o on o.id = i.like_id")  # fmt: skip
    skill = "(select id from people_skill where code = 'RAD')"
    insert_select(connection, WorkOrder, BORN | {
        "id": "order_id", "number": "'PB-' || lpad(n::text, 5, '0') || '-1'", "case_id": "case_id", "port_id": "port_id", "scope": "'检查'",
        "skill_id": skill, "level": "2", "state": "case when promised then 'assigned' else 'approved' end", "work_hours": "3.5",
        "window_from": "now() - interval '1 day'", "window_until": f"'{first}'::date + interval '20 days'",
        "due_at": f"'{first}'::date + interval '1 day' * (2 + n % 9)", "approved_at": "now()",
    }, "bench_item")  # fmt: skip
    insert_select(connection, Assignment, BORN | {
        "order_id": "order_id", "staff_id": "staff_id", "starts_at": "begins_at", "ends_at": "begins_at + interval '3 hours 30 minutes'",
        "travel_hours": "1", "distance_km": "12",
    }, "bench_item where promised")  # fmt: skip
    connection.execute("drop table bench_item")
    connection.execute("set session_replication_role = origin")
    tables = (Case, WorkOrder, Assignment, Staff, StaffSkill, Certificate)
    vacuumed(connection, *(model._meta.db_table for model in tables))


def _people(connection: psycopg.Connection) -> None:
    """Bring the people who go on board to two hundred, all with the skill and the paper that orders ask for."""
    (there,) = connection.execute(
        "select count(*) from people_staff where active and serves_on_board"
    ).fetchone() or (0,)
    named = {"number": "'B' || lpad(n::text, 3, '0')", "name": "'值班员 ' || n", "station_id": "s.id"}
    insert_select(
        connection,
        Staff,
        BORN | named,
        f"generate_series(1, {max(0, PEOPLE - there)}) n join {STATIONS} on s.k = n % s.total",
    )
    at_work = "people_staff f where f.active and f.serves_on_board"
    insert_select(connection, StaffSkill, BORN | {
        "staff_id": "f.id", "skill_id": "(select id from people_skill where code = 'RAD')", "level": "2 + ascii(right(f.number, 1)) % 3",
    }, f"{at_work} and not exists (select 1 from people_staffskill h where h.staff_id = f.id)")  # fmt: skip
    insert_select(connection, Certificate, BORN | {
        "staff_id": "f.id", "kind_id": "(select id from people_certificatekind where code = 'boarding')", "number": "'BB-' || f.number",
        "valid_from": "current_date - 100", "expires_on": "current_date + 300",
    }, f"{at_work} and not exists (select 1 from people_certificate h where h.staff_id = f.id)")  # fmt: skip
