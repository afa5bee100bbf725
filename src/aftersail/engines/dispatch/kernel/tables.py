"""The records that the kernel works on: n orders, K slots at most, E engineers, P places.

Nodes of routes: order w in slot k is node w·K + k; engineer e's depot is node n·K + e, first and last of a ring.
Pairs of fields `x_from`, `x_to` bound the rows of `x` that belong to a record.
"""

from __future__ import annotations

from collections import namedtuple
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Records = Any
"""A record array; its fields are read as attributes."""

FAR = 1 << 50
"""An instant that is never reached."""
NEVER = 1e18
"""A cost that is never paid."""
TOUCHED, ROUTES, SEEDS = 0, 1, 2
"""What `Scratch.counts` counts: touched orders, touched routes, seeds."""


def _layout(ints: str, floats: str = "", flags: str = "") -> np.dtype[np.void]:
    kinds = ((ints, np.int64), (floats, np.float64), (flags, np.bool_))
    return np.dtype([(name, kind) for names, kind in kinds for name in names.split()], align=True)


ORDER = _layout(
    # due and told are FAR without a promise; nobody departs for the order before floor; level counts orders before
    "duration ship members due told floor level windows_from windows_to before_from before_to behind_from behind_to",
    # prices: of a minute after due, a minute after told, leaving out, serving at all
    "late later unserved fixed_cost",
    # neither team nor start ever changes; is never taken out; every slot has a candidate
    "pinned kept able",
)
WINDOW = _layout("begin end place")
CANDIDATE = _layout("engineer begin end", "price")
ENGINEER = _layout("home regular limit absences_from absences_to")
SPAN = _layout("begin end")
# spread: see `collect_gaps`
PRICES = _layout("day near_home", "boarding lodging overtime unevenness spread waiting")

ORDER_STATE = _layout(
    # earliest possible start, which is when work begins; latest start that breaks nothing behind;
    # earliest start and latest end in the chosen window with the chosen team
    "start latest opens closes place",
    "team_cost cost",
    "served",
)
NODE = _layout("following leading")
# call: the node that the call at a store is made before, -1 for none; everything behind has all that it needs
ENGINEER_STATE = _layout("work call", "cost")

MARK = _layout("", "", "queued is_touched")
# version: of the route; it grows with every change
ROUTE_MARK = _layout("version", "", "touched barred")
# call: the node that the route's call then is made before, -1 where nothing changes
GAP = _layout("slot candidate node begin end before behind call")
SLOT = _layout(
    # its gaps begin at segment; where the search stands; what the team so far allows; the gap chosen;
    # candidate, node before and call of the team to place and of the best so far
    "segment at begin end first second chosen candidate node call best_candidate best_node best_call",
    "spent tail",
)


class Tables(NamedTuple):
    """What does not change while a plan is made."""

    orders: Records  # ORDER [n]
    windows: Records  # WINDOW
    candidate_at: Ints  # [n, K + 1] bounds in candidates
    candidates: Records  # CANDIDATE
    before: Ints  # orders that must have ended
    behind: Ints  # orders that must wait
    near: Ints  # [n, .] related orders, the nearest first
    engineers: Records  # ENGINEER [E]
    absences: Records  # SPAN
    order_of: Ints  # [n·K + E] order of a node, -1 for depots
    minutes: Ints  # [P, P]; with stores [2P, P], in row P + a from a past a store
    cost: Floats  # as minutes, priced
    prices: Records  # PRICES [1]

    @property
    def stock(self) -> Ints:
        """[n·K + E, items] used up at an order's node, carried at a depot; a field of tables with stock alone."""
        raise AttributeError("a problem without stock")


class State(NamedTuple):
    """A plan in the making: routes as rings of nodes, and both labels of every order."""

    orders: Records  # ORDER_STATE [n]
    member: Ints  # [n, K] engineers
    nodes: Records  # NODE [n·K + E]
    engineers: Records  # ENGINEER_STATE [E]


class Scratch(NamedTuple):
    """Room to work in, and what has been touched since the last settlement."""

    orders: Records  # MARK [n]
    engineers: Records  # ROUTE_MARK [E]
    counts: Ints  # see TOUCHED
    touched: Ints  # [n] orders
    routes: Ints  # [E] engineers
    seeds: Ints  # orders whose labels are asked for anew
    queue: Ints  # [n + 1]
    gaps: Records  # GAP
    gap_cost: Floats
    rank: Ints  # gaps, the cheapest of each slot first
    slots: Records  # SLOT [K + 1]
    pool: Ints  # [n]
    key: Floats  # [n]
    reach: Ints  # [most of a slot] candidates of a slot, counted from its first
    bound: Floats  # [most of a slot] the least that each can cost
    detour: Floats  # [E, P] see `least_detour`, of the version beside it
    detour_version: Ints  # [E, P]
    random: NDArray[np.uint64]  # [1] the state of the generator

    @property
    def lines(self) -> Ints:
        """[n·K + E + 1, .] what `stock.py` knows of routes; a field for tables with stock alone."""
        raise AttributeError("a problem without stock")


WITHOUT_STOCK = len(Tables._fields)
"""How many fields tables have in problems without stock."""


def _kind(name: str, fields: tuple[str, ...]) -> Any:
    return namedtuple(name, fields)


_StockedTables = _kind("_StockedTables", (*Tables._fields, "stock"))
_StockedScratch = _kind("_StockedScratch", (*Scratch._fields, "lines"))


def with_stock(tables: Tables, stock: Ints | None) -> Tables:
    """Return the tables of a problem with stock; as they are where there is none."""
    return tables if stock is None else cast("Tables", _StockedTables(*tables, stock))


def records(size: int, layout: np.dtype[np.void]) -> Records:
    """Return that many records, all fields 0."""
    return np.zeros(size, layout).view(np.recarray)


def empty_state(tables: Tables) -> State:
    """Return the state in which nothing is served."""
    n, engineers, slots = len(tables.orders), len(tables.engineers), tables.candidate_at.shape[1] - 1
    nodes = records(n * slots + engineers, NODE)
    depots = np.arange(n * slots, len(nodes))
    nodes.following[n * slots :] = depots
    nodes.leading[n * slots :] = depots
    orders = records(n, ORDER_STATE)
    orders.cost[:] = tables.orders.unserved
    people = records(engineers, ENGINEER_STATE)
    people.call[:] = -1
    return State(orders, np.full((n, slots), -1, np.int64), nodes, people)


def copied(state: State) -> State:
    """Return an independent copy."""
    return State(*(array.copy() for array in state))


def scratch_for(tables: Tables, seed: int) -> Scratch:
    """Return working room for one thread; `seed` starts its random numbers."""
    n, engineers, slots = len(tables.orders), len(tables.engineers), tables.candidate_at.shape[1] - 1
    gaps = engineers * slots * 8 + 4 * n * slots + 64
    most = int(np.diff(tables.candidate_at, axis=1).max(initial=0))
    mixed = (seed * 0x9E3779B97F4A7C15 + 0x632BE59BD9B4E019) & 0xFFFFFFFFFFFFFFFF

    def whole(size: int) -> Ints:
        return np.zeros(size, np.int64)

    scratch = Scratch(
        orders=records(n, MARK),
        engineers=records(engineers, ROUTE_MARK),
        counts=whole(3),
        touched=whole(n),
        routes=whole(engineers),
        seeds=whole(16 * n * slots + 64),
        queue=whole(n + 1),
        gaps=records(gaps, GAP),
        gap_cost=np.zeros(gaps),
        rank=whole(gaps),
        slots=records(slots + 1, SLOT),
        pool=whole(n),
        key=np.zeros(n),
        reach=whole(most),
        bound=np.zeros(most),
        detour=np.zeros((engineers, tables.cost.shape[1])),
        detour_version=np.full((engineers, tables.cost.shape[1]), -1, np.int64),
        random=np.array([mixed or 1], np.uint64),
    )
    if len(tables) == WITHOUT_STOCK:
        return scratch
    # Six numbers for a segment before and behind an order, or three and what is left.
    nodes, items = tables.stock.shape
    return cast("Scratch", _StockedScratch(*scratch, np.full((nodes + 1, max(6, items + 3)), -1, np.int64)))
