"""Measuring a scenario: warmed up, then with 1, 8 and 32 clients, processor time taken from the processes that serve."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bench.web.bare import Bare, bare_of
from bench.web.client import Answers, sent_to
from bench.web.cost import cpu_ms, tree
from bench.web.rows import BARE, PEER, Report
from bench.web.scenarios import Scenario
from bench.web.stage import Stage

CLIENTS = (1, 8, 32)
FORMS = ("json", "html")
ANSWERED = {"200", "201", "204", "302"}
WARMING_CLIENTS = 16


class NotAnswered(RuntimeError):
    """A request was refused or failed: a figure taken from it would mean nothing."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How long and how much: requests for each number of clients, seconds at most, requests to warm up."""

    requests: tuple[int, ...]
    seconds: float
    warming: int


FULL = Effort((150, 300, 400), 8, 64)
QUICK = Effort((25, 40, 64), 0.5, 16)


def measured(stage: Stage, scenario: Scenario, form: str, effort: Effort, report: Report, peers: dict[str, Bare]) -> Iterator[dict[str, Any]]:
    """Yield the rows of one scenario in one form."""
    make = getattr(scenario, form)
    name = f"{scenario.name}, {form}"
    _run(stage, scenario, make, WARMING_CLIENTS, effort.warming, effort.seconds, name)
    spent, count = 0.0, 0
    answers: dict[int, Answers] = {}
    for clients, wanted in zip(CLIENTS, effort.requests, strict=True):
        got, cost = _run(stage, scenario, make, clients, wanted, effort.seconds, name)
        answers[clients] = got
        spent, count = spent + cost, count + len(got.times_ms)
    bare = bare_of(stage, scenario.bare, peers)
    peer = (PEER, scenario.peer_cpu) if scenario.peer_cpu else (BARE, bare.cpu_ms)
    yield report.row(name, "cpu_ms", spent / count, "ms", goal=scenario.goal(form, stage.size), peer=peer[0], peer_value=peer[1])
    for clients, got in answers.items():
        for part, share in (("p50", 0.5), ("p95", 0.95)):
            goal = scenario.latency_goal(form, stage.size, part) if clients == 1 else None
            beside = (BARE, bare.p50_ms) if (part, clients) == ("p50", 1) else ("", None)
            yield report.row(name, f"{part}_ms_{clients}_clients", got.quantile_ms(share), "ms", goal=goal, peer=beside[0], peer_value=beside[1])
        yield report.row(name, f"per_second_{clients}_clients", got.per_second, "1/s")
    if form == FORMS[0]:
        yield report.row(scenario.name, "bare_sql_p50_ms", bare.p50_ms, "ms")
        yield report.row(scenario.name, "bare_sql_cpu_ms", bare.cpu_ms, "ms")
    yield report.row(name, "answer_kb", answers[1].body_bytes / 1000, "kB")


def _run(stage: Stage, scenario: Scenario, make: Any, clients: int, wanted: int, seconds: float, name: str) -> tuple[Answers, float]:
    """Send the requests and return the answers with the processor time spent on them, in milliseconds."""
    if scenario.before is not None:
        scenario.before(stage)
    requests = make(stage, wanted)
    serving = [*tree(stage.web.process), *tree(stage.ground.postmaster())]
    before = cpu_ms(serving)
    got = sent_to(stage.web.port, requests, clients=clients, seconds=seconds)
    serving = [*tree(stage.web.process), *tree(stage.ground.postmaster())]
    if set(got.statuses) - ANSWERED or not got.times_ms:
        raise NotAnswered(f"{name}: {got.statuses or 'no answer'}")
    return got, cpu_ms(serving) - before
