"""Measuring a scenario: warmed up, then with 1, 8 and 32 clients, processor time taken from the processes that serve."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

from bench.web.bare import Bare, bare_of
from bench.web.client import Answers, together
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
    """How long and how much.

    requests: in one run, for each number of clients; runs: how many for each; seconds: at most for a run;
    warming: requests before.
    """

    requests: tuple[int, ...]
    runs: int
    seconds: float
    warming: int


FULL = Effort((50, 80, 120), 3, 6, 96)
QUICK = Effort((12, 24, 32), 1, 0.4, 16)


def measured(
    stage: Stage, scenario: Scenario, form: str, effort: Effort, report: Report, bares: dict[str, Bare]
) -> Iterator[dict[str, Any]]:
    """Yield the rows of one scenario in one form.

    The processor time of a request is the median over all runs: other work on the machine can only add to it.
    """
    name = f"{scenario.name}, {form}"
    _run(stage, scenario, form, WARMING_CLIENTS, effort.warming, effort.seconds)
    costs: list[float] = []
    answers: dict[int, Answers] = {}
    for clients, wanted in zip(CLIENTS, effort.requests, strict=True):
        runs = [
            _run(stage, scenario, form, clients, wanted, effort.seconds) for _run_of in range(effort.runs)
        ]
        answers[clients] = together([got for got, _spent in runs])
        costs += [spent / len(got.times_ms) for got, spent in runs]
    bare = bare_of(stage, scenario.bare, bares)
    peer = (PEER, scenario.peer_cpu) if scenario.peer_cpu else (BARE, bare.cpu_ms)
    goal = scenario.goal(form, stage.size)
    yield report.row(name, "cpu_ms", median(costs), "ms", goal=goal, peer=peer[0], peer_value=peer[1])
    yield from _waits(name, scenario, form, answers, bare, report)
    if form == FORMS[0]:
        yield report.row(scenario.name, "bare_sql_p50_ms", bare.p50_ms, "ms")
        yield report.row(scenario.name, "bare_sql_cpu_ms", bare.cpu_ms, "ms")


def _waits(
    name: str, scenario: Scenario, form: str, answers: dict[int, Answers], bare: Bare, report: Report
) -> Iterator[dict[str, Any]]:
    for clients, got in answers.items():
        for part, share in (("p50", 0.5), ("p95", 0.95)):
            goal = scenario.latency_goal(form, report.size, part) if clients == 1 else None
            peer, value = (BARE, bare.p50_ms) if (part, clients) == ("p50", 1) else ("", None)
            waited = got.quantile_ms(share)
            yield report.row(
                name, f"{part}_ms_{clients}_clients", waited, "ms", goal=goal, peer=peer, peer_value=value
            )
        yield report.row(name, f"per_second_{clients}_clients", got.per_second, "1/s")
    yield report.row(name, "answer_kb", answers[1].body_bytes / 1000, "kB")


def _run(
    stage: Stage, scenario: Scenario, form: str, clients: int, wanted: int, seconds: float
) -> tuple[Answers, float]:
    """Send the requests and return the answers with the processor time spent on them, in milliseconds."""
    if scenario.before is not None:
        scenario.before(stage)
    requests = scenario.json(stage, wanted) if form == "json" else scenario.html(stage, wanted)
    before = cpu_ms(_serving(stage))
    got = stage.load.send(stage.web.port, requests, clients=clients, seconds=seconds)
    spent = cpu_ms(_serving(stage)) - before
    if set(got.statuses) - ANSWERED or not got.times_ms:
        raise NotAnswered(f"{scenario.name}, {form}: {got.statuses or 'no answer'}")
    return got, spent


def _serving(stage: Stage) -> list[int]:
    return [*tree(stage.web.process), *tree(stage.ground.postmaster())]
