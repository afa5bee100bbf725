"""The tree, the comparison of technical states and the page of a ship, on a fleet of its own size, beside their bare SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any
from uuid import UUID

from bench.web.bare import measured_bare
from bench.web.client import Sent
from bench.web.cost import cpu_ms, tree
from bench.web.fleet_fill import fill_fleet
from bench.web.measure import ANSWERED, NotAnswered
from bench.web.rows import BARE, Goal, Report
from bench.web.stage import Stage

NODES, QUICK_NODES = 200_000, 20_000
TIMES, ADDED_MS = 4, 8
"""The answer may take four times the bare SQL and eight milliseconds, as a page as well as in the form for programs."""

UNIT = """select e.id, e.parent_id, e.name, e.level, e.function_code, e.position, e.serial_number, e.software_version, m.code, p.code,
    m.end_of_support_on, (select count(*) from fleet_equipment b where b.parent_id = e.id and b.removed_on is null),
    (select count(*) from fleet_statechange c where c.equipment_id = e.id and c.state in ('planned', 'installed'))
    from fleet_equipment e join fleet_productmodel m on m.id = e.model_id left join fleet_productversion p on p.id = e.product_version_id
    where e.vessel_id = %(id)s and e.removed_on is null and e.parent_id is null order by e.function_code, e.position, e.name"""
SHIP = """select v.*, c.name, s.name, l.name from fleet_vessel v join fleet_customer c on c.id = v.customer_id
    left join people_station s on s.id = v.station_id left join people_port l on l.id = v.lies_at_id where v.id = %(id)s"""
CODES = "select f.code, f.name, f.name_en from fleet_functioncode f join fleet_vessel v on v.code_scheme_id = f.scheme_id where v.id = %(id)s"
TREE = (SHIP, CODES, UNIT)
DIFFERENCE = (
    SHIP,
    "select state_on, nodes from fleet_frozenstate where vessel_id = %(id)s and kind = 'as_delivered'",
    "select equipment_id, step, facts from fleet_stateevent where vessel_id = %(id)s and happened_on <= current_date order by happened_on, id",
    "select count(*) from fleet_statechange where vessel_id = %(id)s and state in ('planned', 'installed')",
)
MILESTONES = (
    "select kind, planned_on, actual_on from fleet_milestone where vessel_id = %(id)s order by planned_on"
)
WHOLE = (
    SHIP,
    CODES,
    UNIT,
    MILESTONES,
    "select count(*), count(*) filter (where parent_id is null) from fleet_equipment where vessel_id = %(id)s and removed_on is null",
    "select kind, state_on, frozen_at, frozen_by from fleet_frozenstate where vessel_id = %(id)s",
    "select state, count(*) from fleet_statechange where vessel_id = %(id)s and state in ('planned', 'installed') group by 1",
)
PAGE = (
    SHIP,
    MILESTONES,
    """select e.id, e.parent_id, e.name, e.serial_number, e.shipped_on, e.commissioned_on, e.running_hours, e.running_hours_at, e.model_id
    from fleet_equipment e where e.vessel_id = %(id)s and e.removed_on is null order by e.name""",
    """select m.id, m.code, m.end_of_support_on, f.id from fleet_productmodel m join fleet_productfamily f on f.id = m.family_id
    where m.id in (select model_id from fleet_equipment where vessel_id = %(id)s)""",
    "select * from fleet_warrantyterm where %(id)s::uuid is not null",
    "select * from fleet_supplierwarranty where %(id)s::uuid is not null",
    "select a.* from fleet_warrantyadjustment a join fleet_equipment e on e.id = a.equipment_id where e.vessel_id = %(id)s",
    "select * from fleet_contact where vessel_id = %(id)s order by name",
    "select at, account_name, event, data from core_logentry where subject_id = %(id)s order by at desc limit 50",
)
"""What the page shows and judges: the ship, its milestones, every unit with its warranty, whom to call, what was done."""


@dataclass(frozen=True, slots=True)
class Look:
    """One page of a ship: its addresses for programs and people, and the statements that each form cannot do without."""

    name: str
    json: str
    html: str
    bare: tuple[str, ...]
    bare_page: tuple[str, ...]


LOOKS = (
    Look("equipment tree of a ship", "/fleet/vessels/{}/tree", "/fleet/vessels/{}/tree/", TREE, TREE),
    Look("technical states compared", "/fleet/vessels/{}/technical-state/difference", "/fleet/vessels/{}/technical-state/", DIFFERENCE, DIFFERENCE),
    Look("vessel 360", "/fleet/vessels/{}/summary", "/fleet/vessels/{}/", WHOLE, PAGE),
)  # fmt: skip


def fleet_figures(stage: Stage, *, quick: bool, wanted: Callable[[str], bool]) -> Iterator[dict[str, Any]]:
    """Yield the figures of each look in both forms; fills the fleet first."""
    nodes = QUICK_NODES if quick else NODES
    known = stage.superuser.execute("select 1 from fleet_vessel where hull_code = 'FB-00000'").fetchone()
    if not known:
        fill_fleet(stage.superuser, nodes)
    ships = [row[0] for row in stage.superuser.execute(
        "select id from fleet_vessel where hull_code like 'FB-%' order by hashtext(hull_code) limit 400"
    )]  # fmt: skip
    report, runs = Report(nodes), (1 if quick else 3)
    for look in LOOKS:
        if not wanted(look.name):
            continue
        for form, statements in (("json", look.bare), ("html", look.bare_page)):
            bare = measured_bare(
                stage, lambda connection, n, told=statements: _read(connection, told, ships[n % len(ships)])
            )
            yield report.row(f"{look.name}, {form}", "bare_sql_p50_ms", bare.p50_ms, "ms")
            yield from _measured(stage, look, form, ships, bare.p50_ms, report, runs)


def _read(connection: Any, statements: tuple[str, ...], ship: UUID) -> None:
    for statement in statements:
        connection.execute(statement, {"id": ship}, prepare=True).fetchall()


def _measured(
    stage: Stage, look: Look, form: str, ships: list[UUID], bare_ms: float, report: Report, runs: int
) -> Iterator[dict[str, Any]]:
    def requests(count: int) -> list[Sent]:
        make = stage.asks if form == "json" else stage.opens
        address = look.json if form == "json" else look.html
        return [make(address.format(ship)) for ship in islice(cycle(ships), count)]

    stage.load.send(stage.web.port, requests(48), clients=8, seconds=8)
    times: list[float] = []
    spent = 0.0
    for _run in range(runs):
        before = cpu_ms(_serving(stage))
        got = stage.load.send(stage.web.port, requests(80), clients=1, seconds=6)
        spent += cpu_ms(_serving(stage)) - before
        if set(got.statuses) - ANSWERED or not got.times_ms:
            raise NotAnswered(f"{look.name}, {form}: {got.statuses or 'no answer'}")
        times += got.times_ms
    times.sort()
    goal = Goal(round(TIMES * bare_ms + ADDED_MS, 3))
    name = f"{look.name}, {form}"
    yield report.row(
        name,
        "p50_ms_1_clients",
        times[len(times) // 2],
        "ms",
        goal=goal,
        peer=BARE,
        peer_value=bare_ms,
    )
    yield report.row(name, "p95_ms_1_clients", times[int(0.95 * len(times))], "ms")
    yield report.row(name, "cpu_ms", spent / len(times), "ms")


def _serving(stage: Stage) -> list[int]:
    return [*tree(stage.web.process), *tree(stage.ground.postmaster())]
