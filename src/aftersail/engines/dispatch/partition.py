"""The best plan that can be put together of routes seen in a search: set partitioning (Subramanian, Uchoa, Ochi 2013).

Where every order asks for one person and none waits for another, what a route costs and whether it keeps every rule
depends on that route alone. Then each engineer takes one route of the pool or none, each order is in one of them or is
left out at its price, and the sum is least. The relaxed programme values every route; the whole one, solved by HiGHS, is
asked only about the most valuable, for with ten thousand it finds nothing in a minute.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from aftersail.engines.dispatch.kernel.route_pool import LONGEST, PLACES, RoutePool, remember_all, route_pool
from aftersail.engines.dispatch.kernel.tables import Floats, Ints, State, Tables, empty_state

VALUABLE = 1000
"""How many routes, those of least reduced cost, the whole programme chooses from, besides those of the best plan."""
STEPS, NODES = 20_000, 200
"""Steps of the simplex and nodes of branch and bound at most, so that every machine finds the same plan."""
GAIN = 1e-6
"""What a plan must be cheaper by to be taken."""


def pool_for(tables: Tables) -> RoutePool:
    """Return a pool for the routes of a problem, without room where routes are tied to each other."""
    tied = len(tables.before) > 0 or bool((tables.orders.members[tables.orders.able] > 1).any())
    return route_pool(0 if tied else PLACES, min(LONGEST, max(1, len(tables.orders))))


def partition(
    tables: Tables, pool: RoutePool, best: State, best_cost: float, seconds: float | None
) -> State | None:
    """Return a plan of the pool's routes that is cheaper than the best so far, None where none is found.

    `seconds` bounds each of the two programmes by the clock on the wall; with None only their steps are bounded.
    """
    remember_all(tables, best, pool, best_cost)
    routes = np.flatnonzero(pool.keys)
    left_out = np.flatnonzero(~(tables.orders.kept & best.orders.served))
    cost = np.concatenate([pool.costs[routes], tables.orders.unserved[left_out]])
    rows = _rows(tables, pool, routes, left_out)
    limit = {} if seconds is None else {"time_limit": max(seconds, 0.01)}
    least, reduced = _relaxed(cost, rows, len(tables.orders), limit)
    if least > best_cost - GAIN:
        return None
    own = np.flatnonzero(pool.plans[routes] <= best_cost + GAIN)
    columns = np.union1d(np.argsort(reduced, kind="stable")[:VALUABLE], own)
    columns = columns[reduced[columns] < best_cost - least]
    chosen = _whole(cost, rows, columns, len(tables.orders), limit)
    if chosen is None or float(cost[chosen].sum()) > best_cost - GAIN:
        return None
    return _state_of(tables, pool, routes[chosen[chosen < len(routes)]])


def _rows(tables: Tables, pool: RoutePool, routes: Ints, left_out: Ints) -> Any:
    """A row for each order, then one for each engineer; a column for each route, then one for each order left out."""
    from scipy.sparse import csc_array  # only for whoever searches long

    n, columns, lengths = len(tables.orders), np.arange(len(routes)), pool.lengths[routes]
    inside = np.arange(pool.sequence.shape[1]) < lengths[:, None]
    row = [pool.sequence[routes][inside], n + pool.owners[routes], left_out]
    column = [np.repeat(columns, lengths), columns, len(routes) + np.arange(len(left_out))]
    ones = np.ones(sum(len(each) for each in row))
    shape = (n + len(tables.engineers), len(routes) + len(left_out))
    return csc_array((ones, (np.concatenate(row), np.concatenate(column))), shape=shape)


def _relaxed(cost: Floats, rows: Any, orders: int, limit: dict[str, float]) -> tuple[float, Floats]:
    """The least cost where parts of routes may be taken, infinite where it is not found, and each column's reduced cost."""
    from scipy.optimize import linprog

    found = linprog(
        cost,
        A_eq=rows[:orders],
        b_eq=np.ones(orders),
        A_ub=rows[orders:],
        b_ub=np.ones(rows.shape[0] - orders),
        method="highs",
        options={"maxiter": STEPS, **limit},
    )
    return (float(found.fun), found.lower.marginals) if found.status == 0 else (np.inf, cost)


def _whole(cost: Floats, rows: Any, columns: Ints, orders: int, limit: dict[str, float]) -> Ints | None:
    """Those of the given columns that together cost least, as far as that is found."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    least = np.where(np.arange(rows.shape[0]) < orders, 1.0, 0.0)
    found = milp(
        cost[columns],
        integrality=np.ones(len(columns)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(rows[:, columns], least, 1.0),
        options={"node_limit": NODES, **limit},
    )
    return None if found.x is None else columns[found.x > 0.5]


def _state_of(tables: Tables, pool: RoutePool, places: Ints) -> State:
    """The plan of some routes of the pool, one for an engineer and no order twice, with the labels that they had."""
    state, slots, longest = empty_state(tables), tables.candidate_at.shape[1] - 1, pool.sequence.shape[1]
    for place in places.tolist():
        engineer, length = pool.owners[place], pool.lengths[place]
        orders = pool.sequence[place, :length]
        state.orders[orders] = pool.orders[place * longest : place * longest + length]
        state.member[orders, 0] = engineer
        state.engineers[engineer] = pool.people[place]
        ring = np.concatenate([[len(tables.orders) * slots + engineer], orders * slots])
        state.nodes.following[ring] = np.roll(ring, -1)
        state.nodes.leading[ring] = np.roll(ring, 1)
    return state
