"""What the measurements rest on: requests sent once each, goals read the right way round, figures with the agreed keys."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import ClassVar

import pytest

from aftersail.web.cli.bench import KEYS
from bench.web.client import Answers, Load, Sent, together
from bench.web.cost import cpu_ms, memory_mb
from bench.web.rows import Goal, Report


class Echo(BaseHTTPRequestHandler):
    """Answers with what came, and keeps the connection."""

    protocol_version = "HTTP/1.1"
    seen: ClassVar[list[str]] = []

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        Echo.seen.append(f"{self.command} {self.path} {body.decode()}")
        self.send_response(404 if self.path == "/missing" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = answer  # noqa: N815 - the library asks for these names

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def echo() -> Iterator[int]:
    Echo.seen.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def test_each_request_is_sent_once_whatever_the_number_of_clients(echo: int) -> None:
    requests = [Sent(f"/{n}", "POST", {"X-Test": "1"}, body=f"船 {n}") for n in range(30)]
    with Load() as load:
        got = load.send(echo, requests, clients=8, seconds=60)
    assert sorted(Echo.seen) == sorted(f"POST /{n} 船 {n}" for n in range(30))
    assert (got.statuses, len(got.times_ms)) == ({"200": 30}, 30)


def test_refused_requests_are_told_apart_from_answered_ones(echo: int) -> None:
    with Load() as load:
        first = load.send(echo, [Sent("/here"), Sent("/missing")], clients=1, seconds=60)
        second = load.send(echo, [Sent("/missing")], clients=1, seconds=60)
    assert together([first, second]).statuses == {"200": 1, "404": 2}


def test_no_request_is_sent_after_the_time_is_up(echo: int) -> None:
    with Load() as load:
        got = load.send(echo, [Sent("/late")] * 3, clients=1, seconds=-1)
    assert (got.times_ms, Echo.seen) == ([], [])


def test_quantiles_are_of_the_answers_by_nearest_rank() -> None:
    got = Answers([float(n) for n in range(1, 101)], {"200": 100}, 2.0, 10)
    assert (got.quantile_ms(0.5), got.quantile_ms(0.95), got.per_second) == (51, 96, 50)


def test_a_goal_is_an_upper_bound_unless_it_says_at_least() -> None:
    assert Goal(5).met_by(5)
    assert not Goal(5).met_by(5.1)
    assert Goal(2500, at_least=True).met_by(2500)
    assert not Goal(2500, at_least=True).met_by(2499)


def test_a_figure_has_the_keys_that_every_benchmark_shares() -> None:
    row = Report(1000).row("list", "cpu_ms", 4.0, "ms", goal=Goal(5), peer="other", peer_value=8.0)
    assert set(KEYS) <= set(row)
    assert (row["ratio"], row["met"], row["size"]) == (0.5, True, 1000)
    assert json.loads(json.dumps(row)) == row


def test_processor_time_grows_with_work_and_memory_is_counted() -> None:
    before = cpu_ms([os.getpid()])
    assert sum(n * n for n in range(300_000))
    assert cpu_ms([os.getpid()]) > before
    assert memory_mb([os.getpid()]) > 1
