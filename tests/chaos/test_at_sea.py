"""Twenty devices back from sea at once, with answers lost, parcels doubled and shuffled, and kill -9 of what listens to them."""

from __future__ import annotations

import http.client
import json
import random
import sys
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aftersail.core.ids import new_id
from tests.chaos.installation import Installation

DEVICES, COMMANDS, SEED = 20, 500, 20261127
PARCEL = 60
VICTIMS = ("page", "web", "postgres", "page", "web")
LOST, DOUBLED = 0.15, 0.2
"""How often an answer is not waited for, and how often a parcel is sent again at once."""

A_VISIT_UNDER_WAY = """
from tests.visits.conftest import Aboard
from tests.dispatch.conftest import Story
with as_system():
    world = load_small()
    story = Story(world)
    aboard = Aboard(story).working()
    scopes = ["visits:read", "visits:write"]
    _token, key = make_token(by=story.account("engineer"), name="chaos", scopes=scopes, days=1, at=datetime.now(timezone.utc))
print(json.dumps({"key": key, "visit": str(aboard.pk), "mode": str(world.codes["mode-NOO"].pk)}))
"""


@dataclass
class Device:
    """One phone: what it did at sea, in order, and the verdicts it has got so far."""

    place: int
    known: dict[str, Any]
    port: int
    pulse: threading.Event
    id: str = field(default_factory=lambda: str(new_id()))
    next: int = 0
    verdicts: dict[str, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(SEED * 1000 + self.place)
        self.queue: list[dict[str, Any]] = []
        self.texts: dict[str, str] = {}
        self.left: list[str] = []
        begun, last = datetime.now(UTC) - timedelta(hours=2), {}
        for number in range(1, COMMANDS + 1):
            command = {
                "id": str(new_id()), "number": number, "visit_id": self.known["visit"],
                "made_at": (begun + timedelta(seconds=10 * number)).isoformat(), **self._done(number, last),
            }  # fmt: skip
            if "record_id" in command:
                last[command["record_id"]] = command["id"]
            self.queue.append(command)

    def _done(self, number: int, last: dict[str, str]) -> dict[str, Any]:
        """Return something that an engineer does: a finding, a better word for one, or something left over."""
        text, dice = f"{self.place}-{number}", self.chance.random()
        if dice < 0.2:
            self.left.append(text)
            return {"kind": "leftover", "content": {"text": text}}
        changed = self.chance.choice(sorted(self.texts)) if self.texts and dice < 0.6 else None
        record = changed or str(new_id())
        self.texts[record] = text
        after = {"after": last[record]} if changed else {}
        return {
            "kind": "finding",
            "record_id": record,
            "content": {"text": text, "mode_id": self.known["mode"]},
            **after,
        }

    def work(self) -> None:
        """Send until everything has arrived, then fetch every verdict that was lost on the way."""
        while self.next == 0 and not self.refused:
            self._take(self._call("POST", "/field/devices", {"id": self.id, "name": f"手机 {self.place}"}))
        while self.next <= COMMANDS and not self.refused:
            parcel = self.queue[self.next - 1 : self.next - 1 + self.chance.randint(1, PARCEL)]
            parcel += self.chance.sample(self.queue, 3)
            self.chance.shuffle(parcel)
            for _again in range(2 if self.chance.random() < DOUBLED else 1):
                body = {"sent_at": datetime.now(UTC).isoformat(), "commands": parcel}
                self._take(
                    self._call(
                        "POST", f"/field/devices/{self.id}/commands", body, lost=self.chance.random() < LOST
                    )
                )
        while len(self.verdicts) < COMMANDS and not self.refused:
            first = next(c["number"] for c in self.queue if c["id"] not in self.verdicts)
            self._take(self._call("GET", f"/field/devices/{self.id}/commands?after={first - 1}"))

    def _take(self, told: Any) -> None:
        if isinstance(told, dict):
            self.next = max(self.next, told["next"])
        for one in (
            told["verdicts"]
            if isinstance(told, dict) and "verdicts" in told
            else told
            if isinstance(told, list)
            else ()
        ):
            before = self.verdicts.setdefault(one["id"], one["outcome"])
            if before != one["outcome"]:
                self.refused.append(f"{one['id']}: first {before}, then {one['outcome']}")

    def _call(self, method: str, path: str, body: Any = None, *, lost: bool = False) -> Any:
        """Return an answer; None where none came, for whatever reason."""
        headers = {
            "Authorization": f"Bearer {self.known['key']}",
            "Content-Type": "application/json",
            "Host": "localhost",
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, f"/api/v1{path}", None if body is None else json.dumps(body), headers)
            if lost:
                return None
            answer = connection.getresponse()
            told = answer.read()
        except (OSError, http.client.HTTPException):
            self.pulse.wait(0.1)
            return None
        finally:
            connection.close()
        if answer.status == 200:
            return json.loads(told)
        if answer.status < 500:
            self.refused.append(f"{answer.status} {told.decode()}")
        self.pulse.wait(0.1)
        return None


def test_twenty_devices_lose_nothing_and_do_nothing_twice_whatever_is_killed(installation: Installation):
    chance = random.Random(SEED)
    total = DEVICES * COMMANDS
    plan = list(
        zip(sorted(chance.sample(range(total // 20, total * 9 // 10), len(VICTIMS))), VICTIMS, strict=True)
    )
    sys.stdout.write(
        f"seed {SEED}: " + ", ".join(f"{victim} after {moment}" for moment, victim in plan) + "\n"
    )
    known, pulse = installation.prepare(A_VISIT_UNDER_WAY), threading.Event()
    installation.start("web")
    devices = [Device(n, known, installation.port, pulse) for n in range(DEVICES)]
    threads = [threading.Thread(target=one.work, daemon=True) for one in devices]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        if plan and sum(one.next for one in devices) >= plan[0][0]:
            installation.kill(plan.pop(0)[1])
        installation.revive()
        pulse.wait(0.05)
    assert [told for one in devices for told in one.refused] == []
    assert plan == []
    judge(installation, devices)


def judge(installation: Installation, devices: list[Device]) -> None:
    """Compare what the devices did and were told with what is there."""
    kept = installation.ask(
        "from aftersail.visits.models import FieldCommand, Finding\nfrom aftersail.cases.models import LeftoverItem\n"
        "from aftersail.core.models import LogEntry\n"
        "answer = {'commands': [(str(c.device_id), c.number, str(c.pk), c.outcome) for c in FieldCommand.objects.all()],"
        " 'texts': {str(f.pk): f.text for f in Finding.objects.all()}, 'left': sorted(l.text for l in LeftoverItem.objects.all())}"
    )
    sent = [(one.id, c["number"], c["id"], "done") for one in devices for c in one.queue]
    assert sorted(map(tuple, kept["commands"])) == sorted(sent)
    assert kept["texts"] == {record: text for one in devices for record, text in one.texts.items()}
    assert kept["left"] == sorted(text for one in devices for text in one.left)
    for one in devices:
        assert one.verdicts == {c["id"]: "done" for c in one.queue}
    audit = installation.run("verify-audit", "--json")
    assert audit.returncode == 0, audit.stdout
    assert json.loads(audit.stdout)["whole"] is True
