"""One device that sends what it did: findings, better words for them, what is left over."""

from __future__ import annotations

import http.client
import json
import time
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from aftersail.core.ids import new_id
from aftersail.core.scope import as_system
from aftersail.web.demo.small import load_small
from bench.web.cost import cpu_ms, tree
from bench.web.ground import Ground
from bench.web.people import caller
from bench.web.serving import Web
from tests.dispatch.conftest import Story
from tests.visits.conftest import Aboard

PARCEL, WARMING, SEED = 100, 60, 20261128
Command = dict[str, Any]


def prepare() -> dict[str, Any]:
    """Make the small world with a visit under way; return what the device knows."""
    with as_system():
        world = load_small()
        story = Story(world)
        visit = Aboard(story).working()
        headers = caller(story.account("engineer")).program
    return {"headers": headers, "visit": str(visit.pk), "mode": str(world.codes["mode-NOO"].pk)}


def sent(web: Web, ground: Ground, known: dict[str, Any], count: int) -> dict[str, float]:
    """Send commands in parcels over one connection; return throughput, and processor time in ms a command."""
    connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=300)

    def ask(path: str, body: Any) -> Any:
        headers = known["headers"] | {"Content-Type": "application/json"}
        connection.request("POST", f"/api/v1/field{path}", json.dumps(body), headers)
        answer = connection.getresponse()
        told = json.loads(answer.read())
        if answer.status != http.client.OK:
            raise RuntimeError(f"{answer.status}: {told}")
        return told

    device = str(new_id())
    ask("/devices", {"id": device, "name": "bench"})
    queue = commands(known, WARMING + count)

    def send(part: list[Command]) -> int:
        wrong = 0
        for first in range(0, len(part), PARCEL):
            body = {"sent_at": datetime.now(UTC).isoformat(), "commands": part[first : first + PARCEL]}
            told = ask(f"/devices/{device}/commands", body)
            wrong += sum(one["outcome"] != "done" for one in told["verdicts"])
        return wrong

    send(queue[:WARMING])
    web_before, database_before = cpu_ms(tree(web.process)), cpu_ms(tree(ground.postmaster()))
    begun = time.perf_counter()
    not_done = send(queue[WARMING:])
    seconds = time.perf_counter() - begun
    return {
        "per_second": count / seconds,
        "not_done": not_done,
        "web_ms": (cpu_ms(tree(web.process)) - web_before) / count,
        "database_ms": (cpu_ms(tree(ground.postmaster())) - database_before) / count,
    }


def commands(known: dict[str, Any], count: int) -> list[Command]:
    """Return what an engineer might do so many times; the same seed gives the same."""
    chance, begun = Random(SEED), datetime.now(UTC) - timedelta(hours=2)
    last: dict[str, str] = {}
    queue: list[Command] = []
    for number in range(1, count + 1):
        dice, made = chance.random(), {"id": str(new_id()), "number": number, "visit_id": known["visit"]}
        made_at = (begun + timedelta(milliseconds=500 * number)).isoformat()
        if dice < 0.2:
            done: Command = {"kind": "leftover", "content": {"text": f"遗留 {number}"}}
        else:
            record = chance.choice(list(last)) if last and dice < 0.6 else str(new_id())
            done = {
                "kind": "finding",
                "record_id": record,
                "content": {"text": f"发现 {number}", "mode_id": known["mode"]},
            }
            done |= {"after": last[record]} if record in last else {}
            last[record] = made["id"]
        queue.append(made | done | {"made_at": made_at})
    return queue
