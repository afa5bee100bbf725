"""kill -9 of web, worker and database at odd moments: every answered request is there once, and reacted to once."""

from __future__ import annotations

import http.client
import json
import random
import sys
import threading
from queue import Queue
from typing import Any
from uuid import UUID

from aftersail.core.ids import new_id
from tests.chaos.installation import Installation

REQUESTS, CLIENTS, KILLS, SEED = 60, 3, 7, 20260311
VICTIMS = ("web", "page", "worker", "postgres")
PATIENCE = 300
"""Tries of one request before the test gives up; each waits for a connection by itself."""


class Crew:
    """Clients that send every request until it is answered, with the same id each time."""

    def __init__(self, port: int, known: dict[str, Any], pulse: threading.Event) -> None:
        self.port, self.known, self.pulse = port, known, pulse
        self.waiting: Queue[UUID] = Queue()
        self.answered: dict[str, str] = {}
        self.refused: list[str] = []
        self.tried = 0
        for _ in range(REQUESTS):
            self.waiting.put(new_id())
        self.threads = [threading.Thread(target=self._work, daemon=True) for _ in range(CLIENTS)]

    def start(self) -> None:
        """Begin to send."""
        for thread in self.threads:
            thread.start()

    @property
    def busy(self) -> bool:
        """Whether somebody still sends."""
        return any(thread.is_alive() for thread in self.threads)

    def _work(self) -> None:
        while not self.waiting.empty():
            wanted = self.waiting.get()
            for _ in range(PATIENCE):
                if self._sent(wanted):
                    break
                self.pulse.wait(0.1)

    def _sent(self, wanted: UUID) -> bool:
        """Send once; whether an answer came that means it was taken in."""
        self.tried += 1
        body = {
            "id": str(wanted),
            "text": "雷达没有回波",
            "reporter_name": "罗望潮",
            "equipment_id": self.known["equipment"],
        }
        headers = {
            "Authorization": f"Bearer {self.known['key']}",
            "Content-Type": "application/json",
            "Host": "localhost",
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("POST", "/api/v1/requests", json.dumps(body), headers)
            answer = connection.getresponse()
            told = answer.read()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        if answer.status == 201:
            self.answered[str(wanted)] = json.loads(told)["number"]
            return True
        if answer.status < 500:
            self.refused.append(told.decode())
            return True
        return False


def test_no_answered_request_is_lost_or_doubled_by_any_kill(installation: Installation):
    chance = random.Random(SEED)
    moments = sorted(chance.sample(range(2, REQUESTS - 2), KILLS))
    victims = [*VICTIMS, *chance.choices(VICTIMS, k=KILLS - len(VICTIMS))]
    chance.shuffle(victims)
    plan = list(zip(moments, victims, strict=True))
    sys.stdout.write(
        f"seed {SEED}: " + ", ".join(f"{victim} after {moment}" for moment, victim in plan) + "\n"
    )
    known, pulse = installation.prepare(), threading.Event()
    installation.start("web")
    installation.start("worker")
    crew = Crew(installation.port, known, pulse)
    crew.start()
    while crew.busy:
        if plan and len(crew.answered) >= plan[0][0]:
            installation.kill(plan.pop(0)[1])
        installation.revive()
        pulse.wait(0.05)
    assert crew.refused == []
    assert len(crew.answered) == REQUESTS
    assert plan == []
    settle(installation)
    judge(installation, crew)


def settle(installation: Installation) -> None:
    """Let a fresh worker finish what is queued, the jobs of the dead ones too."""
    dead = installation.processes.pop("worker")
    dead.kill()
    dead.wait()
    installation.ask(
        "import asyncio\nfrom procrastinate.contrib.django import app\nfrom aftersail.core.work import take_up_stalled\n"
        "with app.replace_connector(app.connector.get_worker_connector()) as app_:\n"
        "    async def rescue():\n        async with app_.open_async():\n            return await take_up_stalled.func(0, silent_s=0)\n"
        "    answer = asyncio.run(rescue())"
    )
    done = installation.run("worker", "--once")
    assert done.returncode == 0, done.stderr


def judge(installation: Installation, crew: Crew) -> None:
    """Compare what was answered with what is there."""
    kept = installation.ask(
        "from aftersail.intake.models import Request\nanswer = {str(r.pk): r.number for r in Request.objects.all()}"
    )
    assert kept == crew.answered
    numbers = sorted(int(number.rsplit("-", 1)[1]) for number in kept.values())
    assert numbers == list(range(1, REQUESTS + 1)), "numbers have gaps"
    events = installation.ask(
        "from aftersail.core.models import Delivery, LogEntry, Notification\n"
        "entries = dict(LogEntry.objects.filter(event='intake.RequestReceived').values_list('pk', 'subject_id'))\n"
        "done = list(Delivery.objects.filter(entry_id__in=entries, handler__endswith='tell_dispatch').values_list('entry_id', flat=True))\n"
        "told = list(Notification.objects.filter(account__username='dispatcher').values_list('entry_id', flat=True))\n"
        "answer = {'entries': {str(k): str(v) for k, v in entries.items()}, 'done': done, 'told': told}"
    )
    assert sorted(events["entries"].values()) == sorted(kept)
    assert sorted(events["done"]) == sorted(map(int, events["entries"]))
    assert sorted(events["told"]) == sorted(map(int, events["entries"]))
    audit = installation.run("verify-audit", "--json")
    assert audit.returncode == 0, audit.stdout
    assert json.loads(audit.stdout)["whole"] is True
