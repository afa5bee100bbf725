"""What the scenarios of one run share: the server, the database, who calls, and records to call for."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import UUID

import psycopg

from bench.web.client import Load, Sent
from bench.web.ground import Ground
from bench.web.people import Caller
from bench.web.serving import Web


@dataclass(slots=True)
class Stage:
    """A filled database with a web server on it. Samples are of the rows themselves, so that every size is asked alike."""

    ground: Ground
    web: Web
    load: Load
    superuser: psycopg.Connection
    dispatcher: Caller
    size: int
    case_ids: list[UUID] = field(default_factory=list)
    open_ids: list[UUID] = field(default_factory=list)
    stations: list[UUID] = field(default_factory=list)
    units: list[tuple[UUID, UUID]] = field(default_factory=list)
    waiting: list[UUID] = field(default_factory=list)

    def take_samples(self) -> None:
        """Choose the records that requests will name."""
        ask = self.superuser.execute
        self.case_ids = [row[0] for row in ask(
            "select id from cases_case where state = 'closed' and (hashtext(number) & 1023) < 8 order by reported_at desc limit 400"
        )]  # fmt: skip
        self.open_ids = [
            row[0]
            for row in ask(
                "select id from cases_case where next_due_at is not null order by reported_at desc limit 600"
            )
        ]
        self.stations = [
            row[0] for row in ask("select id from people_station where not headquarters order by code")
        ]
        self.units = ask(
            "select vessel_id, id from fleet_equipment where serial_number like 'BN%' order by serial_number limit 500"
        ).fetchall()
        self.waiting = [
            row[0] for row in ask("select id from intake_request where state = 'received' order by number")
        ]

    def asks(self, path: str, **query: object) -> Sent:
        """Return a program's read of the API."""
        return Sent(_with(f"/api/v1{path}", query), headers=self.dispatcher.program)

    def opens(self, path: str, **query: object) -> Sent:
        """Return a browser's read of a page."""
        return Sent(_with(path, query), headers=self.dispatcher.browser)

    def sends(self, path: str, body: dict[str, object]) -> Sent:
        """Return a program's write."""
        return Sent(
            f"/api/v1{path}",
            "POST",
            self.dispatcher.program | {"Content-Type": "application/json"},
            json.dumps(body, default=str),
        )

    def submits(self, path: str, fields: dict[str, object]) -> Sent:
        """Return a browser's form, as the desk's script sends it."""
        headers = self.dispatcher.browser | {
            "Content-Type": "application/x-www-form-urlencoded",
            "HX-Request": "true",
        }
        return Sent(path, "POST", headers, urlencode(fields))


def _with(path: str, query: dict[str, object]) -> str:
    return f"{path}?{urlencode(query)}" if query else path
