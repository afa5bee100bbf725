"""The load: a process of its own that sends prepared requests over kept-alive connections and times each answer.

`python -m bench.web.client` reads plans from standard input, one line of JSON each, and answers each with one line.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

HOST = "127.0.0.1"
LINE_END = b"\r\n"


@dataclass(frozen=True, slots=True)
class Sent:
    """A request as it goes out; `body` is text in UTF-8, empty for none."""

    path: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""

    def as_bytes(self) -> bytes:
        """Return the request as HTTP/1.1 writes it."""
        content = self.body.encode()
        lines = [
            f"{self.method} {self.path} HTTP/1.1",
            f"Host: {HOST}",
            *(f"{k}: {v}" for k, v in self.headers.items()),
        ]
        if content or self.method != "GET":
            lines.append(f"Content-Length: {len(content)}")
        return "\r\n".join([*lines, "", ""]).encode() + content


@dataclass(frozen=True, slots=True)
class Answers:
    """What came back: milliseconds of each answer, the statuses with their counts, wall time, bytes of the last body."""

    times_ms: list[float]
    statuses: dict[str, int]
    seconds: float
    body_bytes: int

    def quantile_ms(self, part: float) -> float:
        """Return the time within which this part of the answers came (nearest rank)."""
        ordered = sorted(self.times_ms)
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))]

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.times_ms) / self.seconds


def together(parts: list[Answers]) -> Answers:
    """Return the answers of several runs as one."""
    statuses: dict[str, int] = {}
    for part in parts:
        for status, count in part.statuses.items():
            statuses[status] = statuses.get(status, 0) + count
    times = [one for part in parts for one in part.times_ms]
    return Answers(times, statuses, sum(part.seconds for part in parts), parts[-1].body_bytes)


class Load:
    """The load process, kept for a whole run: `with Load() as load: load.send(…)`."""

    def __enter__(self) -> Load:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.web.client"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=Path(__file__).resolve().parents[2],
            text=True,
        )
        return self

    def __exit__(self, *_failure: object) -> None:
        self._process.communicate()

    def send(self, port: int, requests: list[Sent], *, clients: int, seconds: float) -> Answers:
        """Send requests in turn by so many clients at once, each once, until all are answered or the time is up."""
        plan = {
            "port": port,
            "clients": clients,
            "seconds": seconds,
            "requests": [asdict(one) for one in requests],
        }
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(plan) + "\n")
        self._process.stdin.flush()
        told = self._process.stdout.readline()
        if not told:
            raise RuntimeError("the load process ended")
        return Answers(**json.loads(told))


async def _play(plan: dict[str, Any]) -> dict[str, Any]:
    waiting = iter([Sent(**one).as_bytes() for one in plan["requests"]])
    times: list[float] = []
    statuses: dict[str, int] = {}
    sizes = [0]
    begun = time.perf_counter()
    until = begun + plan["seconds"]

    async def one_client() -> None:
        reader, writer = await asyncio.open_connection(HOST, plan["port"], limit=1 << 22)
        for request in waiting:
            started = time.perf_counter()
            if started > until:
                break
            writer.write(request)
            status, body, stays = await _answer(reader)
            times.append((time.perf_counter() - started) * 1000)
            statuses[status] = statuses.get(status, 0) + 1
            sizes[0] = len(body)
            if not stays:
                writer.close()
                reader, writer = await asyncio.open_connection(HOST, plan["port"], limit=1 << 22)
        writer.close()

    await asyncio.gather(*(one_client() for _ in range(plan["clients"])))
    return {
        "times_ms": times,
        "statuses": statuses,
        "seconds": time.perf_counter() - begun,
        "body_bytes": sizes[0],
    }


async def _answer(reader: asyncio.StreamReader) -> tuple[str, bytes, bool]:
    head = await reader.readuntil(LINE_END * 2)
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines if ": " in line)
    if headers.get("transfer-encoding") == "chunked":
        body = b""
        while size := int((await reader.readuntil(LINE_END)).strip(), 16):
            body += (await reader.readexactly(size + 2))[:-2]
        await reader.readuntil(LINE_END)
    else:
        body = await reader.readexactly(int(headers.get("content-length", "0")))
    return first.split()[1], body, headers.get("connection") != "close"


def _serve_plans() -> None:
    for line in sys.stdin:
        sys.stdout.write(json.dumps(asyncio.run(_play(json.loads(line)))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve_plans()
