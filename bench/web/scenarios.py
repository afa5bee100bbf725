"""What is measured: each scenario in the form for programs (JSON) and for people (HTML), with its goals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle, islice

from aftersail.core.ids import new_id
from bench.web.client import Sent
from bench.web.rows import Goal
from bench.web.stage import Stage
from bench.web.words import COMMON, RARE, TWO_CHARACTERS

HTML_MAY_COST_MORE = 10
LARGE = 1_000_000
Requests = Callable[[Stage, int], list[Sent]]


@dataclass(frozen=True, slots=True)
class Scenario:
    """One thing people do all day.

    cpu_goal: milliseconds of processor time a request, server and database together; of the JSON form, with up to
    100,000 cases and with more. p50_goal, p95_goal: milliseconds until the answer, one client. peer_cpu: the peer's.
    bare: the name of the bare SQL beside it. before: what is put right before each run.
    """

    name: str
    json: Requests
    html: Requests
    cpu_goal: tuple[float, float] | None = None
    p50_goal: float | None = None
    p95_goal: float | None = None
    latency_from: int = 0
    peer_cpu: float | None = None
    bare: str = ""
    before: Callable[[Stage], object] | None = None

    def goal(self, form: str, size: int) -> Goal | None:
        """Return the bound of processor time for a form at a size."""
        if self.cpu_goal is None:
            return None
        bound = self.cpu_goal[size >= LARGE]
        return Goal(bound + HTML_MAY_COST_MORE if form == "html" else bound)

    def latency_goal(self, form: str, size: int, part: str) -> Goal | None:
        """Return the bound of the time until the answer, where there is one: JSON form, large enough."""
        bound = {"p50": self.p50_goal, "p95": self.p95_goal}[part]
        return Goal(bound) if bound and form == "json" and size >= self.latency_from else None


def turns(*makers: Callable[[], Sent]) -> Callable[[int], list[Sent]]:
    """Return so many requests, of each kind in turn."""
    return lambda count: [make() for make in islice(cycle(makers), count)]


FILTERS: tuple[dict[str, object], ...] = (
    {"severity": "S2", "sort": "-reported_at"},
    {"state": "closed", "stage": "warranty", "sort": "-reported_at"},
    {"open": "true", "sort": "-reported_at"},
)


def list_json(stage: Stage, count: int) -> list[Sent]:
    """A list of 80, by three filters and by station."""
    own = [lambda f=f: stage.asks("/cases", limit=80, **f) for f in FILTERS]
    at_station = [
        lambda s=s: stage.asks("/cases", limit=80, station_id=s, sort="-reported_at")
        for s in stage.stations[:3]
    ]
    return turns(*own, *at_station)(count)


def list_html(stage: Stage, count: int) -> list[Sent]:
    """The same lists as pages."""
    own = [lambda f=f: stage.opens("/cases/", **f) for f in FILTERS]
    at_station = [
        lambda s=s: stage.opens("/cases/", station=s, sort="-reported_at") for s in stage.stations[:3]
    ]
    return turns(*own, *at_station)(count)


def searched(words: str) -> tuple[Requests, Requests]:
    """Return both forms of a search for words."""
    return (
        lambda stage, count: turns(lambda: stage.asks("/cases", q=words, limit=80))(count),
        lambda stage, count: turns(lambda: stage.opens("/cases/", q=words))(count),
    )


def one_case(stage: Stage, count: int, make: Callable[[str], Sent]) -> list[Sent]:
    """One case after the other."""
    return [make(str(case_id)) for case_id in islice(cycle(stage.case_ids), count)]


def create_json(stage: Stage, count: int) -> list[Sent]:
    """A case opened by a program."""
    made = []
    for vessel, unit in islice(cycle(stage.units), count):
        body = {
            "id": new_id(),
            "vessel_id": vessel,
            "equipment_id": unit,
            "title": "柴油发电机组振动超限",
            "description": "靠港检查时发现",
            "channel": "phone",
        }
        made.append(stage.sends("/cases", body))
    return made


def create_html(stage: Stage, count: int) -> list[Sent]:
    """A waiting request made a case by form; there are no more than wait."""
    taken, stage.waiting = stage.waiting[:count], stage.waiting[count:]
    return [
        stage.submits(f"/requests/{one}/open/", {"id": new_id(), "title": "柴油发电机组振动超限", "seen": 1})
        for one in taken
    ]


def make_movable(stage: Stage) -> None:
    """Put the open cases back to where the move starts, at version 1."""
    stage.superuser.execute(
        "update cases_case set state = 'triaged', version = 1, baseline_code = 'B-A v1', severity = 'S2' where id = any(%s)",
        [stage.open_ids],
    )


def change_json(stage: Stage, count: int) -> list[Sent]:
    """A case moved on by a program."""
    return [stage.sends(f"/cases/{one}/diagnose", {"version": 1}) for one in stage.open_ids[:count]]


def change_html(stage: Stage, count: int) -> list[Sent]:
    """A case moved on by the button of its page."""
    return [stage.submits(f"/cases/{one}/move/diagnose/", {"seen": 1}) for one in stage.open_ids[:count]]


AGGREGATES: tuple[dict[str, object], ...] = (
    {"by": "owner", "stage": "warranty"}, {"by": "owner", "stage": "in_service"}, {"by": "stage"}, {"by": "owner"},
)  # fmt: skip


def aggregate_json(stage: Stage, count: int) -> list[Sent]:
    """Cases by month and person for a stage, and by month and stage."""
    return turns(*(lambda q=q: stage.asks("/scorecard/workload", **q) for q in AGGREGATES))(count)


def aggregate_html(stage: Stage, count: int) -> list[Sent]:
    """The same as pages."""
    return turns(*(lambda q=q: stage.opens("/kpi/workload/", **q) for q in AGGREGATES))(count)


SCENARIOS = (
    Scenario("list of 80, filtered and sorted", list_json, list_html, (5, 6), peer_cpu=382, bare="list"),
    Scenario("search: rare word", *searched(RARE), p50_goal=12, p95_goal=25, latency_from=LARGE, peer_cpu=4440, bare="search_rare"),
    Scenario("search: common word", *searched(COMMON), bare="search_common"),
    Scenario("search: two Chinese characters", *searched(TWO_CHARACTERS), bare="search_two"),
    Scenario(
        "board in one request", lambda s, n: turns(lambda: s.asks("/cases/board"))(n), lambda s, n: turns(lambda: s.opens("/cases/board/"))(n),
        (30, 35), peer_cpu=557, bare="board",
    ),
    Scenario(
        "case with history", lambda s, n: one_case(s, n, lambda i: s.asks(f"/cases/{i}")), lambda s, n: one_case(s, n, lambda i: s.opens(f"/cases/{i}/")),
        (3.5, 3.5), bare="case",
    ),
    Scenario("create", create_json, create_html, (5, 5), p50_goal=10, bare="create"),
    Scenario("change state, audit included", change_json, change_html, (4, 4), bare="change", before=make_movable),
    Scenario(
        "aggregate stage × month × person", aggregate_json, aggregate_html, (30, 30), p50_goal=30, peer_cpu=5865, bare="aggregate",
    ),
)  # fmt: skip
