"""Importing under measurement: a maintenance history and a register, every row checked, in one request each."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import aftersail.fleet
from aftersail.core.ids import new_id
from aftersail.fleet.models import MaintenanceRecord
from bench.web.client import Sent
from bench.web.cost import cpu_ms, tree
from bench.web.measure import NotAnswered
from bench.web.rows import BARE, Goal, Report
from bench.web.stage import Stage
from bench.web.words import phrases

ROWS, QUICK_ROWS = 10_000, 2_500
GOAL = Goal(2_500, at_least=True)
SECONDS = 300
HISTORY = ["equipment", "happened_on", "text", "work_type", "part", "running_hours", "cost_cny"]
MAPPINGS = Path(aftersail.fleet.__file__).parent / "mappings"


def imported(stage: Stage, report: Report, *, quick: bool, data: Path | None) -> Iterator[dict[str, Any]]:
    """Yield the figures of importing invented rows, and real logs of `data` for which a mapping is shipped."""
    rows = QUICK_ROWS if quick else ROWS
    bare = _bare_rows_per_second(stage, rows)
    made = (
        ("import of a maintenance history", "fleet.maintenance", _history(rows), _mapping()),
        ("import of a register of units", "fleet.equipment", _units(stage, rows), ""),
    )
    for case, register, table, mapping in (*made, *_real(data)):
        yield from _figures(
            stage, report, case, _posted(stage, register, table, mapping), table.count("\n") - 1, bare
        )


def _figures(
    stage: Stage, report: Report, case: str, sent: Sent, rows: int, bare: float
) -> Iterator[dict[str, Any]]:
    serving = [*tree(stage.web.process), *tree(stage.ground.postmaster())]
    before, begun = cpu_ms(serving), time.perf_counter()
    got = stage.load.send(stage.web.port, [sent], clients=1, seconds=SECONDS)
    seconds = time.perf_counter() - begun
    if got.statuses != {"201": 1}:
        raise NotAnswered(f"{case}: {got.statuses}, nothing was written")
    yield report.row(case, "rows_per_second", rows / seconds, "1/s", goal=GOAL, peer=BARE, peer_value=bare)
    yield report.row(case, "cpu_ms_per_row", (cpu_ms(serving) - before) / rows, "ms")
    yield report.row(case, "rows", rows, "")


def _posted(stage: Stage, register: str, table: str, mapping: str) -> Sent:
    """Return the upload of a file, as a program sends it."""
    mark = uuid4().hex
    fields = {"id": str(new_id()), "register_name": register, "mapping": mapping, "skip_bad": "true"}
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="log.csv"\r\nContent-Type: text/csv\r\n\r\n'
    body = "".join([*parts, head, table, f"\r\n--{mark}--\r\n"])
    headers = stage.dispatcher.program | {"Content-Type": f"multipart/form-data; boundary={mark}"}
    return Sent("/api/v1/imports", "POST", headers, body)


def _table(heading: list[str], rows: Iterator[list[str]]) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows(rows)
    return written.getvalue()


def _mapping() -> str:
    """Return the mapping file of the invented log: a source of its own, every column under its field's name."""
    fields = "".join(f'[fields.{name}]\ncolumn = "{name}"\n' for name in HISTORY)
    return f'register = "fleet.maintenance"\n[key]\nrepeats = true\n[fields.source]\nconstant = "bench-{uuid4().hex[:8]}"\n{fields}'


def _history(rows: int) -> str:
    """Return a log of `rows` events of units that are registered, as a spreadsheet would hold it."""
    said, first = phrases(), date(2015, 1, 1)
    return _table(HISTORY, (
        [f"BN{n % 6000:06d}", str(first + timedelta(days=n % 4000)), said[n % len(said)].description[:200], "PM03",
         said[n % len(said)].title[:20], f"{n % 30000}.5", f"{n % 900}.50"]
        for n in range(rows)
    ))  # fmt: skip


def _units(stage: Stage, rows: int) -> str:
    """Return `rows` new units aboard registered ships."""
    mark = uuid4().hex[:6]
    hulls = [
        row[0]
        for row in stage.superuser.execute(
            "select hull_code from fleet_vessel where hull_code like 'YS-%' order by 1"
        )
    ]
    models = [row[0] for row in stage.superuser.execute("select code from fleet_productmodel order by 1")]
    heading = ["vessel", "model", "serial_number", "name", "location", "shipped_on", "commissioned_on"]
    return _table(heading, (
        [hulls[n % len(hulls)], models[n % len(models)], f"{mark}-{n:06d}", f"{n % 9 + 1} 号泵", "机舱", "2024-03-01", "2024-05-01"]
        for n in range(rows)
    ))  # fmt: skip


def _real(data: Path | None) -> Iterator[tuple[str, str, str, str]]:
    """Yield the logs of a data folder whose folder has the name of a mapping that the product ships."""
    for mapping in sorted(MAPPINGS.glob("*.toml")) if data else ():
        for folder in (data, data / mapping.stem):
            if folder.name == mapping.stem and folder.is_dir():
                for file in sorted(folder.glob("*cleaned*.csv")) or sorted(folder.glob("*.csv")):
                    yield (
                        f"import of {mapping.stem}/{file.name}",
                        "fleet.maintenance",
                        file.read_text("utf-8-sig"),
                        mapping.read_text("utf-8"),
                    )


def _bare_rows_per_second(stage: Stage, rows: int) -> float:
    """Return how fast PostgreSQL alone takes such rows in, one prepared insert each, in one transaction."""
    (unit,) = stage.superuser.execute("select id from fleet_equipment limit 1").fetchone() or (None,)
    table = MaintenanceRecord._meta.db_table
    statement = f"""insert into {table} (id, version, created_at, equipment_id, source, source_key, fingerprint, happened_on, text,
        work_type, system, part, action, failure_mode) values (%s, 1, now(), %s, %s, %s, '', '2020-01-01', %s, '', '', '', '', '')"""
    source, said = f"bare {uuid4().hex[:8]}", phrases()[0].description
    begun = time.perf_counter()
    with stage.superuser.transaction(), stage.superuser.cursor() as cursor:
        cursor.executemany(statement, [(new_id(), unit, source, str(n), said) for n in range(rows)])
    return rows / (time.perf_counter() - begun)
